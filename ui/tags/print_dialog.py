"""The print dialog: what, where to, how often, why again; beside it the exact picture. Jobs run on another thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.documents.tag_content import TITLES
from app.documents.tag_printers import keep_target, known_printers, last_target
from app.documents.tag_printing import PrintedTag, TagPreview, look_at_tag
from app.documents.tag_words import REPRINT_REASONS
from app.errors import PartproofError
from devices.events import ScanReceived
from ui.bridge import OutsideChanges
from ui.i18n import Shown, say, term
from ui.panels import Desk
from ui.tags.printing import LABEL, OFFICE, PDF, PrintWish, office_printers, picture_of, run_wish
from ui.tags.tag_picture import TagPicture
from ui.tags.what_form import WhatForm
from ui.tasks import Errand
from ui.widgets.buttons import Button
from ui.widgets.check import CheckField
from ui.widgets.forms import Form
from ui.widgets.label import Label

ChooseFile = Callable[[QWidget, str, str], Path | None]
REASONS: Final[tuple[tuple[str, Shown], ...]] = (
    *((word, term("reprint", shown)) for word, shown in REPRINT_REASONS.items()),
    ("other", term("reprint", "Another reason")),
)
# As many pictures as a person turns over; the print itself has no such end.
_PICTURES: Final = 30


def choose_pdf(parent: QWidget, title: str, name: str) -> Path | None:
    """Let a person choose where a PDF goes; None when they change their mind. The edge that tests replace."""
    found, _ = QFileDialog.getSaveFileName(parent, title, name, "PDF (*.pdf)")
    return Path(found) if found else None


class PrintDialog(QDialog):
    """Prints one tag.

    Args:
        desk: What screens are given.
        noun: Only tags of this noun; empty offers all.
        record: The record, where it is known already.
        to_file: Asks where a PDF goes.
    """

    def __init__(
        self,
        desk: Desk,
        noun: str = "",
        record: int | None = None,
        parent: QWidget | None = None,
        *,
        to_file: ChooseFile = choose_pdf,
    ) -> None:
        super().__init__(parent)
        self.desk, self.texts, self._to_file = desk, desk.texts, to_file
        self.setObjectName("tag.dialog")
        self.setModal(True)
        self.setMinimumSize(940, 560)
        self.texts.bind(self.setWindowTitle, term("tag", "Print a tag or label"))
        self.texts.bind(self.setAccessibleName, term("tag", "Print a tag or label"))
        self._looked: TagPreview | None = None
        self._asked: Errand | None = None
        self._stop: threading.Event | None = None
        self.what = WhatForm(desk, noun, record)
        self.picture = TagPicture(self.texts)
        self._build()
        self.what.changed.connect(self.look)
        self.finished.connect(self.deleteLater)
        desk.tasks.read(office_printers, self._put_targets, owner=self)
        self._put_targets(())

    def _build(self) -> None:
        texts = self.texts
        self.how = Form(texts, 2)
        self.target = self.how.add_choice("target", term("tag", "Print on"), ())
        self.target.chosen.connect(lambda _key: self._target_chosen())
        self.copies = self.how.add_decimal("copies", term("tag", "Copies"), required=True)
        self.copies.set_value("1")
        self.sheet = CheckField(texts, say("Several on an A4 sheet"), name="tag.sheet")
        self.again = Label(texts, "", "warn", wrap=True)
        self.again.setObjectName("tag.again")
        self.why = Form(texts, 2)
        self.reason = self.why.add_choice("reason", term("reprint", "Why again"), REASONS)
        self.reason.chosen.connect(lambda _key: self._reason_chosen())
        self.words = self.why.add_line("words", term("reprint", "In words"))
        self.refusal = Label(texts, "", "bad", wrap=True)
        self.refusal.setObjectName("refusal")
        self.state = Label(texts, "", "muted", wrap=True)
        self.no = Button(texts, say("Cancel"), self.reject, name="cancel")
        self.halt = Button(texts, say("Stop"), self.stop, name="tag.stop")
        self.yes = Button(texts, say("Print"), self.print, "primary", "printer", name="confirm")
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addWidget(Label(texts, term("tag", "Print a tag or label"), "section"))
        for part in (self.what, self.how, self.sheet, self.again, self.why, self.refusal):
            left.addWidget(part)
        left.addStretch(1)
        left.addWidget(self.state)
        foot = QHBoxLayout()
        foot.addStretch(1)
        for button in (self.no, self.halt, self.yes):
            foot.addWidget(button)
        left.addLayout(foot)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(20)
        whole.addLayout(left, 5)
        whole.addWidget(self.picture, 6)
        for hidden in (self.again, self.why, self.refusal, self.halt):
            hidden.hide()

    def take_scan(self, scan: ScanReceived) -> bool:
        """Look for the record that was scanned; False where the record is known already, or it prints."""
        return self._stop is None and self.what.take(scan.text)

    # where to
    def _put_targets(self, office: Any) -> None:
        printers: list[tuple[str, Shown]] = [
            (LABEL + row.name, say("{name} · label printer, {dpi} dpi", name=row.name, dpi=row.dpi))
            for row in known_printers()
        ]
        systems: list[tuple[str, Shown]] = [(OFFICE + name, name) for name in office]
        former = self.target.value() or last_target(self.what.kind.kind)
        self.target.set_choices([*printers, *systems, (PDF, say("PDF file"))])
        self.target.set_value(former)
        self._target_chosen()

    def _target_chosen(self) -> None:
        self.sheet.setVisible(not self.target.value().startswith(LABEL))
        self.look()

    # the picture
    def look(self) -> None:
        """Ask how the tag would come out, and show it."""
        order = self.what.order()
        if self._asked is not None:
            self._asked.cancel()
        if order is None:
            self._blind("")
            return
        name, dpi = self.desk.actor().name, self._dpi()

        def work() -> tuple[TagPreview, list[QImage]]:
            seen = self.desk.ask(look_at_tag, order, now=datetime.now(UTC), actor_name=name)
            return seen, [picture_of(page, dpi, black=dpi > 0) for page in seen.pages[:_PICTURES]]

        self._asked = self.desk.tasks.read(work, self._show, failed=self._not_shown, owner=self)

    def _dpi(self) -> int:
        target = self.target.value().removeprefix(LABEL)
        return next((row.dpi for row in known_printers() if row.name == target), 0)

    def _show(self, found: tuple[TagPreview, list[QImage]]) -> None:
        self._looked = found[0]
        page = found[0].pages[0]
        self.picture.put(found[1], f"{page.width:g} × {page.height:g} mm", len(found[0].pages))
        printed = found[0].printed
        self.again.put(
            say("Printed {count} {count:time|times} already. This is print no. {number}, and it needs its reason.",
                count=printed, number=printed + 1)
        )  # fmt: skip
        self.again.setVisible(printed > 0)
        self.why.setVisible(printed > 0)
        self._reason_chosen()
        self.refusal.hide()
        self.yes.setEnabled(self._stop is None)

    def _not_shown(self, error: BaseException) -> None:
        if isinstance(error, PartproofError):
            self._blind(self.texts.explain(error))
        else:
            self._blind("")
            self.desk.notices.failed(error)

    def _blind(self, refusal: str) -> None:
        self._looked = None
        self.picture.put((), "")
        self.again.hide()
        self.why.hide()
        self.yes.setEnabled(False)
        self.refusal.put(refusal)
        self.refusal.setVisible(bool(refusal))

    def _reason_chosen(self) -> None:
        self.why.rows["words"].setVisible(self.reason.value() == "other")

    # the job
    def print(self) -> None:
        """Print as chosen."""
        order, copies = self.what.order(), self._number_of_copies()
        factory = self.desk.factory
        if order is None or self._looked is None or copies is None or factory is None or self._stop:
            return
        target, path = self.target.value(), None
        if target == PDF:
            path = self._to_file(self, self.texts.say("PDF file"), f"{order.kind}.pdf")
            if path is None:
                return
        reason = self._reason() if self._looked.printed else ""
        sheet = self.sheet.isVisible() and self.sheet.isChecked()
        wish = PrintWish(order, target, copies, reason, sheet, path)
        stop, actor = threading.Event(), self.desk.actor()
        self._stop = stop
        self._busy(True)
        self.desk.tasks.read(
            lambda: run_wish(factory, actor, wish, stop.is_set),
            self._printed,
            failed=self._failed,
            owner=self,
        )

    def _number_of_copies(self) -> int | None:
        text = self.copies.value()
        if text.isascii() and text.isdecimal() and int(text) > 0:
            self.how.rows["copies"].show_wrong("")
            return int(text)
        self.how.rows["copies"].show_wrong(say("A whole number from 1."))
        return None

    def _reason(self) -> str:
        """Return the word that is kept, or what was typed; never the words of the screen's language."""
        return self.words.value() if self.reason.value() == "other" else self.reason.value()

    def stop(self) -> None:
        """Stop at the next label, or where the printer takes nothing."""
        if self._stop is not None:
            self._stop.set()
            self.halt.setEnabled(False)
            self.state.put(say("Stopping after the label now being sent …"))

    def _busy(self, busy: bool) -> None:
        for part in (self.what, self.how, self.why, self.sheet, self.no):
            part.setEnabled(not busy)
        self.yes.setVisible(not busy)
        self.halt.setVisible(busy)
        self.halt.setEnabled(busy)
        self.state.put(say("Printing …") if busy else "")
        self.refusal.hide()

    def _printed(self, printed: PrintedTag) -> None:
        self._stop = None
        self._busy(False)
        keep_target(self.what.kind.kind, self.target.value())
        self._tell_register()
        self.desk.notices.toast(
            say("{tag}: {count} printed, print no. {number}.", tag=term("tag", TITLES[self.what.kind.kind]),
                count=printed.count, number=printed.reprint + 1),
            "ok",
        )  # fmt: skip
        self.accept()

    def _failed(self, error: BaseException) -> None:
        self._stop = None
        self._busy(False)
        self._tell_register()
        if not isinstance(error, PartproofError):
            self.desk.notices.failed(error)
            return
        shown = self.texts.explain(error)
        self.look()
        self._say_after_look(shown)

    def _say_after_look(self, shown: str) -> None:
        """Say why it was not printed; the picture shown anew must not take the words away."""
        asked = self._asked
        if asked is None:
            self._blind(shown)
            return
        then = asked.then

        def show(found: Any) -> None:
            if then is not None:
                then(found)
            self.refusal.put(shown)
            self.refusal.show()

        asked.then = show

    def _tell_register(self) -> None:
        self.desk.bridge.publish(OutsideChanges(frozenset({"tag_print"})))

    @override
    def reject(self) -> None:
        if self._stop is None:
            super().reject()
        else:
            self.stop()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        # A scanner ends its code with Enter: that must not print.
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return
        super().keyPressEvent(event)
