"""What else a part revision has: own attributes, when it is in force, check-ins of the draft, attachments."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.bom.baselines import BaselineRow, baseline_rows
from app.bom.iterations import IterationRow, iteration_rows
from app.files import safe_name
from app.labels import label
from app.parts.attributes import AttributeValue, attribute_values
from app.parts.in_force import EffectivityRow, effectivity_gaps, effectivity_rows
from app.parts.parts import find_part_revision
from app.parts.pictures import AttachmentRow, attach_to_part, attachments, remove_from_part
from models.vocab import RevisionState
from ui.bom.file_drop import choose_file
from ui.drag_out import DragOut
from ui.i18n import Shown, Words, say, term
from ui.itemmodels.columns import Column, R
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk, Panel
from ui.parts.check_in_difference import CheckInDifference
from ui.parts.detail_dialogs import (
    AttributesDialog,
    BaselineDialog,
    CheckInDialog,
    EffectivityDialog,
    EndEffectivityDialog,
    ObsoleteDialog,
)
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.label import Label
from ui.widgets.tables import RowTable
from ui.wording import minute_text

_EMPTY: Final[dict[str, Words]] = {
    "attributes": say("Attributes are set up under “Numbers and attributes”; their values stand here."),
    "effectivity": say("The release sets from when a revision holds."),
    "iterations": say("Check the draft in, and its contents stay here under a number."),
    "attachments": say("Files that belong to this revision are attached here."),
    "baselines": say("A baseline freezes the whole BOM as it is now."),
}


class DetailsPanel(Panel):
    """Cards of one part revision.

    Args:
        desk: What screens are given.
        revision_id: Of a part.
    """

    nouns = frozenset({"part", "part_revision", "bom", "plant"})

    def __init__(self, desk: Desk, revision_id: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.revision_id = revision_id
        self.part_id = 0
        self.number = ""
        self._state: RevisionState | None = None
        self.values: tuple[AttributeValue, ...] = ()
        self.choose_file = choose_file
        texts = self.texts
        self.attributes: RowsModel[AttributeValue] = RowsModel(texts, self._attribute_columns())
        self.spans: RowsModel[EffectivityRow] = RowsModel(texts, self._span_columns())
        self.checked: RowsModel[IterationRow] = RowsModel(texts, _iteration_columns(self.desk.zone))
        self.files: RowsModel[AttachmentRow] = RowsModel(texts, _file_columns(), key=lambda row: row.id)
        self.baselines: RowsModel[BaselineRow] = RowsModel(texts, _baseline_columns(self.desk.zone))
        self.gaps = Label(texts, "", "muted", wrap=True)
        self.gaps.setContentsMargins(14, 4, 14, 8)
        self.change = self._button(say("Change"), self._change, "attributes.change")
        self.special = self._button(say("In force for …"), self._special, "effectivity.add")
        self.end = self._button(say("End …"), self._end, "effectivity.end")
        self.obsolete = self._button(say("Obsolete …"), self._obsolete, "revision.obsolete")
        self.check = self._button(say("Check in …"), self._check, "iteration.add")
        self.differ = self._button(say("What differs …"), self._differ, "iteration.compare")
        self.attach = self._button(say("Attach a file"), self._attach, "attachment.add")
        self.detach = self._button(say("Take off"), self._detach, "attachment.remove")
        self.freeze = self._button(say("Make a baseline …"), self._freeze, "baseline.add")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(12)
        grid.addWidget(self._card(say("Own attributes"), self.attributes, "attributes", self.change), 0, 0)
        buttons = (self.special, self.end, self.obsolete)
        spans = self._card(say("In force"), self.spans, "effectivity", *buttons)
        spans.add(self.gaps)
        grid.addWidget(spans, 0, 1)
        kept = self._card(say("Check-ins"), self.checked, "iterations", self.differ, self.check)
        grid.addWidget(kept, 1, 0)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(self._card(say("Attachments"), self.files, "attachments", self.attach, self.detach))
        right.addWidget(self._card(say("Baselines"), self.baselines, "baselines", self.freeze))
        grid.addLayout(right, 1, 1)
        listed = self.findChild(RowTable, "part.attachments")
        if isinstance(listed, RowTable):
            self.drag_files = DragOut(desk, listed.viewport(), self._files_out)

    def _button(self, shown: Shown, run: Callable[[], object], name: str) -> Button:
        return Button(self.texts, shown, run, name=f"part.{name}")

    def _card(self, title: Shown, rows: RowsModel[R], name: str, *buttons: Button) -> Card:
        card = Card(self.texts, title, flush=True)
        for button in buttons:
            card.add_head(button)
        table: RowTable[R] = RowTable(rows, f"part.{name}")
        self.texts.bind(table.setAccessibleName, title)
        table.when_empty(_EMPTY[name])
        card.add(table, 1)
        return card

    def _attribute_columns(self) -> list[Column[AttributeValue]]:
        texts = self.texts

        def control(row: AttributeValue) -> Shown:
            return say("controlled") if row.definition.controlled else say("logged")

        return [
            Column(say("Attribute"), lambda row: row.definition.name, "strong"),
            Column(say("Value"), lambda row: row.value or "—", weight=1),
            Column(say("Unit"), lambda row: row.definition.unit, "muted"),
            Column(say("Kind"), lambda row: label(texts.language, row.definition.type), "muted"),
            Column(say("Control"), control, "muted"),
        ]

    def _span_columns(self) -> list[Column[EffectivityRow]]:
        texts = self.texts

        def scope(row: EffectivityRow) -> Shown:
            return say("by date") if row.scope is None else label(texts.language, row.scope)

        return [
            Column(say("Rev"), lambda row: row.revision, "strong"),
            Column(say("Scope"), scope),
            Column(say("For"), lambda row: row.shown, weight=1),
            Column(say("From"), lambda row: minute_text(row.begin, self.desk.zone())),
            Column(say("To"), lambda row: minute_text(row.end, self.desk.zone()) or "—"),
        ]

    @override
    def refresh(self) -> None:
        self.ask(_head, self.revision_id, then=self._show_head, key="head")
        self.ask(attribute_values, self.revision_id, then=self._show_values, key="values")
        self.ask(iteration_rows, self.revision_id, then=self._show_check_ins, key="iterations")
        self.ask(attachments, self.revision_id, then=self.files.set_rows, key="files")

    def _show_head(self, head: tuple[int, str, RevisionState]) -> None:
        self.part_id, self.number, state = head
        self._state = state
        draft = state is RevisionState.DRAFT
        for button in (self.check, self.attach, self.detach):
            button.setVisible(draft)
        ended = state in (RevisionState.RELEASED, RevisionState.SUPERSEDED)
        self.special.setVisible(ended)
        self.obsolete.setVisible(ended)
        self.ask(effectivity_rows, self.part_id, then=self._show_spans, key="spans")
        self.ask(baseline_rows, self.part_id, then=self.baselines.set_rows, key="baselines")
        self.ask(effectivity_gaps, self.part_id, then=self._show_gaps, key="gaps")

    def _show_check_ins(self, rows: tuple[IterationRow, ...]) -> None:
        self.checked.set_rows(rows)
        self.differ.setVisible(bool(rows))

    def _show_spans(self, rows: tuple[EffectivityRow, ...]) -> None:
        self.spans.set_rows(rows)
        self.end.setVisible(any(row.id is not None and row.end is None for row in rows))

    def _show_gaps(self, gaps: tuple[Any, ...]) -> None:
        zone = self.desk.zone()
        told = ", ".join(
            f"{begin.astimezone(zone):%Y-%m-%d} – {end.astimezone(zone):%Y-%m-%d}" for begin, end in gaps
        )
        self.gaps.put(say("No revision was in force: {spans}", spans=told) if told else "")
        self.gaps.setVisible(bool(told))

    def _show_values(self, values: tuple[AttributeValue, ...]) -> None:
        self.values = values
        self.attributes.set_rows(values)
        self.change.setVisible(bool(values))

    # acts
    def _change(self) -> None:
        draft = self._state is RevisionState.DRAFT
        shown = tuple(row for row in self.values if draft or not row.definition.controlled)
        if shown:
            AttributesDialog(self.desk, self.part_id, self.revision_id, shown, self.window()).open()

    def _special(self) -> None:
        EffectivityDialog(self.desk, self.revision_id, self.window()).open()

    def _end(self) -> None:
        """End the special effectivity that is chosen, or the only one there is."""
        table = self.findChild(RowTable, "part.effectivity")
        chosen = table.chosen() if isinstance(table, RowTable) else None
        open_ = [row for row in self.spans.rows if row.id is not None and row.end is None]
        row = chosen if chosen in open_ else open_[0] if len(open_) == 1 else None
        if row is None:
            self.desk.notices.toast(say("Choose the lots or the order whose effectivity ends."), "warn")
        else:
            EndEffectivityDialog(self.desk, row, self.window()).open()

    def _obsolete(self) -> None:
        ObsoleteDialog(self.desk, self.revision_id, self.part_id, self.window()).open()

    def _check(self) -> None:
        CheckInDialog(self.desk, self.revision_id, self.window()).open()

    def _differ(self) -> None:
        """Show what changed since the check-in that is chosen, or since the newest."""
        rows = self.checked.rows
        if not rows:
            return
        table = self.findChild(RowTable, "part.iterations")
        chosen = table.chosen() if isinstance(table, RowTable) else None
        row = chosen if isinstance(chosen, IterationRow) else rows[0]
        draft = self._state is RevisionState.DRAFT
        CheckInDifference(self.desk, rows, row, draft=draft, parent=self.window()).open()

    def _freeze(self) -> None:
        BaselineDialog(self.desk, self.revision_id, self.window()).open()

    def _attach(self) -> None:
        path = self.choose_file(self, self.texts.say("Attach a file"), "*")
        if path is not None:
            self.take_file(path)

    def take_file(self, path: Path) -> None:
        """Attach a file to the draft."""
        self.do(
            attach_to_part,
            self.revision_id,
            path.read_bytes(),
            path.name,
            said=say("{file} is attached.", file=path.name),
        )

    def _files_out(self) -> Callable[[Path], list[Path]] | None:
        """Return what writes the chosen attachment for a drag to the file manager."""
        table, factory = self.findChild(RowTable, "part.attachments"), self.desk.factory
        row = table.chosen() if isinstance(table, RowTable) else None
        if not isinstance(row, AttachmentRow) or factory is None:
            return None

        def write(folder: Path) -> list[Path]:
            path = folder / safe_name(row.name)
            path.write_bytes(factory.read_file(row.file_hash))
            return [path]

        return write

    def _detach(self) -> None:
        table = self.findChild(RowTable, "part.attachments")
        row = table.chosen() if isinstance(table, RowTable) else None
        if isinstance(row, AttachmentRow):
            self.do(remove_from_part, row.id, said=say("{file} was taken off.", file=row.name))


def _head(session: Any, revision_id: int) -> tuple[int, str, RevisionState]:
    revision = find_part_revision(session, revision_id)
    return revision.part_id, revision.part.number, revision.state


def _iteration_columns(zone: Callable[[], ZoneInfo]) -> list[Column[IterationRow]]:
    return [
        Column(say("No."), lambda row: str(row.number), "number"),
        Column(say("Time"), lambda row: minute_text(row.at, zone())),
        Column(say("Who"), lambda row: row.who),
        Column(say("Note"), lambda row: row.note, weight=1),
    ]


def _file_columns() -> list[Column[AttachmentRow]]:
    return [
        Column(say("File"), lambda row: row.name, "strong", weight=1),
        Column(say("Note"), lambda row: row.note, "muted", weight=1),
        Column("SHA-256", lambda row: row.file_hash[:12], "muted"),
    ]


def _baseline_columns(zone: Callable[[], ZoneInfo]) -> list[Column[BaselineRow]]:
    return [
        Column(say("Baseline"), lambda row: row.name, "strong", weight=1, tip=lambda row: row.name),
        Column(say("Rev"), lambda row: row.revision),
        Column(say("Lines"), lambda row: str(row.lines), "number", spare=True),
        Column(say("Time"), lambda row: minute_text(row.made_at, zone())[:10]),
        Column("SHA-256", lambda row: row.content_hash[:12], "muted", spare=True),
        Column(
            term("baseline", "Hash"),
            lambda row: term("baseline", "holds") if row.holds else term("baseline", "content differs"),
            "chip",
            tip=lambda row: f"SHA-256 {row.content_hash}",
            tone=lambda row: "ok" if row.holds else "ng",
        ),
    ]
