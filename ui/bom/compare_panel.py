"""Any two BOMs of a part side by side: revisions, baselines, released orders, lots as built, files.

Changes nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from app.bom.compare import Comparison, Side, SideChoice, compared, side_choices, side_of, side_of_preview
from app.bom.import_xlsx import preview_bom
from app.texts import mark
from models.rules.compare import Difference, LineDifference, amount_of
from ui.bom.file_drop import choose_file
from ui.bom.import_dialog import ENDINGS
from ui.i18n import Shown, say, term
from ui.itemmodels.columns import Column, Look
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk, Panel
from ui.seen_lists import export_button
from ui.theme.tokens import Tone
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.chips import StateChip
from ui.widgets.empty import EmptyState
from ui.widgets.fields import ChoiceField
from ui.widgets.label import Label
from ui.widgets.tables import RowTable

_TONES: Final[dict[Difference, Tone]] = {
    Difference.ADDED: "ok",
    Difference.REMOVED: "ng",
    Difference.CHANGED: "warn",
    Difference.REPLACED: "warn",
    Difference.SAME: "neutral",
}
FIELDS: Final = {
    "part": mark("Part"),
    "find_number": mark("Find no."),
    "quantity": mark("Quantity"),
    "unit": mark("Unit"),
    "reference": mark("Reference"),
    "note": mark("Note"),
    "optional": mark("Optional"),
    "scrap_percent": mark("Scrap %"),
    "substitutes": mark("Substitutes"),
    "revision": mark("Rev"),
}


class ComparePanel(Panel):
    """Two choices and the lines that differ.

    Args:
        desk: What screens are given.
        part_id: The part.
    """

    nouns = frozenset({"bom", "part", "part_revision", "order", "lot"})

    def __init__(self, desk: Desk, part_id: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._part_id = part_id
        self._choices: dict[str, SideChoice] = {}
        self._files: dict[str, Path] = {}
        self.found: Comparison | None = None
        self.choose_file = choose_file
        texts = self.texts
        self.sides: dict[str, ChoiceField] = {}
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 8, 12, 8)
        bar.setSpacing(8)
        for name, shown in (("left", say("Left side")), ("right", say("Right side"))):
            choice = ChoiceField(texts)
            choice.setObjectName(f"compare.{name}")
            choice.setMinimumWidth(150)
            texts.bind(choice.setAccessibleName, shown)
            choice.currentIndexChanged.connect(lambda _at: self._compare())
            self.sides[name] = choice
            bar.addWidget(choice, 1)
            if name == "left":
                bar.addWidget(Label(texts, "→", "muted"))
        bar.addWidget(Button(texts, say("Compare with a file"), self.open_file, name="compare.file"))
        bar.addStretch(1)
        card = Card(texts, term("BOM", "Compare"), flush=True)
        self.chips = {
            kind: StateChip(texts, "", _TONES[kind], self)
            for kind in (Difference.ADDED, Difference.REMOVED, Difference.CHANGED)
        }
        for chip in self.chips.values():
            card.add_head(chip, left=True)
        self.all = ChoiceField(texts)
        self.all.setObjectName("compare.all")
        self.all.set_choices([("", say("Differences only")), ("all", say("All lines"))])
        texts.bind(self.all.setAccessibleName, say("Which lines"))
        self.all.currentIndexChanged.connect(lambda _at: self._show_rows())
        card.add_head(self.all)
        self.rows: RowsModel[LineDifference] = RowsModel(texts, self._columns(), look=_look)
        self.table: RowTable[LineDifference] = RowTable(self.rows, "compare")
        texts.bind(self.table.setAccessibleName, say("Comparison"))
        card.add_head(
            export_button(desk, self, say("Comparison"), self.table, name="compare.export", facts=self._facts)
        )
        self.empty = EmptyState(
            texts, "git-compare", say("No difference"), say("Both sides have the same lines.")
        )
        self.pages = QStackedWidget()
        self.pages.addWidget(self.table)
        self.pages.addWidget(self.empty)
        card.add(bar)
        card.add(self.pages, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)

    def _columns(self) -> list[Column[LineDifference]]:
        return [
            Column(
                say("Change"), lambda row: change_word(row), "chip", tone=lambda row: _TONES[row.difference]
            ),
            Column(say("Part number"), lambda row: f"{'   ' * len(row.line.way)}{row.line.number}", "strong"),
            Column(say("Name"), lambda row: row.line.name, weight=2),
            Column(say("Find no."), lambda row: row.line.find_number, "number"),
            Column(say("Before"), lambda row: "" if row.old is None else _amount(row.old), "number"),
            Column(say("After"), lambda row: "" if row.new is None else _amount(row.new), "number"),
            Column(say("What differs"), self._what, weight=3),
        ]

    def _what(self, row: LineDifference) -> str:
        told = [
            f"{self.texts.say(FIELDS.get(name, name))} {old or '—'} → {new or '—'}"
            for name, old, new in row.fields
        ]
        return " · ".join(told)

    def _facts(self) -> list[tuple[str, str]]:
        if self.found is None:
            return []
        say_ = self.texts.say
        return [(say_("Left side"), self.found.left), (say_("Right side"), self.found.right)]

    @override
    def refresh(self) -> None:
        self.ask(side_choices, self._part_id, then=self._offer, key="choices")

    def _offer(self, found: tuple[SideChoice, ...]) -> None:
        self._choices = {f"{row.kind}:{row.id}": row for row in found}
        offered: list[tuple[str, Shown]] = [(key, _title(row)) for key, row in self._choices.items()]
        offered += [(f"file:{name}", name) for name in self._files]
        revisions = [key for key, row in self._choices.items() if row.kind == "revision"]
        for name, at in (("left", 1), ("right", 0)):
            choice = self.sides[name]
            kept = choice.value()
            choice.blockSignals(True)
            choice.set_choices(offered)
            if kept in dict(offered):
                choice.set_value(kept)
            elif revisions:
                choice.set_value(revisions[min(at, len(revisions) - 1)])
            choice.blockSignals(False)
        self._compare()

    def open_file(self) -> None:
        """Let a person choose a parts list to compare with."""
        kinds = self.texts.say("Parts lists")
        path = self.choose_file(
            self, self.texts.say("Compare with a file"), f"{kinds} (*{' *'.join(ENDINGS)})"
        )
        if path is not None:
            self._files[path.name] = path
            choice = self.sides["right"]
            self._offer(tuple(self._choices.values()))
            choice.set_value(f"file:{path.name}")
            self._compare()

    def _compare(self) -> None:
        left, right = self.sides["left"].value(), self.sides["right"].value()
        if not left or not right:
            return
        errand = self.desk.tasks.read(lambda: self._work(left, right), self._show, owner=self)
        older = self._asked.pop("compare", None)
        if older is not None:
            older.cancel()
        self._asked["compare"] = errand

    def _work(self, left: str, right: str) -> Comparison:
        """Read both sides and compare them; runs away from the window's thread."""
        return compared(self._side(left), self._side(right))

    def _side(self, key: str) -> Side:
        kind, _, name = key.partition(":")
        if kind == "file":
            return side_of_preview(name, preview_bom(self._files[name]))
        found: Any = self.desk.ask(side_of, kind, int(name))
        assert isinstance(found, Side)
        return found

    def _show(self, found: Comparison) -> None:
        self.found = found
        counts = {
            Difference.ADDED: say("{n} added", n=found.count(Difference.ADDED)),
            Difference.REMOVED: say("{n} removed", n=found.count(Difference.REMOVED)),
            Difference.CHANGED: say(
                "{n} changed", n=found.count(Difference.CHANGED) + found.count(Difference.REPLACED)
            ),
        }
        for kind, chip in self.chips.items():
            several = found.count(kind) + (
                found.count(Difference.REPLACED) if kind is Difference.CHANGED else 0
            )
            chip.put(counts[kind] if several else "")
        self._show_rows()

    def _show_rows(self) -> None:
        if self.found is None:
            return
        every = self.all.value() == "all"
        rows = [row for row in self.found.rows if every or row.difference is not Difference.SAME]
        self.rows.set_rows(rows)
        self.pages.setCurrentIndex(0 if rows else 1)


def change_word(row: LineDifference) -> Shown:
    """Return how a line differs, in a word: never by colour alone."""
    match row.difference:
        case Difference.ADDED:
            return term("BOM line", "Added")
        case Difference.REMOVED:
            return term("BOM line", "Removed")
        case Difference.REPLACED:
            return term("BOM line", "Replaced")
        case Difference.CHANGED:
            return term("BOM line", "Changed")
        case _:
            return term("BOM line", "Same")


def _title(row: SideChoice) -> Shown:
    day = f"{row.at:%Y-%m-%d}"
    if row.kind == "revision":
        return say("Rev {label} · {day}", label=row.title, day=day)
    if row.kind == "baseline":
        return say("Baseline {name} · {day}", name=row.title, day=day)
    if row.kind == "lot":
        return say("As built: lot {name} · {day}", name=row.title, day=day)
    return say("Order {name} as planned · {day}", name=row.title, day=day)


def _amount(line: Any) -> str:
    return f"{amount_of(line)} {line.unit}".strip()


def _look(row: LineDifference) -> Look:
    tone = None if row.difference is Difference.SAME else _TONES[row.difference]
    return Look(tone, struck=row.difference is Difference.REMOVED)
