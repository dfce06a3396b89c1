"""Step 3 of a transfer: everything that would be there afterwards, what is missing, what is left out and why."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.transfer.preview import ListedRow, PlanLine, TransferPreview
from models.vocab import DocumentKind, PartKind
from models.vocab_transfer import TransferKind
from ui.i18n import Shown, Words, say, term
from ui.itemmodels.columns import Column, R
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk
from ui.seen_lists import export_button
from ui.theme.tokens import Tone
from ui.transfer.transfer_words import sentence
from ui.widgets.card import Card
from ui.widgets.label import Label
from ui.widgets.tables import RowTable
from ui.widgets.tabs import TabStrip
from ui.wording import worded

_LISTS = ("missing", "left_out", "notes")


class PreviewPage(QWidget):
    """The plan as lists.

    Args:
        desk: What a screen has at hand.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._texts = desk, desk.texts
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(self._facts_line())
        card = Card(self._texts, flush=True)
        self.tabs = TabStrip(self._texts)
        self.parts = self._table("parts", say("Parts"), _part_columns())
        self.revisions = self._table("revisions", say("Document revisions"), _revision_columns())
        self.gauges = self._table("gauges", term("transfer", "Gauges"), _gauge_columns())
        self.lists = {
            "missing": self._table("missing", say("Missing files"), _list_columns()),
            "left_out": self._table("left_out", say("Left out"), _list_columns()),
            "notes": self._table("notes", say("To look at"), _list_columns()),
        }
        self._waiting: dict[str, Callable[[], None]] = {}
        self.tabs.changed.connect(self._fill)
        card.add(self.tabs)
        card.add(self.tabs.pages, 1)
        column.addWidget(card, 1)

    def _facts_line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(32)
        self.facts: dict[str, Label] = {}
        words: tuple[tuple[str, Shown], ...] = (
            ("parts", say("Parts")),
            ("released", say("of them released")),
            ("revisions", say("Document revisions")),
            ("files", say("Files")),
            ("gauges", term("transfer", "Gauges")),
            ("plan", say("Hash of the plan")),
        )
        for name, shown in words:
            cell = QVBoxLayout()
            cell.setSpacing(0)
            cell.addWidget(Label(self._texts, shown, "muted"))
            self.facts[name] = Label(self._texts, "…", "strong")
            self.facts[name].setObjectName(f"transfer.fact.{name}")
            cell.addWidget(self.facts[name])
            line.addLayout(cell)
        line.addStretch(1)
        return line

    def _table(self, key: str, shown: Words, columns: list[Column[R]]) -> RowTable[R]:
        table: RowTable[R] = RowTable(RowsModel(self._texts, columns), f"transfer.{key}", sortable=True)
        self._texts.bind(table.setAccessibleName, shown)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(table, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 6, 12, 6)
        foot.addStretch(1)
        foot.addWidget(export_button(self._desk, page, shown, table, name=f"transfer.{key}.export"))
        column.addLayout(foot)
        self.tabs.add_tab(key, shown, page)
        return table

    def put(self, preview: TransferPreview) -> None:
        """Show a plan; each tab says how much it holds."""
        parts = [line for line in preview.lines if line.content["what"] == "part"]
        revisions = [line for line in preview.lines if line.content["what"] == "revision"]
        gauges = [line for line in preview.lines if line.content["what"] == "gauge"]
        self._waiting = {
            "parts": lambda: self.parts.rows_model.set_rows(parts),
            "revisions": lambda: self.revisions.rows_model.set_rows(revisions),
            "gauges": lambda: self.gauges.rows_model.set_rows(gauges),
        }
        counts = {
            "parts": len(parts),
            "released": preview.count("part", release=True),
            "revisions": len(revisions),
            "files": preview.count("file"),
            "gauges": len(gauges),
        }
        for name, count in counts.items():
            self.facts[name].put(f"{count:,}")
        self.facts["plan"].put(preview.plan_hash[:16])
        self.tabs.name_tab("parts", say("Parts {n}", n=len(parts)))
        self.tabs.name_tab("revisions", say("Document revisions {n}", n=len(revisions)))
        self.tabs.name_tab("gauges", say("Gauges {n}", n=len(gauges)))
        remarks = tuple(ListedRow(preview.register_path.name, 0, remark) for remark in preview.warnings)
        listed = {
            "missing": (say("Missing files {n}", n=len(preview.missing)), preview.missing),
            "left_out": (say("Left out {n}", n=len(preview.left_out)), preview.left_out),
            "notes": (
                say("To look at {n}", n=len(preview.notes) + len(remarks)),
                (*preview.notes, *remarks),
            ),
        }
        for key in _LISTS:
            shown, rows = listed[key]
            self.tabs.name_tab(key, shown)
            self._waiting[key] = partial(self.lists[key].rows_model.set_rows, rows)
        if preview.kind is TransferKind.GAUGES:
            self.tabs.show_tab("gauges")
        elif self.tabs.current == "gauges":
            self.tabs.show_tab("parts")
        else:
            self._fill(self.tabs.current)

    def _fill(self, key: str) -> None:
        """Give a list its rows when it is first looked at: thousands at once would hold the window up."""
        fill = self._waiting.pop(key, None)
        if fill is not None:
            fill()


def _text(line: PlanLine, name: str) -> str:
    return str(line.content[name] or "")


def _part_columns() -> list[Column[PlanLine]]:
    def state(line: PlanLine) -> Words:
        if line.content["release"]:
            return term("transfer", "Transferred and released")
        return term("transfer", "Draft, lacks its drawing")

    def tone(line: PlanLine) -> Tone:
        return "neutral" if line.content["release"] else "warn"

    return [
        Column(say("Row"), lambda line: str(line.row or ""), "number"),
        Column(say("Number"), lambda line: _text(line, "number"), "strong"),
        Column(say("Name"), lambda line: _text(line, "name"), weight=3),
        Column(say("Kind"), lambda line: worded(PartKind(line.content["kind"]))),
        Column(term("match", "Rev"), lambda line: _text(line, "revision")),
        Column(say("Approved on"), lambda line: _text(line, "approved_on")),
        Column(say("Approved by"), lambda line: _text(line, "approver")),
        Column(say("Drawings"), lambda line: ", ".join(line.content["documents"]), "muted", weight=1),
        Column(say("State"), state, "chip", tone=tone),
    ]


def _revision_columns() -> list[Column[PlanLine]]:
    def state(line: PlanLine) -> Words:
        if line.content["current"]:
            return term("transfer", "Transferred and released")
        return term("transfer", "Transferred as superseded")

    return [
        Column(say("Row"), lambda line: str(line.row or ""), "number"),
        Column(say("Number"), lambda line: _text(line, "number"), "strong"),
        Column(say("Title"), lambda line: _text(line, "title"), weight=3),
        Column(say("Kind"), lambda line: worded(DocumentKind(line.content["kind"]))),
        Column(term("match", "Rev"), lambda line: _text(line, "revision")),
        Column(say("Approved on"), lambda line: _text(line, "approved_on")),
        Column(say("Approved by"), lambda line: _text(line, "approver")),
        Column(say("State"), state, "chip"),
    ]


def _gauge_columns() -> list[Column[PlanLine]]:
    return [
        Column(say("Row"), lambda line: str(line.row), "number"),
        Column(say("Number"), lambda line: _text(line, "number"), "strong"),
        Column(say("Name"), lambda line: _text(line, "name"), weight=3),
        Column(
            term("register", "Measuring range"),
            lambda line: f"{line.content['range_low']}–{line.content['range_high']} {line.content['unit']}",
        ),
        Column(term("register", "Resolution"), lambda line: _text(line, "resolution"), "number"),
        Column(term("register", "Last calibration"), lambda line: _text(line, "done_on")),
        Column(term("register", "Calibration due"), lambda line: _text(line, "due_on")),
        Column(term("register", "Certificate number"), lambda line: _text(line, "certificate"), "muted"),
    ]


def _list_columns() -> list[Column[ListedRow]]:
    return [
        Column(say("Row"), lambda row: str(row.row or ""), "number"),
        Column(say("What"), lambda row: row.what, "strong", weight=2, tip=lambda row: row.what),
        Column(say("Why"), lambda row: sentence(row.reason), weight=4, tip=lambda row: sentence(row.reason)),
    ]
