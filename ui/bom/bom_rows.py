"""Rows of the BOM table: a tree whose branches come when they are opened, with what changed. Asks nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from typing_extensions import override

from app.bom.queries import BomChangeRow, BomCompared, BomRow, LineChange, amount_text
from app.bom.shortage import ShortRow
from app.bom.structure import Branches, BranchRow
from app.labels import label
from models.types import decimal_text
from models.vocab import RevisionState, Source
from ui.changes.state_words import part_state, state_tone
from ui.i18n import Shown, Texts, say, term
from ui.itemmodels.columns import Column, Look
from ui.itemmodels.tree_model import TreeRowsModel
from ui.theme.tokens import Tone

Index = QModelIndex | QPersistentModelIndex
_CHANGE_TONE: Final[dict[LineChange, Tone]] = {
    LineChange.ADDED: "ok",
    LineChange.REMOVED: "ng",
    LineChange.CHANGED: "warn",
}


@dataclass(frozen=True)
class BomNode:
    """One row of the table; ``gone`` rows stood only in the revision before.

    Attributes:
        level: 0 is the part itself.
        opens: There are rows below.
        obsolete: The part must not be used any more.
    """

    key: tuple[str, int]
    part_id: int
    line_id: int | None
    level: int
    number: str
    name: str
    name_en: str
    find_number: str
    revision: str
    revision_id: int | None
    state: RevisionState | None
    amount: str
    source: Source
    migrated: bool = False
    opens: bool = False
    obsolete: bool = False
    change: BomChangeRow | None = None

    @property
    def gone(self) -> bool:
        """Whether the line was taken out since the revision before."""
        return self.change is not None and self.change.change is LineChange.REMOVED


def _node(row: BomRow, level: int, change: BomChangeRow | None, branch: BranchRow | None) -> BomNode:
    return BomNode(
        ("line", row.line_id or 0),
        row.part_id,
        row.line_id,
        level,
        row.number,
        row.name,
        row.name_en,
        row.find_number,
        row.revision,
        row.revision_id,
        row.state,
        amount_text(row.quantity, row.per, row.unit),
        row.source,
        row.migrated,
        level == 0 or (branch is not None and branch.opens),
        branch is not None and branch.obsolete,
        change,
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
        None,
        entry.before,
        entry.source,
        change=entry,
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

    Signals:
        branches_wanted: A list of the ids of revisions whose lines somebody wants to see; ``put_branches`` answers.
    """

    branches_wanted = Signal(object)

    def __init__(self, texts: Texts, edit_quantity: Callable[[BomNode, str], None]) -> None:
        self.open_for_edit = False
        self.branches: Branches = {}
        self._changed: dict[int, BomChangeRow] = {}
        self._removed: tuple[BomNode, ...] = ()
        self._short: dict[int, ShortRow] = {}
        self._containing: frozenset[int] = frozenset()
        self._waiting: dict[int, list[tuple[object, ...]]] = {}
        self._unasked: list[int] = []
        columns: list[Column[BomNode]] = [
            Column(say("Part number"), lambda row: row.number),
            Column(say("Find no."), lambda row: row.find_number, "number"),
            Column(say("Name"), lambda row: row.name, weight=3, second=lambda row: row.name_en),
            Column(say("Rev"), lambda row: row.revision or "—"),
            Column(say("Quantity"), lambda row: row.amount, "number", edit=edit_quantity),
            Column(
                say("State"),
                lambda row: part_state(texts, row.state, migrated=row.migrated),
                "chip",
                tone=lambda row: state_tone(row.state),
            ),
            Column(say("Change"), lambda row: change_word(row.change), "chip", tone=_tone),
            Column(term("BOM line", "Trouble"), self.flag, "chip", tone=self._flag_tone),
            Column(
                say("Source"), lambda row: label(texts.language, row.source), "muted", weight=1, spare=True
            ),
        ]
        super().__init__(texts, columns, self._below, _look, lambda row: row.key)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._ask)

    def show_bom(
        self, top: BomRow | None, branches: Branches, compared: BomCompared, containing: Iterable[int] = ()
    ) -> None:
        """Show a BOM with the branches known of it; changes are marked, lines taken out struck at the end."""
        self.branches = dict(branches)
        self._changed = {row.line_id: row for row in compared.rows if row.change is not LineChange.REMOVED}
        self._removed = tuple(_gone(row) for row in compared.rows if row.change is LineChange.REMOVED)
        self._containing = frozenset(containing)
        self._waiting, self._unasked = {}, []
        self.set_roots(() if top is None else (_node(top, 0, None, None),))

    def put_branches(self, found: Mapping[int, tuple[BranchRow, ...]]) -> None:
        """Take the lines of revisions that were wanted."""
        self.branches.update(found)
        for revision_id in found:
            for path in self._waiting.pop(revision_id, ()):
                index = self.index_of(path)
                if index.isValid() and self.canFetchMore(index):
                    self.fetchMore(index)

    def show_shortage(self, rows: Sequence[ShortRow]) -> None:
        """Flag the parts that are not there in sufficient quantity."""
        self._short = {row.part_id: row for row in rows}
        self._relabel()

    def flag(self, row: BomNode) -> Shown:
        """Return what is the matter with a row, in a word: the worst first."""
        if row.obsolete:
            return term("BOM line", "Obsolete")
        short = self._short.get(row.part_id) if row.level > 0 and not row.gone else None
        if short is not None:
            return say("Short {amount} {unit}", amount=decimal_text(short.missing), unit=short.unit)
        if row.level > 0 and row.revision_id in self._containing:
            return say("Obsolete inside")
        return ""

    def _flag_tone(self, row: BomNode) -> Tone:
        return "ng" if row.obsolete or row.part_id in self._short else "warn"

    def _below(self, row: BomNode) -> tuple[BomNode, ...]:
        branch = self.branches.get(row.revision_id or 0, ()) if row.opens else ()
        level = row.level + 1
        nodes = tuple(
            _node(
                entry.row,
                level,
                self._changed.get(entry.row.line_id or 0) if level == 1 else None,
                entry,
            )
            for entry in branch
        )
        return (*nodes, *self._removed) if row.level == 0 else nodes

    def _ask(self) -> None:
        wanted, self._unasked = self._unasked, []
        if wanted:
            self.branches_wanted.emit(wanted)

    # Qt
    @override
    def hasChildren(self, parent: Index = QModelIndex()) -> bool:
        if parent.isValid() and parent.column() == 0:
            row = self.row(parent)
            if row.opens and row.revision_id not in self.branches:
                return True
        return super().hasChildren(parent)

    @override
    def canFetchMore(self, parent: Index) -> bool:
        if parent.isValid():
            row = self.row(parent)
            if row.opens and row.revision_id not in self.branches:
                return self.path_of(parent) not in self._waiting.get(row.revision_id or 0, ())
        return super().canFetchMore(parent)

    @override
    def fetchMore(self, parent: Index) -> None:
        row = self.row(parent) if parent.isValid() else None
        if row is None or not row.opens or row.revision_id in self.branches:
            super().fetchMore(parent)
            return
        revision_id = row.revision_id or 0
        if revision_id not in self._waiting:
            self._unasked.append(revision_id)
            self._soon.start()
        self._waiting.setdefault(revision_id, []).append(self.path_of(parent))

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
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
