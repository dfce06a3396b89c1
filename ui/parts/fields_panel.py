"""Every change of a field of one part: who, when, old, new, why. Shows; changes nothing."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from app.parts.field_history import FieldChangeRow, field_changes
from app.texts import mark
from ui.i18n import say
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk, Panel
from ui.seen_lists import export_button
from ui.widgets.card import Card
from ui.widgets.tables import RowTable

TABLES: Final = {
    "part": mark("Part"),
    "part_revision": mark("Revision"),
    "part_customer": mark("Customer"),
    "bom_line": mark("BOM line"),
    "bom_substitute": mark("Substitute"),
    "part_attribute": mark("Attribute"),
    "revision_attribute": mark("Attribute"),
    "part_attachment": mark("Attachment"),
    "part_picture": mark("Picture"),
    "part_document": mark("Document"),
    "effectivity": mark("In force"),
}
FIELDS: Final = {
    "name": mark("Name"),
    "name_en": mark("English name"),
    "source": mark("Source"),
    "material": mark("Material"),
    "weight": mark("Weight"),
    "cost": mark("Cost"),
    "currency": mark("Currency"),
    "active": mark("Use"),
    "state": mark("State"),
    "maturity": mark("Maturity"),
    "customer_label": mark("Customer revision"),
    "reason": mark("Reason"),
    "content_hash": mark("Content hash"),
    "released_at": mark("Released on"),
    "effective_from": mark("In force from"),
    "effective_to": mark("In force to"),
    "quantity": mark("Quantity"),
    "per": mark("per"),
    "unit": mark("Unit"),
    "find_number": mark("Find no."),
    "child_part_id": mark("Part"),
    "reference": mark("Reference"),
    "note": mark("Note"),
    "optional": mark("Optional"),
    "scrap_percent": mark("Scrap %"),
    "value": mark("Value"),
    "file_hash": mark("File"),
    "document_id": mark("Document"),
    "document_revision_id": mark("Document revision"),
    "rank": mark("Rank"),
    "part_id": mark("Part"),
    "customer_part_number": mark("Customer’s part number"),
    "vehicle": mark("Vehicle"),
    "engineering_order": mark("EO"),
    "superseded_by_id": mark("Superseded by"),
    "shown": mark("For"),
    "scope": mark("Scope"),
}


class FieldsPanel(Panel):
    """A table of field changes.

    Args:
        desk: What screens are given.
        part_id: The part.
    """

    nouns = frozenset({"part", "part_revision", "bom"})

    def __init__(self, desk: Desk, part_id: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._part_id = part_id
        texts = self.texts
        columns: list[Column[FieldChangeRow]] = [
            Column(
                say("Time"),
                lambda row: f"{row.at.astimezone():%m-%d %H:%M}",
                sort=lambda row: row.seq,
                tip=lambda row: f"{row.at.astimezone():%Y-%m-%d %H:%M:%S}",
            ),
            Column(say("Who"), lambda row: row.actor),
            Column(say("Rev"), lambda row: row.revision or "—"),
            Column(say("What"), self._thing),
            Column(
                say("Field"), lambda row: texts.say(FIELDS[row.field]) if row.field in FIELDS else row.field
            ),
            Column(say("Old"), lambda row: _short(row.old) or "—", "muted", weight=1),
            Column(say("New"), lambda row: _short(row.new) or "—", weight=1),
            Column(say("Reason"), lambda row: row.reason, "muted", weight=1),
            Column(say("Audit no."), lambda row: str(row.seq), "number"),
        ]
        self.rows: RowsModel[FieldChangeRow] = RowsModel(texts, columns)
        self.table: RowTable[FieldChangeRow] = RowTable(self.rows, "fields", sortable=True)
        texts.bind(self.table.setAccessibleName, say("Field changes"))
        card = Card(texts, say("Field changes"), say("from the audit log"), flush=True)
        card.add_head(export_button(desk, self, say("Field changes"), self.table, name="fields.export"))
        card.add(self.table, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)

    def _thing(self, row: FieldChangeRow) -> str:
        kind = self.texts.say(TABLES[row.table]) if row.table in TABLES else row.table
        return f"{kind} {row.thing}".strip()

    @override
    def refresh(self) -> None:
        self.ask(field_changes, self._part_id, then=self.rows.set_rows)


def _short(text: str) -> str:
    return text if len(text) < 64 else f"{text[:12]}…"
