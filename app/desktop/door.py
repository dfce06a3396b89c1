"""From nothing to a person at an open factory: the first choice, the demo, a new factory, signing in.

Runs everything slow beside the window and says what was refused on the page where it was asked for.
"""

from __future__ import annotations

import logging
import secrets
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.demo.crew import PASSWORD
from app.demo.run import STAGES, DemoResult, run_demo
from app.desktop.people import demo_people, login_of
from app.desktop.workplace import NOBODY, Workplace
from app.errors import PartproofError
from app.factory import ChangeSet, Factory
from app.jobs import CanceledError, Progress, Step
from app.labels import label
from app.machine import read_machine, remember_factory
from app.people.queries import UserRow
from app.people.sign_in import identify_by_badge, sign_in
from app.people.users import add_user
from app.settings import PlantSettings, read_settings
from app.unit_of_work import SYSTEM, Actor
from app.wiring import build_hooks
from devices.barcodes.content import CodeContent
from devices.barcodes.registry import parse
from models.vocab import Role
from ui.bridge import Bridge
from ui.i18n import Texts, say
from ui.input.code_texts import warning_text
from ui.main_window import Memory
from ui.sign_in.demo_page import DemoPage
from ui.sign_in.door_window import DoorWindow
from ui.sign_in.first_start_page import FirstStartPage, RecentFactory
from ui.sign_in.new_factory_page import NewFactory, NewFactoryPage
from ui.sign_in.sign_in_page import KnownPerson, SignInPage
from ui.tasks import Tasks
from ui.theme.theme import current_theme
from ui.widgets.dialogs import FailureDialog

_LOG: Final = logging.getLogger("partproof.window")
_THEMES: Final = ("light", "dark", "contrast", "system")
ChooseFolder = Callable[[QWidget, str, str], str]


def ask_for_folder(parent: QWidget, title: str, start: str) -> str:
    """Let a person choose a folder; an empty text where none was chosen."""
    return QFileDialog.getExistingDirectory(parent, title, start)


class Door(QObject):
    """Leads to an open factory with somebody signed in.

    Args:
        texts: The window's language.
        memory: This machine's settings.
        choose_folder: The folder dialog.
        home: Where new factories and demos are proposed; the person's own folder by default.

    Signals:
        entered: A Workplace whose actor is signed in.
        shown: A page is ready for a person.
    """

    entered = Signal(object)
    shown = Signal()
    _stage_began = Signal(str)
    _stepped = Signal(int, int)

    def __init__(
        self,
        texts: Texts,
        memory: Memory,
        choose_folder: ChooseFolder = ask_for_folder,
        home: Path | None = None,
    ) -> None:
        super().__init__()
        self._texts, self._memory, self._choose = texts, memory, choose_folder
        self._home = home or Path.home() / "Partproof"
        self.window = DoorWindow(texts)
        self.tasks = Tasks(Bridge(self), self.failed, parent=self)
        self.workplace: Workplace | None = None
        self.page: QWidget | None = None
        self._failure: FailureDialog | None = None
        self._demo: Progress | None = None
        self.window.language_pressed.connect(self.switch_language)
        self.window.theme_pressed.connect(self.next_theme)
        self.window.left.connect(self._stop_demo)

    def start(self, folder: Path | None, *, demo: bool = False) -> None:
        """Begin: with a folder, with the demo, with the factory opened last, or with the choice."""
        last = [Path(entry) for entry in read_machine().factories[:1]]
        if folder is not None:
            self.open(folder)
        elif demo:
            self.make_demo()
        elif last and _is_there(last[0]):
            self.open(last[0])
        else:
            self.show_choice()

    @property
    def texts(self) -> Texts:
        """The window's language."""
        return self._texts

    def close(self) -> None:
        """Let go of everything: threads, the factory, the window."""
        self._stop_demo()
        self.tasks.close()
        self.let_go()
        self.window.close()

    def let_go(self) -> None:
        """Close the factory that is open."""
        if self.workplace is not None:
            self.workplace.close()
            self.workplace = None

    # the choice
    def show_choice(self) -> None:
        """Ask which factory."""
        self.let_go()
        folders = [Path(entry) for entry in read_machine().factories]
        page = FirstStartPage(self._texts, [RecentFactory(entry, _is_there(entry)) for entry in folders])
        page.demo_wanted.connect(self.make_demo)
        page.open_wanted.connect(self._choose_factory)
        page.new_wanted.connect(self.show_new)
        page.recent_wanted.connect(self.open)
        self.show_page(page)

    def _choose_factory(self) -> None:
        title = self._texts.say("Choose the folder of a factory")
        chosen = self._choose(self.window, title, str(self._home))
        if chosen:
            self.open(Path(chosen))

    def open(self, folder: Path) -> None:
        """Open the factory in a folder and ask who is there."""
        self.tasks.read(
            lambda: open_workplace(folder),
            self._opened,
            failed=self._not_opened,
            owner=self,
        )

    def _opened(self, workplace: Workplace) -> None:
        self.let_go()
        self.workplace = workplace
        remember_factory(workplace.factory.place.folder)
        self.show_sign_in()

    def _not_opened(self, error: BaseException) -> None:
        self.show_choice()
        self.failed(error)

    # the demo
    def make_demo(self) -> None:
        """Make a demo factory in a new folder, showing its stages."""
        folder = _free(self._home / "demo")
        page = DemoPage(self._texts, tuple(STAGES.values()), folder)
        progress = Progress(lambda step: self._tell_step(step))
        self._demo = progress
        page.cancel_wanted.connect(progress.cancel)
        self._stage_began.connect(page.put_stage)
        self._stepped.connect(page.put_step)
        self.show_page(page)
        self.tasks.read(
            lambda: run_demo(folder, progress=self._stage_began.emit, steps=progress),
            self._demo_made,
            failed=self._demo_failed,
            owner=self,
        )

    def _tell_step(self, step: Step) -> None:
        # The stages themselves come as steps too; the page has them already.
        if step.what not in STAGES.values():
            self._stepped.emit(step.done, step.total)

    def _demo_made(self, result: DemoResult) -> None:
        self._demo = None
        if result.problems:
            self.window.toast(say("The demo did not verify: {what}", what=result.problems[0]), "ng")
        self.open(result.factory)

    def _demo_failed(self, error: BaseException) -> None:
        self._demo = None
        self.show_choice()
        if isinstance(error, CanceledError):
            self.window.toast(say("The demo was stopped. Its unfinished folder can be deleted."))
        else:
            self.failed(error)

    def _stop_demo(self) -> None:
        if self._demo is not None:
            self._demo.cancel()

    # a new factory
    def show_new(self) -> None:
        """Ask for the facts of a new factory."""
        page = NewFactoryPage(self._texts, _free(self._home / "factory"))
        page.back_wanted.connect(self.show_choice)
        page.make_wanted.connect(partial(self._make, page))
        page.folder_wanted.connect(partial(self._choose_new, page))
        self.show_page(page)

    def _choose_new(self, page: NewFactoryPage) -> None:
        title = self._texts.say("Choose an empty folder for the new factory")
        chosen = self._choose(self.window, title, str(self._home))
        if chosen:
            page.set_folder(Path(chosen))

    def _make(self, page: NewFactoryPage, wanted: NewFactory) -> None:
        def refused(error: BaseException) -> None:
            page.show_wrong(self._texts.explain(error) if isinstance(error, PartproofError) else "")
            if not isinstance(error, PartproofError):
                self.failed(error)

        self.tasks.read(lambda: make_factory(wanted), self._made, failed=refused, owner=self)

    def _made(self, made: tuple[Workplace, str]) -> None:
        workplace, login = made
        self._memory.set("window.login", login)
        remember_factory(workplace.factory.place.folder)
        self.workplace = workplace
        self.entered.emit(workplace)

    # signing in
    def show_sign_in(self) -> None:
        """Ask who is there, at the factory that is open."""
        workplace = self.workplace
        if workplace is None:
            self.show_choice()
            return
        workplace.actor = NOBODY
        factory = workplace.factory
        self.tasks.read(
            lambda: (factory.ask(read_settings).name, factory.ask(demo_people)), self._ask_who, owner=self
        )

    def _ask_who(self, found: tuple[str, tuple[UserRow, ...]]) -> None:
        name, people = found
        language = self._texts.language
        known = [
            KnownPerson(
                row.login,
                row.name,
                " · ".join((row.login, row.title, *(label(language, role) for role in row.roles))),
            )
            for row in people
        ]
        login = "" if people else self._memory.get("window.login") or ""
        page = SignInPage(self._texts, name, known, PASSWORD if people else "", login)
        page.sign_in_wanted.connect(self.sign_in)
        page.other_wanted.connect(self.show_choice)
        self.show_page(page)

    def sign_in(self, login: str, password: str) -> None:
        """Sign in on the page that asks for it; what is refused is said there."""
        page, workplace = self.page, self.workplace
        if workplace is None or not isinstance(page, SignInPage):
            return
        station = workplace.station.code if workplace.station is not None else ""

        def refused(error: BaseException) -> None:
            page.set_busy(False)
            if isinstance(error, PartproofError):
                page.tell(self._texts.explain(error))
            else:
                self.failed(error)

        def proved(changes: ChangeSet[Actor]) -> None:
            workplace.actor = changes.result
            self._memory.set("window.login", login)
            self.entered.emit(workplace)

        page.set_busy(True)
        self.tasks.write(
            lambda: workplace.factory.perform(sign_in, login, password, station=station, actor=SYSTEM),
            proved,
            failed=refused,
            owner=page,
        )

    def take_scan(self, raw: bytes) -> None:
        """Take a scan at the door: a badge says who it is and never signs in."""
        page, workplace = self.page, self.workplace
        content = parse(raw, from_keyboard=True)
        if not isinstance(page, SignInPage) or workplace is None or not isinstance(content, CodeContent):
            return
        badge = content.fields[0][1] if content.kind == "badge" else content.text
        for code in content.warnings:
            self.window.toast(warning_text(self._texts.language, code), "warn")
        factory = workplace.factory

        def whose() -> tuple[str, str]:
            actor = factory.perform(identify_by_badge, badge, actor=SYSTEM).result
            return factory.ask(login_of, actor.user_id), actor.name

        def refused(error: BaseException) -> None:
            if isinstance(error, PartproofError):
                page.tell(self._texts.explain(error))
            else:
                self.failed(error)

        self.tasks.write(whose, lambda who: page.identify(*who), failed=refused, owner=page)

    # what is the matter
    def failed(self, error: BaseException) -> None:
        """Explain a refusal in a toast; own up to anything else in one dialog with its number in the log."""
        if isinstance(error, PartproofError):
            self.window.toast(self._texts.explain(error), "ng")
            return
        number = secrets.token_hex(3).upper()
        _LOG.error("failure %s", number, exc_info=error)
        if self._failure is None or not self._failure.isVisible():
            summary = f"{type(error).__name__}: {error}"
            self._failure = FailureDialog(self._texts, number, summary, self.window)
            self._failure.finished.connect(self._failure.deleteLater)
            self._failure.open()

    # language and theme
    def switch_language(self) -> None:
        """Show the other language and remember it."""
        self._texts.switch("en" if self._texts.code == "ko" else "ko")
        self._memory.set("window.language", self._texts.code)

    def next_theme(self) -> None:
        """Show the next theme and remember it."""
        theme = current_theme()
        theme.choose(_THEMES[(_THEMES.index(theme.choice) + 1) % len(_THEMES)])
        self._memory.set("window.theme", theme.choice)

    def show_page(self, page: QWidget) -> None:
        """Show a page of the door."""
        self.page = page
        self.window.show_page(page)
        if not self.window.isVisible():
            self.window.show()
        self.window.activateWindow()
        starts = getattr(page, "start", None)
        if callable(starts):
            starts()
        self.shown.emit()


def open_workplace(folder: Path) -> Workplace:
    """Open a factory; a demo's station stands at whatever PC shows the demo.

    Raises:
        PartproofError: when it is none, newer than the program, damaged, or not safe where it lies.
    """
    factory = Factory.open(folder, build_hooks())
    return Workplace(factory, demo=bool(factory.ask(demo_people)))


def make_factory(wanted: NewFactory) -> tuple[Workplace, str]:
    """Make a factory with its first administrator, who is signed in.

    Returns:
        The workplace and the administrator's sign-in name.

    Raises:
        PartproofError: a folder that will not do, or a weak password; then nothing was made.
    """
    factory = Factory.create(wanted.folder, PlantSettings(wanted.name, wanted.language), build_hooks())
    try:
        user = factory.perform(
            add_user,
            login=wanted.login,
            name=wanted.person,
            password=wanted.password,
            roles=[Role.ADMINISTRATOR],
            actor=SYSTEM,
        ).result
    except PartproofError:
        # The folder was empty or new a moment ago, so all in it is ours.
        factory.close()
        shutil.rmtree(wanted.folder, ignore_errors=True)
        raise
    workplace = Workplace(factory)
    workplace.actor = Actor(user, wanted.person, frozenset({Role.ADMINISTRATOR}))
    return workplace, wanted.login


def _is_there(folder: Path) -> bool:
    return (folder / "factory.toml").is_file()


def _free(folder: Path) -> Path:
    """Return a folder's name, or the first one with a number that does not exist yet."""
    number, free = 1, folder
    while free.exists():
        number += 1
        free = folder.with_name(f"{folder.name}-{number}")
    return free
