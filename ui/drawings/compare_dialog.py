"""Two sheets laid on each other in two colours, beside the list of what differs. Reads only, decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from app.drawings.page_compare import (
    DifferenceKind,
    PageComparison,
    PageDifference,
    Rgb,
    compare_pages,
    overlay,
)
from app.drawings.page_facts import PageFacts
from app.drawings.pages import PageSource, open_pages, page_source
from app.drawings.queries import DocumentRevisionHead
from ui.drawings.balloon_shapes import BalloonColours
from ui.drawings.page_overlay import OverlayKind, OverlayShape
from ui.drawings.page_scene import PageColours
from ui.drawings.page_view import PageTool, PageView
from ui.i18n import Shown, say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk
from ui.theme.theme import current_theme
from ui.theme.tokens import Tone, load_tokens
from ui.widgets.buttons import Button, IconButton
from ui.widgets.card import Card
from ui.widgets.chips import StateChip
from ui.widgets.fields import ChoiceField
from ui.widgets.label import Label
from ui.widgets.tables import RowTable

_WORDS = {
    DifferenceKind.CHANGED: term("difference", "Changed"),
    DifferenceKind.ADDED: term("difference", "Added"),
    DifferenceKind.GONE: term("difference", "Gone"),
    DifferenceKind.MOVED: term("difference", "Moved"),
    DifferenceKind.DRAWN: term("difference", "Lines differ"),
}
_TONES: dict[DifferenceKind, Tone] = {DifferenceKind.GONE: "ng", DifferenceKind.ADDED: "info"}


@dataclass(frozen=True)
class ComparedSheet:
    """One side: its name for the person, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True)
class OfferedSheet:
    """A sheet that can be chosen for either side: its name, and what reads it away from the window's thread."""

    name: str
    read: Callable[[], bytes]


def first_shown(head: DocumentRevisionHead) -> tuple[str, str] | None:
    """Return hash and name of the first file of a revision that has pages, or None."""
    return next(((file.file_hash, file.name) for file in head.files if file.page_count), None)


class CompareDialog(QDialog):
    """Compares two sheets page by page.

    Args:
        desk: What screens are given.
        older: The sheet before.
        newer: The sheet now.
        offered: The sheets a person can choose for either side, the two among them; without any nothing is chosen.
    """

    def __init__(
        self,
        desk: Desk,
        older: ComparedSheet,
        newer: ComparedSheet,
        parent: QWidget | None = None,
        *,
        offered: Sequence[OfferedSheet] = (),
    ) -> None:
        super().__init__(parent)
        self.setObjectName("compare_dialog")
        self.setModal(True)
        self.resize(1180, 720)
        self._desk, self._older, self._newer = desk, older, newer
        self._sources: tuple[PageSource, PageSource] | None = None
        self._counts = (0, 0)
        self._page = 0
        self._offered = {sheet.name: sheet for sheet in offered}
        # What was asked for two other sheets before comes too late.
        self._asked = 0
        texts = desk.texts
        light = load_tokens("light", "office").colors
        colours = PageColours.of_tokens(current_theme().tokens.colors, light)
        self._inks = (_parts_of(light["ng_mark"]), _parts_of(light["accent"]))
        self.view = PageView(texts, colours, BalloonColours.of_tokens(light))
        self.view.set_tool(PageTool.MOVE)
        self.view.failed.connect(desk.notices.failed)
        columns: list[Column[PageDifference]] = [
            Column(
                term("difference", "What"),
                lambda row: _WORDS[row.kind],
                "chip",
                tone=lambda row: _TONES.get(row.kind, "warn"),
            ),
            Column(say("Before"), lambda row: row.before, weight=1),
            Column(say("Now"), lambda row: row.after, weight=1),
        ]
        self.rows: RowsModel[PageDifference] = RowsModel(texts, columns, key=lambda row: id(row))
        self.table: RowTable[PageDifference] = RowTable(self.rows, "differences")
        texts.bind(self.table.setAccessibleName, say("Differences"))
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._look())
        self._build()
        self._name_sides()
        self._open()
        self.finished.connect(self._end)

    def _build(self) -> None:
        texts = self._desk.texts
        head = QHBoxLayout()
        self.heading = Label(texts, "", "section")
        head.addWidget(self.heading, 1)
        self.sides = (self._side("compare.older", self._older), self._side("compare.newer", self._newer))
        texts.bind(self.sides[0].setAccessibleName, say("Sheet before"))
        texts.bind(self.sides[1].setAccessibleName, say("Sheet now"))
        self.chips = (StateChip(texts, "", "ng", self), StateChip(texts, "", "info", self))
        for side, chip in zip(self.sides, self.chips, strict=True):
            head.addWidget(side)
            head.addWidget(chip)
        self.place = Label(texts, "", "muted")
        head.addWidget(
            IconButton(texts, "chevron-left", say("Page before"), lambda: self._turn(-1), "compare.before")
        )
        head.addWidget(self.place)
        head.addWidget(
            IconButton(texts, "chevron-right", say("Next page"), lambda: self._turn(1), "compare.next")
        )
        self.note = Label(texts, say("Comparing …"), "muted", wrap=True)
        self.note.setObjectName("compare.note")
        self.list = Card(texts, say("Differences"), flush=True)
        self.list.add(self.table, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.view)
        split.addWidget(self.list)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setSizes([700, 440])
        foot = QHBoxLayout()
        foot.addWidget(self.note, 1)
        foot.addWidget(Button(texts, say("Close"), self.accept, name="compare.close"))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.addLayout(head)
        column.addWidget(split, 1)
        column.addLayout(foot)

    def _side(self, name: str, sheet: ComparedSheet) -> ChoiceField:
        """Return the choice of one side; shown only where something is offered."""
        field = ChoiceField(self._desk.texts, [(other, other) for other in self._offered])
        field.setObjectName(name)
        field.set_value(sheet.name)
        field.setVisible(bool(self._offered))
        field.chosen.connect(lambda _name: self._choose())
        return field

    def _name_sides(self) -> None:
        """Write the names of both sides where they stand."""
        older, newer = self._older.name, self._newer.name
        title = say("{older} and {newer} laid on each other", older=older, newer=newer)
        self._desk.texts.bind(self.setWindowTitle, title)
        self._desk.texts.bind(self.setAccessibleName, title)
        self.heading.put(title)
        for chip, name in zip(self.chips, (older, newer), strict=True):
            chip.put(say("only {name}", name=name))

    def _choose(self) -> None:
        """Compare the two sheets that are chosen now."""
        older, newer = (self._offered[side.value()] for side in self.sides)
        self._asked += 1
        turn = self._asked
        self._sources = None
        self.note.put(say("Comparing …"))

        def then(found: tuple[bytes, bytes]) -> None:
            if turn != self._asked:
                return
            self._older, self._newer = (
                ComparedSheet(older.name, found[0]),
                ComparedSheet(newer.name, found[1]),
            )
            self._page = 0
            self._name_sides()
            self._open()

        self._desk.tasks.read(lambda: (older.read(), newer.read()), then, failed=self._failed, owner=self)

    def _open(self) -> None:
        older, newer, turn = self._older, self._newer, self._asked

        def work() -> tuple[tuple[PageSource, PageSource], tuple[int, int]]:
            sources = page_source(older.content, older.name), page_source(newer.content, newer.name)
            return sources, (open_pages(sources[0]).page_count, open_pages(sources[1]).page_count)

        def then(found: tuple[tuple[PageSource, PageSource], tuple[int, int]]) -> None:
            if turn == self._asked:
                self._sources, self._counts = found
                self._compare()

        self._desk.tasks.read(work, then, failed=self._failed, owner=self)

    def _failed(self, error: BaseException) -> None:
        self.note.put("")
        self._desk.notices.failed(error)

    def _turn(self, step: int) -> None:
        last = min(self._counts) - 1
        if self._sources is not None and 0 <= self._page + step <= last:
            self._page += step
            self._compare()

    def _compare(self) -> None:
        if self._sources is None:
            return
        (older, newer), page, turn = self._sources, self._page, self._asked
        self.place.put(f"{page + 1}/{max(self._counts)}")
        self.note.put(say("Comparing …"))
        self._desk.tasks.read(
            lambda: (compare_pages(older, page, newer, page), page, turn),
            self._show,
            failed=self._failed,
            owner=self,
        )

    def _show(self, found: tuple[PageComparison, int, int]) -> None:
        comparison, page, turn = found
        if (page, turn) != (self._page, self._asked) or self._sources is None:
            return
        older, newer = self._sources
        inks = self._inks
        sheet = PageFacts(comparison.width, comparison.height, 0, None, None)
        self.view.open_document(
            (sheet,),
            lambda _page, scale, part: overlay(older, page, newer, page, scale, part, inks),
        )
        self.rows.set_rows(comparison.differences)
        self.list.set_title(say("Differences {n}", n=len(comparison.differences)))
        self.note.put(self._remark(comparison))

    def _remark(self, comparison: PageComparison) -> Shown:
        if self._counts[0] != self._counts[1]:
            return say(
                "One has {one} {one:page|pages}, the other {two}.", one=self._counts[0], two=self._counts[1]
            )
        if not comparison.same_size:
            return say("The sheets differ in size; they are laid on each other at the upper left corner.")
        if not comparison.differences:
            return say("Nothing differs on this page.")
        return ""

    def _look(self) -> None:
        row = self.table.chosen()
        if row is None:
            return
        box = row.place
        shape = OverlayShape(0, OverlayKind.HIT, ((box.x, box.y), (box.right, box.bottom)))
        self.view.set_overlays((shape,))
        self.view.look_at(box)

    def _end(self, _result: Any) -> None:
        self.view.close_document()
        self.deleteLater()


def _parts_of(code: str) -> Rgb:
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)
