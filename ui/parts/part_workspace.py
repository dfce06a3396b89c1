"""One part: its head with states and acts, its tabs, and at the right what blocks its release.

Other nouns' tabs come from the book of panels; a tab whose panel nobody offers is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.parts.queries import PartCounts, PartHead, PartRevisionRow, part_counts, part_head
from models.vocab import Noun, RevisionState
from ui.changes.affected_panel import AffectedPanel
from ui.changes.document_dialog import DocumentDialog
from ui.changes.issued_file import choose_folder, file_writer, issue_file
from ui.changes.review_panel import ReviewPanel
from ui.changes.state_words import part_state, state_tone
from ui.drag_out import DragOut
from ui.i18n import Words, say, term
from ui.panels import Desk, Head, Panel, stacked
from ui.parts.detail_dialogs import CopyPartDialog
from ui.parts.part_dialogs import NewRevisionDialog
from ui.parts.part_overview import PartOverview
from ui.theme.tokens import Tone
from ui.widgets.buttons import Button, IconButton, make_action
from ui.widgets.tabs import TabStrip


@dataclass(frozen=True)
class _Tab:
    """A tab: key, words, panel of the book, and whether its record is the part or the revision."""

    key: str
    words: Words
    panel: str
    of_part: bool = False


TABS: Final = (
    _Tab("bom", say("BOM"), "bom.lines"),
    _Tab("compare", term("BOM", "Compare"), "bom.compare", of_part=True),
    _Tab("drawings", say("Drawings"), "drawings.of-part"),
    _Tab("characteristics", say("Characteristics"), "drawings.characteristics-of-part"),
    _Tab("certification", say("Certification"), "certification.of-part", of_part=True),
    _Tab("where-used", say("Where used"), "bom.where-used", of_part=True),
    _Tab("details", say("Details"), "parts.details"),
    _Tab("fields", say("Field changes"), "parts.fields", of_part=True),
    _Tab("history", say("History"), "changes.part-history", of_part=True),
)


class PartWorkspace(Panel):
    """Everything about one part.

    Signals:
        left: The person goes back to the list.
    """

    nouns = frozenset({"part", "part_revision", "bom", "document_revision", "characteristic"})
    left = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.part_id: int | None = None
        self._wanted: int | None = None
        self.facts: PartHead | None = None
        self.revision: PartRevisionRow | None = None
        self._counts: PartCounts | None = None
        self._panels: dict[str, tuple[int, Panel]] = {}
        texts = self.texts
        self.head = Head(texts)
        self.affected = AffectedPanel(desk)
        self.review = ReviewPanel(desk, self.affected)
        self.new_revision = Button(
            texts, say("New revision"), self._start, "primary", name="part.new_revision"
        )
        self.start_act = make_action(texts, say("New revision"), self._start, self)
        self.choose_folder = choose_folder
        self.excel = Button(texts, say("To Excel"), self._to_excel, name="part.excel")
        self.drag_excel = DragOut(desk, self.excel, self._excel_out)
        self.give = Button(texts, term("give out", "Document"), self._give_out, name="documents.give")
        self.head.buttons.addWidget(self.give)
        make_action(texts, say("BOM to Excel"), self._to_excel, self, "file-spreadsheet")
        make_action(texts, say("Copy this part"), self._copy, self, "copy")
        self.head.buttons.addWidget(self.excel)
        self.head.buttons.addWidget(self.new_revision)
        self.head.buttons.addWidget(self.review.buttons)
        back = IconButton(texts, "chevron-left", say("All parts"), self.left.emit, "part.back")
        make_action(texts, say("All parts"), self.left.emit, self, "chevron-left", "Alt+Left")
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(back)
        top.addWidget(self.head, 1)
        self.overview = PartOverview(desk)
        self.overview.revision_opened.connect(self._show_revision)
        self.tabs = TabStrip(texts)
        self.tabs.add_tab("overview", say("Overview"), self.overview)
        self._holders: dict[str, QVBoxLayout] = {}
        self.tabs.changed.connect(self._fill)
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addWidget(self.tabs.pages, 27)
        body.addWidget(stacked(self.review), 10)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self.tabs)
        column.addLayout(body, 1)
        texts.language_changed.connect(self._retext)

    def _make_tabs(self) -> None:
        """Add a tab for each panel that somebody offers; done when the first part is shown."""
        if self._holders:
            return
        for tab in TABS:
            panel = self._make_panel(tab)
            if panel is None:
                continue
            holder = QWidget()
            layout = QVBoxLayout(holder)
            layout.setContentsMargins(0, 0, 0, 0)
            layout.addWidget(panel)
            self._holders[tab.key] = layout
            self.tabs.add_tab(tab.key, tab.words, holder)

    def _make_panel(self, tab: _Tab) -> Panel | None:
        record = self._record(tab)
        panel = self.desk.panels.make(tab.panel, self.desk, record)
        if panel is not None:
            self._panels[tab.key] = (record, panel)
        return panel

    def _record(self, tab: _Tab) -> int:
        if tab.of_part or self.revision is None:
            return self.part_id or 0
        return self.revision.id

    @property
    def unfinished(self) -> bool:
        """Whether a tab holds edits that are not saved."""
        return any(getattr(panel, "unfinished", False) for _, panel in self._panels.values())

    def show_part(self, part_id: int, revision_id: int | None = None) -> None:
        """Show a part in its newest revision, or in the one named."""
        if part_id != self.part_id:
            self.facts = self.revision = self._counts = None
            self.part_id = part_id
        self._wanted = revision_id
        self.renew()

    @override
    def refresh(self) -> None:
        if self.part_id is not None:
            self.ask(part_head, self.part_id, then=self._show)

    def _show(self, head: PartHead | None) -> None:
        if head is None or not head.revisions:
            self.left.emit()
            return
        self.facts = head
        found = [row for row in head.revisions if row.id == self._wanted]
        self.revision = found[0] if found else head.revisions[-1]
        self._make_tabs()
        self.ask(part_counts, self.revision.id, then=self._count, key="counts")
        self._show_head()
        self.overview.put(head, self.revision)
        self.affected.show_part(head.number)
        self.review.show_revision(Noun.PART_REVISION, self.revision.id)
        self._fill(self.tabs.current)

    def _show_revision(self, revision_id: int) -> None:
        if self.part_id is not None:
            self.show_part(self.part_id, revision_id)

    def _retext(self) -> None:
        if self.facts is not None:
            self._show_head()

    def _show_head(self) -> None:
        head, revision = self.facts, self.revision
        if head is None or revision is None:
            return
        self.head.put(head.name, head.name_en, say("Parts / {number}", number=head.number))
        state = part_state(self.texts, revision.state, migrated=revision.migrated)
        label = revision.customer_label or "—"
        chips: list[tuple[Words, Tone]] = [
            (
                say(
                    "Rev {label} · int. {n} · {state}",
                    label=label,
                    n=revision.internal,
                    state=state,
                ),
                state_tone(revision.state),
            )
        ]
        current = head.current
        if current is not None and current.id != revision.id:
            day = f"{current.released_at:%Y-%m-%d}" if current.released_at else "—"
            chips.append((say("In force Rev {label} · {day}", label=current.label, day=day), "neutral"))
        if not head.active:
            chips.append((say("Out of use"), "ng"))
        if self._counts is not None and self._counts.special:
            chips.append((say("◇ special {n}", n=self._counts.special), "neutral"))
        self.head.set_chips(*chips)
        newest = head.newest
        may_start = newest is not None and newest.state not in (RevisionState.DRAFT, RevisionState.IN_REVIEW)
        self.new_revision.setVisible(may_start)
        self.start_act.setEnabled(may_start)
        self.start_act.setVisible(may_start)

    def _count(self, counts: PartCounts) -> None:
        self._counts = counts
        numbers = {
            "bom": (say("BOM {n}", n=counts.lines), counts.lines),
            "drawings": (say("Drawings {n}", n=counts.documents), counts.documents),
            "characteristics": (say("Characteristics {n}", n=counts.characteristics), counts.characteristics),
            "where-used": (say("Where used {n}", n=counts.used_in), counts.used_in),
        }
        for tab in TABS:
            if tab.key in self._holders and tab.key in numbers:
                words, number = numbers[tab.key]
                self.tabs.name_tab(tab.key, words if number else tab.words)
        self._show_head()

    def _fill(self, key: str) -> None:
        """Put the panel of a tab in, once for each record."""
        tab = next((tab for tab in TABS if tab.key == key and key in self._holders), None)
        if tab is None or self._panels[key][0] == self._record(tab):
            return
        former = self._panels[key][1]
        self._holders[key].removeWidget(former)
        former.hide()
        former.deleteLater()
        panel = self._make_panel(tab)
        if panel is not None:
            self._holders[key].addWidget(panel)

    def _to_excel(self) -> None:
        if self.revision is None:
            return
        folder = self.choose_folder(self, self.texts.say("Where to write the BOM"))
        if folder is not None:
            issue_file(self.desk, self, "bom_list", self.revision.id, "xlsx", folder)

    def _excel_out(self) -> Callable[[Path], list[Path]] | None:
        """Return what writes the BOM into a folder, to be dragged out; None before a part is shown."""
        return None if self.revision is None else file_writer(self.desk, "bom_list", self.revision.id, "xlsx")

    def _give_out(self) -> None:
        """Ask in which format and language, and for whom, the parts list is given out."""
        if self.revision is not None:
            DocumentDialog(self.desk, (("bom_list", self.revision.id),), self).open()

    def _copy(self) -> None:
        if self.facts is not None and self.revision is not None:
            CopyPartDialog(self.desk, self.revision.id, self.facts.name, self.window()).open()

    def _start(self) -> None:
        if self.facts is not None:
            NewRevisionDialog(self.desk, self.facts, self.window()).open()
