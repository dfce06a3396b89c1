"""What this room offers others: printing a tag of a record of theirs, as the act ``tags.print.<noun>``."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QApplication

from app.documents.tag_records import part_label_record
from app.documents.tags import KINDS
from models.vocab import Noun
from ui.panels import Act, BookOfPanels, Desk
from ui.tags.print_dialog import PrintDialog

ACT: Final = "tags.print."


def register(book: BookOfPanels) -> None:
    """Offer printing for every noun that has a tag, and for a part, whose label is that of its revision."""
    for noun in {kind.noun for kind in KINDS.values()}:
        book.register_act(ACT + noun.value, _printer(noun))
    book.register_act(ACT + Noun.PART.value, _print_part)


def _printer(noun: Noun) -> Act:
    return lambda desk, record: print_record(desk, noun, record)


def print_record(desk: Desk, noun: Noun, record: int | None) -> PrintDialog:
    """Open the print dialog of one record over the window; for None it asks for the record."""
    dialog = PrintDialog(desk, noun.value, record, QApplication.activeWindow())
    dialog.open()
    return dialog


def _print_part(desk: Desk, part_id: int | None) -> None:
    if part_id is None:
        print_record(desk, Noun.PART_REVISION, None)
        return
    desk.tasks.read(
        lambda: desk.ask(part_label_record, part_id),
        lambda revision: print_record(desk, Noun.PART_REVISION, revision),
    )
