"""Rows of the BOM table: the indented tree with what changed since the revision before. Asks nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from typing_extensions import override

from app.bom.queries import BomChangeRow, BomCompared, BomRow, LineChange, amount_text
from app.labels import label
from models.vocab import RevisionState, Source
from ui.changes.state_words import part_state, state_tone
from ui.i18n import Shown, Texts, say, term
from ui.itemmodels.columns import Column, Look
from ui.itemmodels.tree_model import TreeRowsModel
from ui.theme.tokens import Tone

_CHANGE_TONE: Final[dict[LineChange, Tone]] = {
    LineChange.ADDED: "ok",
    LineChange.REMOVED: "ng",
    LineChange.CHANGED: "warn",
}


@dataclass(frozen=True)
class BomNode:
    """One row of the table with the rows below it; ``gone`` rows stood only in the revision before."""

    key: tuple[str, int]
    part_id: int
    line_id: int | None
    level: int
    number: str
    name: str
    name_en: str
    find_number: str
    revision: str
    state: RevisionState | None
    amount: str
    source: Source
    change: BomChangeRow | None = None
    row: BomRow | None = None
    below: tuple[BomNode, ...] = field(default=(), compare=False)

    @property
    def gone(self) -> bool:
        """Whether the line was taken out since the revision before."""
        return self.change is not None and self.change.change is LineChange.REMOVED


def nodes_of(rows: Sequence[BomRow], compared: BomCompared) -> tuple[BomNode, ...]:
    """Return the tree of an indented BOM, changes marked and lines taken out struck below their neighbours."""
    changed = {row.line_id: row for row in compared.rows if row.change is not LineChange.REMOVED}
    children: list[list[BomNode]] = [[] for _ in range(max((row.level for row in rows), default=0) + 2)]
    for row in reversed(rows):
        below = tuple(reversed(children[row.level + 1]))
        children[row.level + 1] = []
        if row.level == 0:
            below = (*below, *(_gone(entry) for entry in compared.rows if entry.change is LineChange.REMOVED))
        children[row.level].append(
            _node(row, below, changed.get(row.line_id or 0) if row.level == 1 else None)
        )
    return tuple(reversed(children[0]))


def _node(row: BomRow, below: tuple[BomNode, ...], change: BomChangeRow | None) -> BomNode:
    return BomNode(
        ("line", row.line_id or 0),
        row.part_id,
        row.line_id,
        row.level,
        row.number,
        row.name,
        row.name_en,
        row.find_number,
        row.revision,
        row.state,
        amount_text(row.quantity, row.per, row.unit),
        row.source,
        change,
        row,
        below,
    )


def _gone(entry: BomChangeRow) -> BomNode:
    return BomNode(
        ("gone", entry.line_id),
        entry.part_id,
        None,
        1,
        entry.number,
        entry.name,
        "",
        entry.find_number,
        "",
        None,
        entry.before,
        entry.source,
        entry,
    )


def change_word(change: BomChangeRow | None) -> Shown:
    """Return how a line differs from the revision before, in a word or as ``Qty 2 → 4``."""
    if change is None:
        return ""
    if change.change is LineChange.CHANGED:
        return say("Qty {before} → {after}", before=change.before.split()[0], after=change.after.split()[0])
    added = change.change is LineChange.ADDED
    return term("BOM line", "Added") if added else term("BOM line", "Removed")


class BomRowsModel(TreeRowsModel[BomNode]):
    """The tree of a BOM; quantities of own lines are editable while the revision is a draft.

    Args:
        texts: The window's language.
        edit_quantity: Called with the row and what was typed.
    """

    def __init__(self, texts: Texts, edit_quantity: Callable[[BomNode, str], None]) -> None:
        self.open_for_edit = False
        columns: list[Column[BomNode]] = [
            Column(say("Part number"), lambda row: row.number),
            Column(say("Find no."), lambda row: row.find_number, "number"),
            Column(say("Name"), lambda row: row.name, weight=3, second=lambda row: row.name_en),
            Column(say("Rev"), lambda row: row.revision or "—"),
            Column(say("Quantity"), lambda row: row.amount, "number", edit=edit_quantity),
            Column(
                say("State"),
                lambda row: part_state(texts, row.state, migrated=row.row is not None and row.row.migrated),
                "chip",
                tone=lambda row: state_tone(row.state),
            ),
            Column(say("Change"), lambda row: change_word(row.change), "chip", tone=_tone),
            Column(say("Source"), lambda row: label(texts.language, row.source), "muted", weight=1),
        ]
        super().__init__(texts, columns, lambda row: row.below, _look, lambda row: row.key)

    @override
    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and flags & Qt.ItemFlag.ItemIsEditable:
            row = self.row(index)
            if not self.open_for_edit or row.level != 1 or row.gone:
                return flags & ~Qt.ItemFlag.ItemIsEditable
        return flags


def _tone(row: BomNode) -> Tone:
    return "neutral" if row.change is None else _CHANGE_TONE[row.change.change]


def _look(row: BomNode) -> Look:
    tone: Tone | None = None if row.change is None else _CHANGE_TONE[row.change.change]
    return Look(tone, struck=row.gone, strong=row.level == 0)
