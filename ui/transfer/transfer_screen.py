"""The initial transfer in four steps: folder and register, match, preview, sign and run. Continues what was stopped.

Reading and running happen away from the window's thread; until the signature nothing is written.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStackedWidget
from shiboken6 import isValid
from typing_extensions import override

from app.drawings.import_guard import read_bytes
from app.errors import PartproofError
from app.jobs import CanceledError, Progress, Step
from app.transfer.acts import give_up, sign_transfer
from app.transfer.planning import Sources, read_sources
from app.transfer.preview import FileChoice, Reading, TransferPreview
from app.transfer.queries import TransferRow, transfer_rows
from app.transfer.run import run_transfer
from app.transfer.shown import show_first_plan, show_plan
from models.vocab import Noun
from models.vocab_transfer import TransferKind, TransferState
from ui.bridge import OutsideChanges
from ui.i18n import Shown, say
from ui.panels import Desk, Screen
from ui.tasks import Errand
from ui.transfer.match_page import MatchPage
from ui.transfer.preview_page import PreviewPage
from ui.transfer.run_page import RunPage
from ui.transfer.source_page import ChoosePath, SourcePage, choose_drawings, choose_register
from ui.widgets.buttons import Button
from ui.widgets.facts import StepLine
from ui.widgets.label import Label
from ui.wording import with_zone

STEPS = (
    say("1 Folder and register"),
    say("2 Match"),
    say("3 Preview"),
    say("4 Sign and run"),
)
_SOURCE, _MATCH, _PREVIEW, _RUN = range(4)
_BROUGHT = frozenset(
    noun.value
    for noun in (
        *(Noun.PART, Noun.PART_REVISION, Noun.DOCUMENT, Noun.DOCUMENT_REVISION, Noun.CUSTOMER),
        *(Noun.GAUGE, Noun.TRANSFER, Noun.AUDIT),
    )
)


class TransferScreen(Screen):
    """The wizard.

    Args:
        desk: What a screen has at hand.
        to_register: Asks for the register.
        to_folder: Asks for the folder.
    """

    nouns = frozenset({Noun.TRANSFER.value})
    _stepped = Signal(object)

    def __init__(
        self, desk: Desk, to_register: ChoosePath = choose_register, to_folder: ChoosePath = choose_drawings
    ) -> None:
        super().__init__(desk, say("Initial transfer"))
        self._sources: Sources | None = None
        self._kind = TransferKind.PARTS
        self._progress: Progress | None = None
        self._errand: Errand | None = None
        self._running: TransferRow | None = None
        self.preview: TransferPreview | None = None
        self.steps = StepLine(self.texts)
        self.body.addWidget(self.steps)
        self.source = SourcePage(self.texts, to_register, to_folder)
        self.match = MatchPage(desk)
        self.shown = PreviewPage(desk)
        self.run = RunPage(self.texts)
        self.pages = QStackedWidget()
        for page in (self.source, self.match, self.shown, self.run):
            self.pages.addWidget(page)
        self.body.addWidget(self.pages, 1)
        self.body.addLayout(self._foot())
        self._connect()
        self._go(_SOURCE)

    def _foot(self) -> QHBoxLayout:
        texts = self.texts
        line = QHBoxLayout()
        line.setSpacing(8)
        self.refusal = Label(texts, "", "bad", wrap=True)
        self.refusal.setObjectName("refusal")
        self.bar = QProgressBar()
        self.bar.setObjectName("transfer.reading")
        self.bar.setTextVisible(False)
        self.bar.setMaximumWidth(240)
        texts.bind(self.bar.setAccessibleName, say("How far the reading is"))
        self.nothing = Label(texts, say("Nothing is written before you sign."), "muted")
        self.stop = Button(texts, say("Stop"), self._stop, name="transfer.stop_reading")
        self.back = Button(texts, say("Back"), self._back, name="transfer.back")
        self.next = Button(texts, say("Next"), self._next, "primary", name="transfer.next")
        line.addWidget(self.refusal, 1)
        line.addStretch(1)
        for widget in (self.bar, self.nothing, self.stop, self.back, self.next):
            line.addWidget(widget)
        return line

    def _connect(self) -> None:
        self.source.filled.connect(lambda filled: self.next.setEnabled(filled))
        self.match.mapped.connect(self._map)
        self.match.patterns_said.connect(lambda lines: self._read_anew(patterns=lines))
        self.match.options_said.connect(
            lambda drafts, unlisted: self._read_anew(drafts=drafts, unlisted=unlisted)
        )
        self.match.file_said.connect(self._choose)
        self.match.kind_said.connect(self._name_kind)
        self.run.signed.connect(self._sign)
        self.run.continued.connect(self._carry_out)
        self.run.stopped.connect(self._stop)
        self.run.given_up.connect(self._give_up)
        self._stepped.connect(self._put_step, Qt.ConnectionType.QueuedConnection)
        self.add_action(say("Next step"), self._next, shortcut="Alt+Right", kind=None)
        self.add_action(say("Step back"), self._back, shortcut="Alt+Left", kind=None)

    # where it stands
    @override
    def refresh(self) -> None:
        self.ask(with_zone(transfer_rows), then=self._put_rows)

    def _put_rows(self, found: tuple[tuple[TransferRow, ...], ZoneInfo]) -> None:
        rows, zone = found
        self.source.put_past(rows, zone)
        self._running = next((row for row in rows if row.state is TransferState.SIGNED), None)
        if self._running is not None and self._progress is None:
            self.run.put_running(self._running)
            self._go(_RUN)
        elif self._running is None and self.pages.currentIndex() == _RUN and self.preview is None:
            self._go(_SOURCE)

    def _go(self, step: int) -> None:
        self.pages.setCurrentIndex(step)
        self.steps.set_steps(STEPS, step)
        self.refusal.put("")
        self._busy(None)

    def _busy(self, progress: Progress | None) -> None:
        """Show what may be pressed: while something is read or run only to stop it."""
        self._progress = progress
        step, busy = self.pages.currentIndex(), progress is not None
        self.bar.setVisible(busy and step != _RUN)
        self.stop.setVisible(busy and step != _RUN)
        self.stop.setEnabled(busy)
        self.bar.setRange(0, 0)
        self.nothing.setVisible(not busy and step != _RUN)
        self.back.setVisible(step in (_MATCH, _PREVIEW) or (step == _RUN and self._running is None))
        self.back.setEnabled(not busy)
        self.next.setVisible(step != _RUN)
        ready = self.source.paths is not None if step == _SOURCE else self.preview is not None
        if step == _PREVIEW:
            ready = self.preview is not None and bool(self.preview.lines)
        self.next.setEnabled(ready and not busy)

    def _next(self) -> None:
        step = self.pages.currentIndex()
        if not self.next.isEnabled() or step == _RUN:
            return
        if step == _SOURCE:
            self._read()
        elif step == _MATCH and self.preview is not None:
            self._go(_PREVIEW)
            self.shown.put(self.preview)
        elif self.preview is not None:
            self.run.put_plan(self.preview, self.desk.actor().name)
            self.run.refuse("")
            self._go(_RUN)

    def _back(self) -> None:
        step = self.pages.currentIndex()
        if self.back.isVisible() and self.back.isEnabled():
            self._go(max(step - 1, _SOURCE))

    def _stop(self) -> None:
        if self._progress is not None:
            self._progress.cancel()
            self.stop.setEnabled(False)
            self.run.stop.setEnabled(False)

    def _told(self) -> Progress:
        """Return progress that tells this screen, and stops the work when the window wants no more of it."""

        def tell(step: Step) -> None:
            errand = self._errand
            if errand is not None and errand.stop.is_set():
                progress.cancel()
            elif isValid(self):
                self._stepped.emit(step)

        progress = Progress(tell)
        return progress

    def _put_step(self, step: Step) -> None:
        if self.pages.currentIndex() == _RUN:
            self.run.put_step(step)
        else:
            self.bar.setRange(0, max(step.total, 1))
            self.bar.setValue(step.done)

    # reading
    def _read(self) -> None:
        factory, paths = self.desk.factory, self.source.paths
        if factory is None or paths is None:
            return
        kind, progress = self.source.chosen_kind, self._told()
        self._kind = kind

        def work() -> tuple[Sources, TransferPreview, bool]:
            sources = read_sources(*paths, progress)
            return (sources, *show_first_plan(factory, kind, sources))

        self._busy(progress)
        self._errand = self.desk.tasks.read(work, self._put_first, failed=self._refused, owner=self)

    def _put_first(self, found: tuple[Sources, TransferPreview, bool]) -> None:
        self._sources, self.preview, remembered = found
        self._go(_MATCH)
        self._put_plan(self.preview)
        if remembered:
            self.desk.notices.toast(say("Columns and patterns are as for this layout last time."))

    def _map(self, letter: str, field: str) -> None:
        if self.preview is None:
            return
        mapping = dict(self.preview.reading.mapping)
        for column in self.preview.columns:
            if field and column.field == field and column.letter != letter:
                mapping.pop(column.title, None)
                mapping[column.letter] = ""
        for column in self.preview.columns:
            if column.letter == letter:
                mapping.pop(column.title, None)
        mapping[letter] = field
        self._read_anew(mapping=mapping)

    def _choose(self, path: str, choice: FileChoice | None) -> None:
        if self.preview is None:
            return
        choices = dict(self.preview.reading.choices)
        choices.pop(path, None)
        if choice is not None:
            choices[path] = choice
        self._read_anew(choices=choices)

    def _name_kind(self, word: str, kind: str) -> None:
        if self.preview is not None:
            self._read_anew(kinds={**self.preview.reading.kinds, word: kind})

    def _read_anew(self, **said: Any) -> None:
        factory, sources, kind = self.desk.factory, self._sources, self._kind
        if factory is None or sources is None or self.preview is None:
            return
        reading: Reading = replace(self.preview.reading, **said)
        self._busy(Progress())
        self.desk.tasks.read(
            lambda: show_plan(factory, kind, sources, reading),
            self._put_plan,
            failed=self._refused,
            owner=self,
        )

    def _put_plan(self, preview: TransferPreview) -> None:
        self.preview = preview
        self.refusal.put("")
        self.match.put(preview)
        self.head.put(say("Initial transfer"), preview.register_path.name)
        self._busy(None)

    def _refused(self, error: BaseException) -> None:
        self._busy(None)
        if isinstance(error, CanceledError):
            self.desk.notices.toast(say("Stopped; nothing was written."))
        elif isinstance(error, PartproofError):
            self.refusal.put(self.texts.explain(error))
            if self.preview is not None:
                # What was typed stays, to be corrected; the columns go back to what holds.
                self.match.columns.put(self.preview.kind, self.preview.columns)
        else:
            self.desk.notices.failed(error)

    # signing and running
    def _sign(self, secret: str) -> None:
        preview, perform = self.preview, self.desk.perform
        if preview is None or self._progress is not None:
            return

        def work() -> object:
            return perform(sign_transfer, preview, read_bytes(preview.register_path), secret=secret)

        self._busy(Progress())
        self.run.sign.setEnabled(False)
        self.desk.tasks.write(work, lambda _done: self._carry_out(), failed=self._not_signed, owner=self)

    def _not_signed(self, error: BaseException) -> None:
        self.run.sign.setEnabled(True)
        self._busy(None)
        if isinstance(error, PartproofError):
            self.run.refuse(self.texts.explain(error))
        else:
            self.desk.notices.failed(error)

    def _carry_out(self) -> None:
        factory = self.desk.factory
        if factory is None:
            return
        actor, progress = self.desk.actor(), self._told()
        self.run.sign.setEnabled(True)
        self._busy(progress)
        self.run.rest(running=True)
        # Not on the writer's thread: its steps take turns with what stations write meanwhile.
        self._errand = self.desk.tasks.read(
            lambda: run_transfer(factory, actor=actor, progress=progress),
            self._done,
            failed=self._halted,
            owner=self,
        )

    def _done(self, row: TransferRow) -> None:
        self.preview, self._running = None, None
        self._go(_SOURCE)
        self.desk.bridge.publish(OutsideChanges(_BROUGHT))
        self.desk.notices.toast(self._said(row), "ok")
        self.renew()

    def _said(self, row: TransferRow) -> Shown:
        if row.kind is TransferKind.GAUGES:
            return say("{n} {n:gauge was|gauges were} transferred.", n=row.gauges)
        return say(
            "{parts} {parts:part|parts} and {revisions} "
            "{revisions:document revision|document revisions} were transferred.",
            parts=row.parts,
            revisions=row.revisions,
        )

    def _halted(self, error: BaseException) -> None:
        self._busy(None)
        self.preview = None
        if isinstance(error, PartproofError):
            self.run.refuse(self.texts.explain(error))
        elif isinstance(error, CanceledError):
            self.run.refuse(say("Stopped. Nothing of it is to be seen yet; continue it at any time."))
        else:
            self.desk.notices.failed(error)
        self.renew()

    def _give_up(self, reason: str) -> None:
        if self._running is not None:
            self.run.refuse("")
            self.preview = None
            self.do(give_up, self._running.id, reason=reason, said=say("Given up; nothing was brought in."))
