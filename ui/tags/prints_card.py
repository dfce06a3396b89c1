"""The register of prints: every print of every tag, its number, its printer and why it was printed again."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout
from typing_extensions import override

from app.documents.tag_content import TITLES
from app.documents.tag_register import RegisterRow, tag_register
from app.documents.tag_words import REPRINT_REASONS
from ui.i18n import Shown, say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.link_filter import LinkFilter
from ui.panels import Desk, Panel
from ui.widgets.card import Card
from ui.widgets.empty import EmptyState
from ui.widgets.tables import RowTable
from ui.wording import minute_text, with_zone


class PrintsCard(Panel):
    """The newest prints.

    Args:
        desk: What screens are given.
    """

    nouns = frozenset({"tag_print", "lot", "order", "part_revision", "nonconformance", "gauge", "user"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        texts = self.texts
        self._zone = ZoneInfo("UTC")
        self.table: RowTable[RegisterRow] = RowTable(
            RowsModel(texts, self._columns(), key=lambda row: row.print.id), "prints", sortable=True
        )
        texts.bind(self.table.setAccessibleName, term("tag", "Printed tags"))
        card = Card(texts, term("tag", "Printed tags"), flush=True)
        self.link = LinkFilter(self, self.table, "prints.link")
        card.add_head(self.link)
        card.add(self.table, 1)
        self.pages = QStackedWidget()
        self.pages.addWidget(card)
        self.pages.addWidget(
            EmptyState(
                texts,
                "printer",
                say("No tag was printed yet"),
                say("Each print is kept here; a second print of the same tag asks for its reason."),
            )
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pages)

    def _columns(self) -> tuple[Column[RegisterRow], ...]:
        return (
            Column(
                term("tag", "Printed"), lambda row: minute_text(row.print.printed_at, self._zone), "muted"
            ),
            Column(term("tag", "Kind of tag"), lambda row: term("tag", TITLES[row.print.kind])),
            Column(term("tag", "Number"), _number, "strong", weight=2),
            Column(
                term("tag", "Print no."),
                lambda row: str(row.print.reprint + 1),
                "chip",
                tone=lambda row: "warn" if row.print.reprint else "neutral",
                sort=lambda row: row.print.reprint,
            ),
            Column(term("tag", "Copies"), lambda row: str(row.print.copies), "number"),
            Column(term("tag", "Printer"), lambda row: row.print.printer),
            Column(term("tag", "By"), lambda row: row.print.printed_by),
            Column(term("reprint", "Why again"), _reason, "muted", weight=2),
        )

    @override
    def refresh(self) -> None:
        self.ask(with_zone(tag_register), linked=self.link.wanted(), then=self._put)

    def _put(self, found: tuple[tuple[RegisterRow, ...], ZoneInfo]) -> None:
        rows, self._zone = found
        self.table.rows_model.set_rows(rows)
        self.pages.setCurrentIndex(0 if rows or self.link.taken else 1)


def _number(row: RegisterRow) -> Shown:
    return f"{row.number} {row.print.piece}".strip()


def _reason(row: RegisterRow) -> Shown:
    word = REPRINT_REASONS.get(row.print.reason)
    return row.print.reason if word is None else term("reprint", word)
