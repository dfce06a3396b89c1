"""The audit log: its newest entries, the check of the whole chain, and the backup. Nothing here changes an entry."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from app.audit_queries import AuditRow, audit_rows
from app.audit_trail import Problem, TrailReport, check_trail
from app.audit_words import ACT_CONTEXT, NOUN_CONTEXT, NOUNS, act_word, noun_word
from app.backup import BackupFacts, back_up
from app.factory import Factory
from app.jobs import CanceledError
from app.settings import PlantSettings, read_settings
from app.snapshot import snapshot
from models.vocab import Noun
from ui.i18n import Shown, Words, say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk, Screen, stacked
from ui.settings.fact_words import fact_name, fact_text
from ui.tasks import Errand
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.facts import FactList
from ui.widgets.fields import ChoiceField
from ui.widgets.label import Label
from ui.widgets.tables import RowTable

_PAGE: Final = 300
_ALL: Final = "all"


class LongWork(QWidget):
    """A bar and a Cancel button for work on a task; its steps come from the worker.

    Signals:
        stepped: Steps done and in all.
    """

    stepped = Signal(int, int)

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__()
        self._errand: Errand | None = None
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        desk.texts.bind(self.bar.setAccessibleName, term("progress", "How far it is"))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.bar, 1)
        line.addWidget(Button(desk.texts, say("Cancel"), self.cancel, name=f"{name}.cancel"))
        self.stepped.connect(self._step)
        self.hide()

    def begin(self, errand: Errand) -> None:
        """Show the bar until ``end``."""
        self._errand = errand
        self.bar.setRange(0, 0)
        self.show()

    def tell(self, done: int, total: int) -> None:
        """Take a step on the worker's thread.

        Raises:
            CanceledError: when it is not wanted any more.
        """
        if self._errand is not None and self._errand.stop.is_set():
            raise CanceledError("long work")
        self.stepped.emit(done, total)

    def cancel(self) -> None:
        """Give the work up."""
        if self._errand is not None:
            self._errand.cancel()
        self.end()

    def end(self) -> None:
        """Take the bar away."""
        self._errand = None
        self.hide()

    def _step(self, done: int, total: int) -> None:
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(done)


class AuditScreen(Screen):
    """The log on the left; entry, chain and backup on the right."""

    # Every act is in the log, whatever it is about.
    nouns = frozenset(noun.value for noun in Noun)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, say("Audit log and backup"))
        self._plant: PlantSettings | None = None
        self._wanted: object = None
        self.columns((self._log(), 8), (stacked(self._entry(), self._chain(), self._backup()), 5))

    # building
    def _log(self) -> Card:
        texts = self.texts
        columns: list[Column[AuditRow]] = [
            Column("#", lambda row: f"{row.seq:,}", "number"),
            Column(
                term("audit", "Time"),
                lambda row: self._short(row.at),
                "muted",
                tip=lambda row: self._time(row.at),
            ),
            Column(term("audit", "Who"), lambda row: row.actor),
            Column(say("Act"), lambda row: term(ACT_CONTEXT, act_word(row.action)), weight=1),
            Column(
                term("audit", "About"),
                lambda row: term(NOUN_CONTEXT, noun_word(row.noun)),
                weight=1,
                second=lambda row: row.about,
            ),
            Column(term("audit", "At"), lambda row: row.station, "muted"),
        ]
        self.model: RowsModel[AuditRow] = RowsModel(texts, columns, key=lambda row: row.seq)
        self.table: RowTable[AuditRow] = RowTable(self.model, "audit")
        texts.bind(self.table.setAccessibleName, say("Audit log"))
        self.table.when_empty(say("Nothing was recorded about this yet."))
        self.table.chosen_changed.connect(self._show_entry)
        card = Card(texts, say("Audit log"), say("newest first"), flush=True)
        choices: list[tuple[str, Shown]] = [(_ALL, say("About everything"))]
        choices += [(noun, term(NOUN_CONTEXT, word)) for noun, word in NOUNS.items()]
        self.filter = ChoiceField(texts, choices)
        self.filter.setObjectName("audit.filter")
        texts.bind(self.filter.setAccessibleName, say("What the entries are about"))
        self.filter.chosen.connect(lambda _noun: self.refresh())
        card.add_head(self.filter)
        card.add(self.table, 1)
        self.older = Button(texts, say("Older entries"), self._ask_older, "quiet", name="audit.older")
        card.add(self.older)
        return card

    def _entry(self) -> Card:
        self.entry = Card(self.texts, say("Entry"))
        self.facts = FactList(self.texts)
        self.entry.add(self.facts)
        return self.entry

    def _chain(self) -> Card:
        texts = self.texts
        self.chain_card = Card(texts, say("Chain"))
        why = say(
            "Every entry holds the hash of the one before it, and every row must be what the entries say. "
            "The check walks all of it on a copy; others can go on working."
        )
        self.chain_card.add(Label(texts, why, "muted", wrap=True))
        self.chain_said = Label(texts, "", wrap=True)
        self.chain_said.setObjectName("chain.said")
        self.chain_said.hide()
        self.chain_card.add(self.chain_said)
        self.chain_work = LongWork(self.desk, "chain")
        self.chain_card.add(self.chain_work)
        line = QHBoxLayout()
        check = Button(
            texts, say("Check the whole chain"), self.check_chain, icon_name="link", name="chain.check"
        )
        line.addWidget(check)
        line.addStretch(1)
        self.chain_card.add(line)
        return self.chain_card

    def _backup(self) -> Card:
        texts = self.texts
        card = Card(texts, say("Backup"))
        why = say(
            "One file with the whole factory, read back before it gets its name. Keep a copy outside of this PC."
        )
        card.add(Label(texts, why, "muted", wrap=True))
        self.backup_said = Label(texts, "", wrap=True)
        self.backup_said.setObjectName("backup.said")
        self.backup_said.hide()
        card.add(self.backup_said)
        self.backup_work = LongWork(self.desk, "backup")
        card.add(self.backup_work)
        line = QHBoxLayout()
        line.addWidget(
            Button(texts, say("Back up now"), self.back_up, icon_name="database", name="backup.make")
        )
        line.addStretch(1)
        card.add(line)
        return card

    # the log
    def refresh(self) -> None:
        """Ask for the newest entries."""
        self.ask(read_settings, then=self._put_plant, key="plant")
        self.ask(audit_rows, limit=_PAGE, noun=self._noun(), then=self._put, key="rows")

    def open_record(self, record: object) -> None:
        """Choose an entry by its number."""
        self._wanted = record
        self.filter.set_value(_ALL)
        self.refresh()

    def _noun(self) -> str:
        chosen = self.filter.value()
        return "" if chosen == _ALL else chosen

    def _put_plant(self, plant: PlantSettings) -> None:
        changed = plant != self._plant
        self._plant = plant
        if changed:
            # Times shown before the zone was known are shown again.
            self.table.viewport().update()
            self._show_entry(self.table.chosen())

    def _put(self, rows: tuple[AuditRow, ...]) -> None:
        self.model.set_rows(rows)
        self.older.setVisible(len(rows) >= _PAGE)
        wanted, self._wanted = self._wanted, None
        if (
            not (isinstance(wanted, int) and self.table.choose(wanted))
            and self.table.chosen() is None
            and rows
        ):
            self.table.choose(rows[0].seq)

    def _ask_older(self) -> None:
        rows = self.model.rows
        if rows:
            before = rows[-1].seq
            self.ask(
                audit_rows, limit=_PAGE, noun=self._noun(), before=before, then=self._put_older, key="older"
            )

    def _put_older(self, rows: tuple[AuditRow, ...]) -> None:
        self.model.set_rows((*self.model.rows, *rows))
        self.older.setVisible(len(rows) >= _PAGE)

    def _show_entry(self, row: AuditRow | None) -> None:
        self.facts.clear()
        if row is None:
            return
        self.entry.set_title(say("Entry {n}", n=f"{row.seq:,}"))
        self.entry.set_chip(say("clock went back") if row.clock_back else "", "warn")
        self.facts.add(say("Act"), term(ACT_CONTEXT, act_word(row.action)), strong=True)
        self.facts.add(term("audit", "Who"), row.actor)
        if row.about:
            self.facts.add(term(NOUN_CONTEXT, noun_word(row.noun)), row.about)
        self.facts.add(term("audit", "Time"), self._stamp(row.at))
        for name, text in row.facts:
            if text:
                self.facts.add(fact_name(name), fact_text(name, text) or _short(text))
        changed = ", ".join(f"{table} {count}" for table, count in row.changed)
        if changed:
            self.facts.add(say("Rows changed"), _short(changed))
        self.facts.add(term("audit", "Hash"), f"{row.hash[:16]}…")

    # the chain
    def check_chain(self) -> None:
        """Check all of it beside the window."""
        factory = self.desk.factory
        if factory is None or self.chain_work.isVisible():
            return
        self.chain_said.hide()
        errand = self.desk.tasks.read(
            lambda: _checked(factory, self.chain_work),
            self._chain_checked,
            failed=self._chain_failed,
            owner=self,
        )
        self.chain_work.begin(errand)

    def _chain_checked(self, report: TrailReport) -> None:
        self.chain_work.end()
        if report.sound:
            words: Words = say(
                "Whole: {entries} {entries:entry|entries}, {rows} {rows:row|rows} compared.",
                entries=f"{report.entries:,}",
                rows=f"{report.rows:,}",
            )
        else:
            words = say(
                "{n} {n:problem|problems}. The first: {what}",
                n=len(report.problems),
                what=_sentence(report.problems[0]),
            )
        self.chain_said.put(words)
        self.chain_said.set_role("body" if report.sound else "bad")
        self.chain_card.set_chip(
            term("chain", "whole") if report.sound else term("chain", "broken"),
            "ok" if report.sound else "ng",
        )
        self.chain_said.show()

    def _chain_failed(self, error: BaseException) -> None:
        self.chain_work.end()
        if not isinstance(error, CanceledError):
            self.desk.notices.failed(error)

    # the backup
    def back_up(self) -> None:
        """Back up into the factory's own folder of backups."""
        factory = self.desk.factory
        if factory is None or self.backup_work.isVisible():
            return
        target = factory.place.backups / f"partproof-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.zip"
        self.backup_said.hide()
        errand = self.desk.tasks.read(
            lambda: back_up(factory, target, progress=self.backup_work.tell),
            lambda facts: self._backed_up(facts, target),
            failed=self._backup_failed,
            owner=self,
        )
        self.backup_work.begin(errand)

    def _backed_up(self, facts: BackupFacts, target: Path) -> None:
        self.backup_work.end()
        self.backup_said.put(
            say("{file}: {n} {n:file|files}, read back.", file=str(target), n=len(facts.files))
        )
        self.backup_said.show()
        self.desk.notices.toast(say("The backup is complete and was read back."), "ok")

    def _backup_failed(self, error: BaseException) -> None:
        self.backup_work.end()
        if not isinstance(error, CanceledError):
            self.desk.notices.failed(error)

    def _short(self, at: datetime) -> str:
        """Return the time of an entry; the year stands there where it is not this one."""
        now, then = self._time(datetime.now(UTC)), self._time(at)
        return then[5:] if then[:4] == now[:4] else then

    def _time(self, at: datetime) -> str:
        local = self._plant.local(at) if self._plant is not None else at
        return f"{local:%Y-%m-%d %H:%M:%S}"

    def _stamp(self, at: datetime) -> str:
        return self._plant.stamp(at) if self._plant is not None else self._time(at)


def _checked(factory: Factory, work: LongWork) -> TrailReport:
    with snapshot(factory) as session:
        return check_trail(session, progress=work.tell)


def _sentence(problem: Problem) -> Words:
    return Words(problem.sentence, "", problem.values)


def _short(text: str, most: int = 60) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
