"""Every change of a field of one part: who, when, old, new, why. Shows; changes nothing."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from app.labels import label
from app.parts.field_history import FieldChangeRow, field_changes
from app.texts import mark
from models.vocab import EffectivityScope, Maturity, PartKind, RevisionState, Source
from ui.i18n import say
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk, Panel
from ui.seen_lists import export_button
from ui.widgets.card import Card
from ui.widgets.tables import RowTable
from ui.wording import minute_text

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
    "customer_id": mark("Customer"),
    "kind": mark("Kind"),
    "number": mark("Part number"),
    "customer_part_number": mark("Customer’s part number"),
    "vehicle": mark("Vehicle"),
    "engineering_order": mark("EO"),
    "superseded_by_id": mark("Superseded by"),
    "shown": mark("For"),
    "scope": mark("Scope"),
}
WORDS: Final[dict[str, type[StrEnum]]] = {
    "kind": PartKind,
    "source": Source,
    "state": RevisionState,
    "maturity": Maturity,
    "scope": EffectivityScope,
}
_INSTANTS: Final = frozenset({"released_at", "effective_from", "effective_to", "from_at", "to_at"})
_SWITCHES: Final = frozenset({"active", "optional", "migrated"})


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
                lambda row: minute_text(row.at, desk.zone())[5:],
                sort=lambda row: row.seq,
                tip=lambda row: minute_text(row.at, desk.zone()),
            ),
            Column(say("Who"), lambda row: row.actor),
            Column(say("Rev"), lambda row: row.revision or "—"),
            Column(say("What"), self._thing),
            Column(
                say("Field"), lambda row: texts.say(FIELDS[row.field]) if row.field in FIELDS else row.field
            ),
            Column(say("Old"), lambda row: self._value(row.field, row.old), "muted", weight=1),
            Column(say("New"), lambda row: self._value(row.field, row.new), weight=1),
            Column(say("Reason"), lambda row: row.reason, "muted", weight=1),
            Column(say("Audit no."), lambda row: str(row.seq), "number", spare=True),
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

    def _value(self, field: str, text: str) -> str:
        """Return a recorded value as people read it: words for stored words, plant time for instants."""
        if not text:
            return "—"
        words = WORDS.get(field)
        if words is not None and text in {word.value for word in words}:
            return label(self.texts.language, words(text))
        if field in _INSTANTS:
            return minute_text(datetime.fromisoformat(text), self.desk.zone())
        if field in _SWITCHES:
            return self.texts.say("yes") if text in ("True", "1") else self.texts.say("no")
        return _short(text)

    @override
    def refresh(self) -> None:
        self.ask(field_changes, self._part_id, then=self.rows.set_rows)


def _short(text: str) -> str:
    return text if len(text) < 64 else f"{text[:12]}…"
