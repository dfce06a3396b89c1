"""What the title block of the sheet says, with one key to take it, and where it contradicts itself or the record.

Proposes only: nothing is written before F7 or the button.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.drawings.documents import take_title
from app.drawings.page_title_block import TitleField
from app.drawings.pages import PageSource
from app.drawings.queries import DocumentRevisionHead
from app.drawings.title_reading import TitleReading, against_record, read_title
from models.vocab import DocumentKind, RevisionState
from ui.i18n import say
from ui.panels import Desk, Panel
from ui.widgets.buttons import Button, make_action
from ui.widgets.label import Label

_SHOWN = (
    TitleField.NUMBER,
    TitleField.TITLE,
    TitleField.REVISION,
    TitleField.DATE,
    TitleField.MATERIAL,
    TitleField.SCALE,
)
_DATES = (
    # Only orders that cannot be mistaken: year first, or a day above 12.
    (re.compile(r"(\d{4})[./-](\d{1,2})[./-](\d{1,2})$"), (1, 2, 3)),
    (re.compile(r"(1[3-9]|2\d|3[01])[./-](\d{1,2})[./-](\d{4})$"), (3, 2, 1)),
    (re.compile(r"(\d{1,2})[./-](1[3-9]|2\d|3[01])[./-](\d{4})$"), (3, 1, 2)),
)


class TitleBar(Panel):
    """Proposals and contradictions of the sheet shown.

    Signals:
        read: The TitleReading of the sheet.
    """

    read = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        texts = desk.texts
        self._head: DocumentRevisionHead | None = None
        self._reading: TitleReading | None = None
        self._source: PageSource | None = None
        # Labels of the other revisions; a sheet that still bears one of them is told, not taken.
        self.used_labels: frozenset[str] = frozenset()
        self.offer = Label(texts, "", "muted", elide=True)
        self.offer.setObjectName("title.offer")
        self.take = Button(texts, say("Take (F7)"), self.take_over, name="title.take")
        self.wrong = Label(texts, "", "bad", wrap=True)
        self.wrong.setObjectName("title.wrong")
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.offer, 1)
        line.addWidget(self.take)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 6)
        column.setSpacing(2)
        column.addLayout(line)
        column.addWidget(self.wrong)
        self.take_act = make_action(
            texts, say("Take what the title block says"), self.take_over, self, "check", "F7"
        )
        self.hide()

    def put(self, head: DocumentRevisionHead) -> None:
        """Compare the sheet with this revision."""
        self._head = head
        self._show()

    def open_source(self, source: PageSource | None) -> None:
        """Read the title block of this file."""
        if source is self._source:
            return
        self._source, self._reading = source, None
        self.hide()
        if source is None:
            return

        def then(reading: TitleReading) -> None:
            if source is self._source:
                self._reading = reading
                self._show()
                self.read.emit(reading)

        # What cannot be read has told so on the sheet itself.
        self.desk.tasks.read(lambda: read_title(source), then, failed=lambda _error: None, owner=self)

    def _show(self) -> None:
        head, reading = self._head, self._reading
        if head is None or reading is None or head.kind is not DocumentKind.DRAWING:
            self.hide()
            return
        offered = [reading.first(field) for field in _SHOWN if reading.first(field)]
        rows = [*reading.contradictions, *against_record(reading, head.number, head.label)]
        wrong = [self.texts.language.say(row.message, one=row.one, two=row.two) for row in rows]
        self.offer.put(say("Title block: {facts}", facts=" · ".join(offered)) if offered else "")
        self.wrong.put("\n".join(f"▲ {words}" for words in wrong))
        self.wrong.setVisible(bool(wrong))
        takes = head.state is RevisionState.DRAFT and bool(self._taken())
        self.take.setVisible(takes)
        self.take_act.setEnabled(takes)
        self.setVisible(bool(offered or wrong))

    def _taken(self) -> dict[str, Any]:
        """Return what would be written: only what the sheet states once and differs from the record."""
        head, reading = self._head, self._reading
        if head is None or reading is None:
            return {}
        taken: dict[str, Any] = {}
        titles, labels = (reading.proposals.get(f, ()) for f in (TitleField.TITLE, TitleField.REVISION))
        if len(titles) == 1 and titles[0] != head.title and head.counter == 0:
            taken["title"] = titles[0]
        new = len(labels) == 1 and labels[0].casefold() != head.label.casefold()
        if new and labels[0].casefold() not in self.used_labels:
            taken["label"] = labels[0]
        dates = reading.proposals.get(TitleField.DATE, ())
        if len(dates) == 1 and (day := plain_date(dates[0])) is not None and day != head.issued_on:
            taken["issued_on"] = day
        return taken

    def take_over(self) -> None:
        """Write what the sheet states clearly into the draft."""
        head, taken = self._head, self._taken()
        if head is not None and taken and head.state is RevisionState.DRAFT:
            self.do(take_title, head.id, said=say("Taken from the title block."), **taken)


def plain_date(text: str) -> date | None:
    """Return the day a sheet states, or None where day and month could be meant either way."""
    for form, order in _DATES:
        found = form.fullmatch(text.strip())
        if found is None:
            continue
        year, month, day = (int(found.group(at)) for at in order)
        try:
            return date(year, month, day)
        except ValueError:
            return None
    return None
