"""Redlines over a sheet: choosing shape and layer, drawing, withdrawing. The file below never changes by them."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from app.drawings.markup import MarkupFacts, MarkupRow, draw_markup, layers_of, markup_rows, withdraw_markup
from app.labels import label
from models.vocab import MarkupShape
from ui.changes.form_dialog import FormDialog
from ui.drawings.page_overlay import OverlayKind, OverlayShape, Places
from ui.drawings.page_view import PageView
from ui.i18n import Shown, say
from ui.panels import Desk, Panel
from ui.widgets.buttons import IconButton
from ui.widgets.fields import ChoiceField, LineField

_ALL: Final = "*"


class Redlining(Panel):
    """The line of redlining tools, and the redlines of a revision.

    Signals:
        marked: The shapes to be drawn.
    """

    nouns = frozenset({"document_revision"})
    marked = Signal(object)

    def __init__(self, desk: Desk, view: PageView, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._view = view
        self._revision = 0
        self._file = ""
        self.rows: tuple[MarkupRow, ...] = ()
        texts = desk.texts
        self.shape = ChoiceField(texts)
        self.shape.setObjectName("redline.shape")
        texts.bind(self.shape.setAccessibleName, say("Shape"))
        self.shape.currentIndexChanged.connect(lambda _at: self._choose_shape())
        self.layer = LineField()
        self.layer.setObjectName("redline.layer")
        self.layer.setMaximumWidth(130)
        texts.bind(self.layer.setPlaceholderText, say("Layer"))
        texts.bind(self.layer.setAccessibleName, say("Layer to draw on"))
        self.shown = ChoiceField(texts)
        self.shown.setObjectName("redline.shown")
        texts.bind(self.shown.setAccessibleName, say("Layer shown"))
        self.shown.currentIndexChanged.connect(lambda _at: self._mark())
        back = IconButton(
            texts, "arrow-back-up", say("Withdraw my last redline"), self.withdraw_last, "redline.undo"
        )
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        for widget in (self.shape, self.layer, self.shown, back):
            line.addWidget(widget)
        line.addStretch(1)
        texts.follow(self, self._rename)

    def _rename(self) -> None:
        self.shape.blockSignals(True)
        self.shape.set_choices([(shape.value, label(self.texts.language, shape)) for shape in MarkupShape])
        self.shape.blockSignals(False)
        self._offer_layers()

    def open_file(self, revision_id: int, file_hash: str) -> None:
        """Show the redlines of a file of a revision."""
        self._revision, self._file = revision_id, file_hash
        self.ask_rows()

    def ask_rows(self) -> None:
        """Read the redlines again, also while the tools are hidden."""
        if self._revision:
            self.ask(markup_rows, self._revision, then=self._put)

    @override
    def refresh(self) -> None:
        self.ask_rows()

    def _put(self, rows: tuple[MarkupRow, ...]) -> None:
        self.rows = rows
        self._offer_layers()
        self._mark()

    def _offer_layers(self) -> None:
        chosen = self.shown.value()
        layers: list[tuple[str, Shown]] = [(_ALL, say("All layers"))]
        layers += [(name, name) for name in layers_of(self.rows)]
        self.shown.blockSignals(True)
        self.shown.set_choices(layers)
        if chosen in {key for key, _ in layers}:
            self.shown.set_value(chosen)
        self.shown.blockSignals(False)

    def _mark(self) -> None:
        chosen = self.shown.value()
        shapes = tuple(
            OverlayShape(
                row.facts.page - 1,
                OverlayKind(row.facts.shape.value),
                tuple((float(x), float(y)) for x, y in row.facts.points),
                row.facts.text,
                row.id,
            )
            for row in self.rows
            if row.file_hash == self._file and chosen in ("", _ALL, row.facts.layer)
        )
        self.marked.emit(shapes)

    def _choose_shape(self) -> None:
        self._view.path_kind = OverlayKind(self.shape.value() or "line")

    def begin(self) -> None:
        """Draw redlines from now on."""
        self._choose_shape()

    def draw(self, path: Places, page: int) -> None:
        """Keep what was drawn; a note asks for its text first."""
        shape = MarkupShape(self.shape.value() or "line")
        points = tuple((_exact(x), _exact(y)) for x, y in path)
        layer = self.layer.value().strip() or self.desk.actor().name
        facts = MarkupFacts(page + 1, layer, shape, points)
        if shape is MarkupShape.TEXT:
            NoteDialog(self.desk, self._revision, self._file, facts, self.window()).open()
        else:
            self.do(draw_markup, self._revision, self._file, facts, then=lambda _changes: self.ask_rows())

    def withdraw_last(self) -> None:
        """Take back the last redline that this person drew on this file."""
        mine = [
            row
            for row in self.rows
            if row.made_by_id == self.desk.actor().user_id and row.file_hash == self._file
        ]
        if mine:
            self.do(withdraw_markup, mine[-1].id, then=lambda _changes: self.ask_rows())


class NoteDialog(FormDialog):
    """Asks for the words of a note on the sheet."""

    def __init__(
        self, desk: Desk, revision_id: int, file_hash: str, facts: MarkupFacts, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, say("Note on the sheet"), say("Put it there"), parent)
        self.setObjectName("note_dialog")
        self._at = (revision_id, file_hash, facts)
        self.form.add_line("text", say("What it says"), required=True)
        self.form.rows["text"].field.setFocus()

    @override
    def save(self, values: dict[str, str]) -> None:
        revision_id, file_hash, facts = self._at
        noted = MarkupFacts(facts.page, facts.layer, facts.shape, facts.points[:1], values["text"])
        self.run(draw_markup, revision_id, file_hash, noted)


def _exact(points: float) -> Decimal:
    # Two decimals of a point are 4 µm on the sheet.
    return Decimal(str(round(points, 2)))
