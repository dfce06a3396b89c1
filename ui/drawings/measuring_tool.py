"""Measuring on a sheet: a dragged distance in millimetres, with what makes them millimetres. Stores nothing."""

from __future__ import annotations

import math

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.drawings.page_facts import MM_PER_POINT, PageFacts
from app.drawings.title_reading import TitleReading
from ui.changes.form_dialog import FormDialog
from ui.drawings.page_overlay import OverlayKind, OverlayShape, Places
from ui.i18n import Shown, say
from ui.panels import Desk


class MeasuringTool(QObject):
    """Turns a drag into a length.

    Signals:
        marked: The shapes to be drawn.
        said: What was measured and by what, in words.
    """

    marked = Signal(object)
    said = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._owner = desk, parent
        self._page: PageFacts | None = None
        self._title: float | None = None
        # Millimetres of a point that a person calibrated, by page.
        self._calibrated: dict[int, float] = {}
        self._last: Places = ()
        self._at = 0

    def open_source(self) -> None:
        """Forget what was said of another file."""
        self._title, self._last = None, ()
        self._calibrated.clear()
        self.marked.emit(())
        self.said.emit("")

    def take_title(self, reading: TitleReading) -> None:
        """Use the scale of the title block where one is stated clearly."""
        self._title = reading.mm_per_point

    def measure(self, path: Places, page: PageFacts, at: int) -> None:
        """Show the length of a drag on a page."""
        self._last, self._page, self._at = path, page, at
        (x0, y0), (x1, y1) = path[0], path[-1]
        points = math.hypot(x1 - x0, y1 - y0)
        length, by = self._by(points)
        shown = f"{length:.2f} mm"
        self.marked.emit((OverlayShape(at, OverlayKind.MEASURE, (path[0], path[-1]), shown),))
        self.said.emit(say("{length} — {by}", length=shown, by=by))

    def _by(self, points: float) -> tuple[float, Shown]:
        if self._at in self._calibrated:
            return points * self._calibrated[self._at], say("by your calibration of this page")
        if self._page is not None and self._page.mm_per_point is not None:
            return points * self._page.mm_per_point, say("by the unit of the DXF itself")
        if self._title is not None:
            return points * self._title, say("by the scale of the title block; views may have another")
        return points * MM_PER_POINT, say("on paper: no scale is known, calibrate first")

    def calibrate(self) -> None:
        """Ask how long the last measured distance really is."""
        if len(self._last) < 2:
            self._desk.notices.toast(say("Measure a known distance first, then say how long it is."))
            return
        dialog = CalibrateDialog(self._desk, self._owner.window())
        dialog.answered.connect(self._take_length)
        dialog.open()

    def _take_length(self, millimetres: float) -> None:
        (x0, y0), (x1, y1) = self._last[0], self._last[-1]
        points = math.hypot(x1 - x0, y1 - y0)
        if points > 0 and self._page is not None:
            self._calibrated[self._at] = millimetres / points
            self.measure(self._last, self._page, self._at)


class CalibrateDialog(FormDialog):
    """Asks for the true length of what was just measured.

    Signals:
        answered: Millimetres.
    """

    answered = Signal(float)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, say("How long is this distance really?"), say("Calibrate this page"), parent)
        self.setObjectName("calibrate_dialog")
        self.form.add_decimal("length", say("Length in mm"), required=True)
        self.form.rows["length"].field.setFocus()

    @override
    def save(self, values: dict[str, str]) -> None:
        try:
            length = self.decimal("length")
        except ValueError:
            return
        if length is None or length <= 0:
            self.form.rows["length"].show_wrong(say("Enter a length above zero."))
            return
        # A float only for a length on the screen: nothing measured here is stored.
        self.answered.emit(float(length))
        self.done(int(self.DialogCode.Accepted))
