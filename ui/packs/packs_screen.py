"""Packs that left the house: what each was for, how it stands beside today, and whether its file still verifies.

Asks queries; files are written and checked on a task.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget
from typing_extensions import override

from app.packs.assemble import reissue_pack
from app.packs.compare import ChangedRequirement, PackComparison, compare_pack
from app.packs.queries import PackRow, pack_rows
from app.packs.verify import PackReport, verify_kept, verify_pack
from ui.i18n import Shown, say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.link_filter import LinkFilter
from ui.packs.pack_facts import PackFacts, changed_words, report_lines, state_words
from ui.panels import Desk, Screen, stacked
from ui.theme.theme import current_theme
from ui.theme.tokens import Tone
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.label import Label
from ui.widgets.tables import RowTable
from ui.wording import day_text, minute_text, with_zone

Choose = Callable[[QWidget, str, str], Path | None]
_KIND: Final = "ZIP (*.zip)"


def choose_target(parent: QWidget, title: str, name: str) -> Path | None:
    """Ask where a pack is to be written again."""
    chosen, _kind = QFileDialog.getSaveFileName(parent, title, name, _KIND)
    return Path(chosen) if chosen else None


def choose_pack(parent: QWidget, title: str, _name: str) -> Path | None:
    """Ask for a pack's file."""
    chosen, _kind = QFileDialog.getOpenFileName(parent, title, "", _KIND)
    return Path(chosen) if chosen else None


class PacksScreen(Screen):
    """The packs; ``open_record`` takes a pack's id."""

    nouns = frozenset(
        {"pack", "assessment", "document_revision", "part_revision", "inspection", "gauge", "bom"}
    )

    def __init__(self, desk: Desk, *, to_save: Choose = choose_target, to_open: Choose = choose_pack) -> None:
        super().__init__(desk, say("Evidence packs"))
        texts = self.texts
        self._to_save, self._to_open = to_save, to_open
        self._chosen: int | None = None
        self._zone: ZoneInfo | None = None
        self.add_action(say("Verify a file"), self._verify_file, icon_name="shield-check", name="packs.file")
        listed = Card(texts, say("Packs that left the house"), flush=True)
        self.none = Label(
            texts,
            say(
                "No pack was made yet. Open an assessment under Checklists and make the evidence pack there."
            ),
            "muted",
            wrap=True,
        )
        self.none.setContentsMargins(14, 12, 14, 12)
        self.list = RowTable(
            RowsModel(texts, self._columns(), key=lambda row: row.id), "packs", sortable=True
        )
        texts.bind(self.list.setAccessibleName, say("Packs that left the house"))
        self.list.chosen_changed.connect(self._choose)
        none = say("No pack left the house yet. Make one at its assessment.")
        self.link = LinkFilter(self, self.list, "packs.link", empty=none)
        listed.add_head(self.link)
        listed.add(self.none)
        listed.add(self.list, 1)
        beside = Card(texts, term("pack", "Beside today"), flush=True)
        self.says = Label(texts, "", wrap=True)
        self.says.setObjectName("packs.beside")
        self.says.setContentsMargins(14, 10, 14, 10)
        self.changed = RowTable(
            RowsModel(texts, self._changed_columns(), key=lambda row: row.code), "packs.changed"
        )
        texts.bind(self.changed.setAccessibleName, term("pack", "Beside today"))
        self.changed.when_empty(say("What differs from today would stand here."))
        beside.add(self.says)
        beside.add(self.changed, 1)
        self.facts = PackFacts(texts)
        self.verified = Card(texts, term("pack", "Verification"))
        self.found = Label(texts, "", wrap=True)
        self.found.setObjectName("packs.verified")
        self.verified.add(self.found)
        self.verified.hide()
        self.again = Button(texts, say("Give it out again"), self._give_out, "primary", name="packs.again")
        self.verify = Button(texts, term("pack", "Verify"), self._verify, name="packs.verify")
        self.facts.add_head(self.verify)
        self.facts.add_head(self.again)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(round(current_theme().size("gap_px")))
        column.addWidget(listed, 1)
        column.addWidget(beside, 1)
        self.columns((left, 13), (stacked(self.facts, self.verified), 8))
        self._dress()

    def _columns(self) -> tuple[Column[PackRow], ...]:
        return (
            Column(term("pack", "Pack"), lambda row: row.name, "strong", tip=lambda row: row.uuid),
            Column(
                term("pack", "Checklist"),
                lambda row: row.title_ko if self.texts.code == "ko" else row.title,
                weight=2,
                second=lambda row: row.part_number,
            ),
            Column(term("pack", "Recipient"), lambda row: row.recipient or "–", weight=1),
            Column(term("pack", "Purpose"), lambda row: row.terms.purpose, "muted", weight=1),
            Column(term("pack", "Made"), self._made),
            Column(
                term("pack", "Use until"),
                lambda row: day_text(row.terms.expires_on),
                "chip",
                tone=self._tone,
            ),
        )

    def _changed_columns(self) -> tuple[Column[ChangedRequirement], ...]:
        return (
            Column("#", lambda row: row.code),
            Column(
                term("certification", "Requirement"),
                lambda row: row.title_ko if self.texts.code == "ko" else row.title,
                weight=1,
            ),
            Column(term("pack", "In the pack"), lambda row: state_words(row.then)),
            Column(term("pack", "Today"), lambda row: state_words(row.now), "strong"),
            Column(
                term("pack", "Evidence since"),
                lambda row: changed_words(self.texts, row),
                "muted",
                weight=2,
                tip=lambda row: changed_words(self.texts, row),
            ),
        )

    def _made(self, row: PackRow) -> str:
        return minute_text(row.issued_at, self._zone) if self._zone is not None else ""

    def _tone(self, row: PackRow) -> Tone:
        until = row.terms.expires_on
        return "warn" if until is not None and until < self.desk.today() else "neutral"

    # asking
    @override
    def open_record(self, record: object) -> None:
        if isinstance(record, int):
            self._chosen = record
            self.link.clear_choice()
            self.renew()

    @override
    def refresh(self) -> None:
        self.ask(with_zone(pack_rows), linked=self.link.wanted(), then=self._put, key="list")

    def _put(self, found: tuple[tuple[PackRow, ...], ZoneInfo]) -> None:
        rows, self._zone = found
        wanted = self._chosen
        self.list.rows_model.set_rows(tuple(reversed(rows)))
        self.none.setVisible(not rows and not self.link.taken)
        if rows and not self.list.choose(wanted):
            self.list.choose(rows[-1].id)
        self._choose(self.list.chosen())

    def _choose(self, row: PackRow | None) -> None:
        if row is not None and self._chosen != row.id:
            self.verified.hide()
        self._chosen = None if row is None else row.id
        self._dress()
        if row is None or self._zone is None:
            return
        self.facts.put(row, self._zone, self.desk.today())
        self.ask(compare_pack, row.id, then=self._put_comparison, key="compare")

    def _dress(self) -> None:
        chosen = self._chosen is not None
        self.facts.setVisible(chosen)
        self.again.setEnabled(chosen)
        self.verify.setEnabled(chosen)

    def _put_comparison(self, found: PackComparison) -> None:
        self.changed.rows_model.set_rows(found.changed)
        shown: Shown
        if found.changed:
            shown = say(
                "{n} {n:requirement stands|requirements stand} otherwise than in this pack.",
                n=len(found.changed),
            )
        else:
            shown = say("Made today, this pack would say the same of every requirement.")
        if found.parts_changed:
            shown = say("{what} The part no longer consists of what was frozen with it.", what=shown)
        self.says.put(shown)

    # acts
    def _give_out(self) -> None:
        row, factory = self.list.chosen(), self.desk.factory
        if row is None or factory is None:
            return
        name = f"{row.name.replace(' / ', ' ')}.zip"
        path = self._to_save(self, self.texts.say("Give the pack out again"), name)
        if path is None:
            return

        def written(out: Path) -> None:
            self.desk.notices.toast(say("{file} is written, the same bytes as then.", file=out.name), "ok")

        failed = self.desk.notices.failed
        self.desk.tasks.read(partial(reissue_pack, factory, row.id, path), written, failed=failed, owner=self)

    def _verify(self) -> None:
        row, factory = self.list.chosen(), self.desk.factory
        if row is not None and factory is not None:
            self._looking(row.name)
            self.desk.tasks.read(
                partial(verify_kept, factory, row.id),
                partial(self._put_report, row.name),
                failed=self._not_verified,
                owner=self,
            )

    def _verify_file(self) -> None:
        path = self._to_open(self, self.texts.say("Pack to verify"), "")
        factory = self.desk.factory
        if path is None or factory is None:
            return
        self._looking(path.name)
        self.desk.tasks.read(
            partial(verify_pack, path, factory),
            partial(self._put_report, path.name),
            failed=self._not_verified,
            owner=self,
        )

    def _looking(self, name: str) -> None:
        self.verified.show()
        self.verified.set_chip("")
        self.found.put(say("Checking every file of {name}", name=name))

    def _not_verified(self, error: BaseException) -> None:
        self.verified.hide()
        self.desk.notices.failed(error)

    def _put_report(self, name: str, report: PackReport) -> None:
        sound = report.sound
        self.verified.show()
        self.verified.set_chip(
            term("pack", "sound") if sound else term("pack", "not sound"), "neutral" if sound else "ng"
        )
        self.found.put("\n".join(report_lines(self.texts, name, report)))
