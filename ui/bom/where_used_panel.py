"""Where a part is used, one level up or all the way to the products. Shows; changes nothing."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from app.bom.queries import UseRow, where_used
from app.bom.where_used import AboveRow, where_used_everywhere
from app.parts.part_list import vehicles_touched
from app.parts.queries import part_head
from models.types import decimal_text
from ui.bom.replace_dialog import ReplaceDialog
from ui.changes.state_words import part_state, state_tone
from ui.i18n import say
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.link_filter import LinkFilter
from ui.panels import Desk, Panel
from ui.seen_lists import export_button
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.empty import EmptyState
from ui.widgets.fields import ChoiceField
from ui.widgets.label import Label
from ui.widgets.list_menu import WRITTEN_ELSEWHERE
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
        above: list[Column[AboveRow]] = [
            Column(say("Level"), lambda row: str(row.level), "number"),
            Column(say("Part number"), lambda row: row.number, "strong"),
            Column(say("Name"), lambda row: row.name, weight=2),
            Column(say("Rev"), lambda row: row.revision or "—"),
            Column(say("Product"), lambda row: "✓" if row.product else ""),
            Column(say("Vehicle"), lambda row: row.vehicles, "muted", weight=1),
        ]
        self.above: RowsModel[AboveRow] = RowsModel(texts, above)
        self.above_table: RowTable[AboveRow] = RowTable(self.above, "where_used.all")
        texts.bind(self.above_table.setAccessibleName, say("Where used, all levels"))
        self.above_table.opened.connect(lambda row: desk.open_place("parts", row.part_id))
        self.levels = ChoiceField(texts)
        self.levels.setObjectName("where_used.levels")
        self.levels.set_choices([("", say("One level up")), ("all", say("All levels"))])
        texts.bind(self.levels.setAccessibleName, say("Levels"))
        self.levels.currentIndexChanged.connect(lambda _at: self.refresh())
        self.vehicles = Label(texts, "", "muted", wrap=True)
        self.vehicles.setContentsMargins(14, 6, 14, 8)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.table)
        self.pages.addWidget(empty)
        self.pages.addWidget(self.above_table)
        card = Card(texts, say("Where used"), flush=True)
        self.replace_button = Button(
            texts, say("Replace everywhere …"), self.replace_everywhere, name="where_used.replace"
        )
        self.replace_button.hide()
        self.link = LinkFilter(self, self.table, "where_used.link", also=self.above_table)
        card.add_head(self.link)
        card.add_head(self.levels)
        card.add_head(self.replace_button)
        self.export = export_button(
            desk, self, say("Where used"), self._shown_table, name="where_used.export"
        )
        card.add_head(self.export)
        for table in (self.table, self.above_table):
            table.setProperty(WRITTEN_ELSEWHERE, True)
        card.add(self.pages, 1)
        card.add(self.vehicles)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)

    @override
    def refresh(self) -> None:
        linked = self.link.wanted()
        self.ask(where_used_everywhere, self._part_id, linked=linked, then=self._show_above, key="above")
        self.ask(vehicles_touched, self._part_id, then=self._show_vehicles, key="vehicles")
        self.ask(where_used, self._part_id, linked=linked, then=self._show, key="rows")

    def _show(self, rows: tuple[UseRow, ...]) -> None:
        self.rows.set_rows(rows)
        listed = bool(rows) or self.link.taken
        self.replace_button.setVisible(listed)
        every = self.levels.value() == "all"
        self.pages.setCurrentIndex(1 if not listed else 2 if every else 0)

    def replace_everywhere(self) -> None:
        """Ask by which part it is replaced, and in which BOMs; a change order begins."""
        self.ask(_number, self._part_id, then=self._open_replacing, key="number")

    def _open_replacing(self, number: str) -> None:
        ReplaceDialog(self.desk, self._part_id, number, self.window()).open()

    def _shown_table(self) -> RowTable[UseRow] | RowTable[AboveRow]:
        """Return the table of the levels that are shown."""
        return self.above_table if self.levels.value() == "all" else self.table

    def _show_above(self, rows: tuple[AboveRow, ...]) -> None:
        self.above.set_rows(rows)

    def _show_vehicles(self, vehicles: tuple[str, ...]) -> None:
        self.vehicles.put(
            say("Vehicles it touches: {vehicles}", vehicles=", ".join(vehicles)) if vehicles else ""
        )
        self.vehicles.setVisible(bool(vehicles))


def _number(session: Any, part_id: int) -> str:
    head = part_head(session, part_id)
    return "" if head is None else head.number
