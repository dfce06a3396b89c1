"""Where a part is used, one level up. Shows; changes nothing."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from app.bom.queries import UseRow, where_used
from models.types import decimal_text
from ui.changes.state_words import part_state, state_tone
from ui.i18n import say
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk, Panel
from ui.widgets.card import Card
from ui.widgets.empty import EmptyState
from ui.widgets.tables import RowTable


class WhereUsedPanel(Panel):
    """A table of the assemblies whose BOM names a part.

    Args:
        desk: What screens are given.
        part_id: The part.
    """

    nouns = frozenset({"bom", "part", "part_revision"})

    def __init__(self, desk: Desk, part_id: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._part_id = part_id
        texts = self.texts
        columns: list[Column[UseRow]] = [
            Column(say("Part number"), lambda row: row.number, "strong"),
            Column(say("Name"), lambda row: row.name, weight=2),
            Column(say("Rev"), lambda row: row.revision),
            Column(say("Find no."), lambda row: row.find_number, "number"),
            Column(say("Quantity"), lambda row: f"{decimal_text(row.quantity)} {row.unit}", "number"),
            Column(
                say("State"),
                lambda row: part_state(texts, row.state, migrated=row.migrated),
                "chip",
                1,
                tone=lambda row: state_tone(row.state),
            ),
        ]
        self.rows: RowsModel[UseRow] = RowsModel(texts, columns)
        self.table: RowTable[UseRow] = RowTable(self.rows, "where_used")
        texts.bind(self.table.setAccessibleName, say("Where used"))
        self.table.opened.connect(lambda row: desk.open_place("parts", row.part_id))
        empty = EmptyState(
            texts, "sitemap", say("Used in no BOM"), say("It appears here once an assembly lists this part.")
        )
        self.pages = QStackedWidget()
        self.pages.addWidget(self.table)
        self.pages.addWidget(empty)
        card = Card(texts, say("Where used"), flush=True)
        card.add(self.pages, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)

    @override
    def refresh(self) -> None:
        self.ask(where_used, self._part_id, then=self._show)

    def _show(self, rows: tuple[UseRow, ...]) -> None:
        self.rows.set_rows(rows)
        self.pages.setCurrentIndex(0 if rows else 1)
