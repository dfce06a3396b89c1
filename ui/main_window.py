"""The window: bars, places, the screen now shown, and where scans, notices and failures go.

Knows no noun: places, search and facts are given to it by the composition root.
"""

from __future__ import annotations

import logging
import secrets
import time
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, Protocol, runtime_checkable
from zoneinfo import ZoneInfo

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from app.errors import PartproofError
from app.unit_of_work import Actor
from devices.barcodes.content import CodeContent, CodeRefused
from devices.events import ScanReceived
from ui.bridge import Bridge, Changes
from ui.i18n import Shown, Texts, say
from ui.input.code_texts import refused_scan_text, warning_text
from ui.list_export import ListExport
from ui.navigation import Count, Navigation, Place
from ui.panels import BookOfPanels, Desk, Screen
from ui.search_box import SearchBox, SearchHit
from ui.tasks import Tasks
from ui.theme.theme import current_theme
from ui.theme.tokens import Tone
from ui.widgets.buttons import make_action
from ui.widgets.dialogs import FailureDialog
from ui.widgets.notices import Banner, ToastStack
from ui.widgets.preedit import commit_preedit
from ui.widgets.window_bars import DeviceFact, StatusBar, StatusFacts, TopBar

if TYPE_CHECKING:
    from app.device_hub import DeviceHub
    from app.factory import Factory

_LOG = logging.getLogger("partproof.window")
_THEME_ORDER: Final = ("light", "dark", "contrast", "system")
# Changes come in bursts (an import, a release); counts and status are asked once per burst.
_SETTLE_MS: Final = 150


class Memory(Protocol):
    """The settings of this machine."""

    def get(self, name: str) -> str | None:
        """Return what was remembered."""
        ...

    def set(self, name: str, value: str) -> None:
        """Remember."""
        ...


@runtime_checkable
class TakesScans(Protocol):
    """A dialog that has a place for a scan."""

    def take_scan(self, scan: ScanReceived) -> bool:
        """Take a scan; False where there is no place for it now."""
        ...


@dataclass(frozen=True)
class Connections:
    """What the window is joined to.

    Attributes:
        ask: Runs a query: ``Factory.ask``.
        perform: Runs a verb as the person signed in.
        search: Finds records for the search box; runs on a read thread.
        resolve: What a scan stands for, or None; runs on a read thread.
        understand: What a scan says by the plant's code book, or why it is refused; runs on a read thread.
        status: State of the factory; runs on a read thread.
        memory: Settings of this machine.
        panels: Panels by key.
        reader: Read threads, or None for the window's own.
        writer: The process's one writer thread, or None for the window's own.
        actor: Who is signed in now.
        factory: The open factory, for screens that write files and documents.
        hub: The devices of this PC's station, or None.
        zone: The plant's zone.
    """

    ask: Callable[..., Any]
    perform: Callable[..., Any]
    search: Callable[[str], Sequence[SearchHit]]
    resolve: Callable[[ScanReceived], SearchHit | None]
    status: Callable[[], StatusFacts]
    memory: Memory
    understand: Callable[[ScanReceived], CodeContent | CodeRefused | None] = lambda _scan: None
    panels: BookOfPanels = field(default_factory=BookOfPanels)
    reader: Executor | None = None
    writer: Executor | None = None
    actor: Callable[[], Actor] = lambda: Actor(None, "")
    factory: Factory | None = None
    hub: DeviceHub | None = None
    zone: Callable[[], ZoneInfo] = lambda: ZoneInfo("UTC")


class MainWindow(QMainWindow):
    """The one window of a process.

    Args:
        texts: Its language.
        places: What the side list shows, in its order; the first is shown at the start.
        joined: What it is joined to.

    Attributes:
        desk: What screens are given.
        bridge: Where others publish changes.
        tasks: Other threads.
        banner: The line for what is the matter.

    Signals:
        place_changed: The key of the place now shown.
        user_pressed: The chip of the person signed in was pressed.
        closing: The window is about to close; threads are still there.
    """

    place_changed = Signal(str)
    user_pressed = Signal()
    closing = Signal()

    def __init__(self, texts: Texts, places: Sequence[Place], joined: Connections) -> None:
        super().__init__()
        self._texts, self._joined = texts, joined
        self._places = {place.key: place for place in places}
        self._screens: dict[str, Screen] = {}
        self._current, self._office_place = "", ""
        self._failure: FailureDialog | None = None
        self.bridge = Bridge(self)
        self.tasks = Tasks(self.bridge, self.failed, joined.reader, joined.writer, self)
        self.desk = Desk(
            texts,
            self.tasks,
            self.bridge,
            self,
            joined.ask,
            joined.perform,
            self.open_place,
            joined.panels,
            joined.actor,
            joined.factory,
            joined.hub,
            joined.zone,
            self.open_code,
        )
        self._acts = self._make_acts(places)
        self._acts.append(ListExport(self.desk, self).act)
        self._build(places)
        self._dirty: set[str] = {place.key for place in places if place.count}
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._ask_facts)
        self.bridge.changed.connect(self._changed)
        self._restore()
        self._ask_facts()
        if places:
            self.open_place(places[0].key)

    def _build(self, places: Sequence[Place]) -> None:
        texts = self._texts
        texts.bind(self.setWindowTitle, "Partproof")
        self.setMinimumSize(960, 600)
        self.search = SearchBox(texts, self.tasks, self._joined.search, self.acts)
        self.search.hit_opened.connect(lambda hit: self.open_place(hit.place, hit.record))
        self.search.scanned.connect(self._typed_scan)
        self.topbar = TopBar(texts, self.search)
        self.topbar.user_pressed.connect(self.user_pressed)
        self.navigation = Navigation(texts, places)
        self.navigation.chosen.connect(self.open_place)
        self.status = StatusBar(texts)
        self.status.language_pressed.connect(self.switch_language)
        self.status.theme_pressed.connect(self.next_theme)
        self.banner = Banner(texts)
        self.stack = QStackedWidget()
        content = QWidget()
        content.setObjectName("content")
        inner = QVBoxLayout(content)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.banner)
        inner.addWidget(self.stack, 1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.navigation)
        middle.addWidget(content, 1)
        whole = QWidget()
        outer = QVBoxLayout(whole)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.topbar)
        outer.addLayout(middle, 1)
        outer.addWidget(self.status)
        self.setCentralWidget(whole)
        self.toasts = ToastStack(texts, content)

    def _make_acts(self, places: Sequence[Place]) -> list[QAction]:
        texts = self._texts
        acts = [
            make_action(texts, say("Search or do anything"), self._call_search, self, "search", "Ctrl+K"),
            make_action(texts, say("Full screen"), self.toggle_full_screen, self, "maximize", "F11"),
            make_action(texts, say("Other language"), self.switch_language, self, "language", "Ctrl+Shift+L"),
            make_action(texts, say("Next theme"), self.next_theme, self, "contrast", "Ctrl+Shift+D"),
        ]
        for at, place in enumerate(places, 1):
            words = say("Go to {place}", place=place.title)
            key = f"Ctrl+{at}" if at <= 9 else ""
            acts.append(make_action(texts, words, self._goer(place.key), self, place.icon, key))
        return acts

    def add_act(self, shown: Shown, run: Callable[[], object], icon_name: str = "") -> None:
        """Add what can be done everywhere to the Ctrl+K list."""
        self._acts.append(make_action(self._texts, shown, run, self, icon_name))

    def _goer(self, key: str) -> Callable[[], bool]:
        return lambda: self.open_place(key)

    # places
    @property
    def current_key(self) -> str:
        """The key of the place now shown."""
        return self._current

    @property
    def shown_screen(self) -> Screen | None:
        """The screen now shown."""
        return self._screens.get(self._current)

    def open_place(self, key: str, record: object = None) -> bool:
        """Go to a place and open a record there; False where there is no such place or it may not be left."""
        place = self._places.get(key)
        if place is None:
            return False
        commit_preedit()
        here = self.shown_screen
        if here is not None and key != self._current and not here.may_leave():
            self.navigation.mark(self._current)
            return False
        self._enter_room(place)
        if key not in self._screens:
            self._screens[key] = place.factory(self.desk)
            self.stack.addWidget(self._screens[key])
        self._current = key
        self.navigation.mark(key)
        if record is not None:
            self._screens[key].open_record(record)
        self.stack.setCurrentWidget(self._screens[key])
        # The focus leaves the search box, so that keys of a scanner never land there.
        self._screens[key].setFocus(Qt.FocusReason.OtherFocusReason)
        if not place.station:
            self._office_place = key
        self.place_changed.emit(key)
        return True

    def _enter_room(self, place: Place) -> None:
        for bar in (self.topbar, self.navigation, self.status):
            bar.setVisible(not place.station)
        here = self._places.get(self._current)
        was_station = here is not None and here.station
        if place.station == was_station:
            return
        self.toasts.clear()
        current_theme().enter_room("station" if place.station else "office")
        if self.isVisible():
            self.showFullScreen() if place.station else self.showNormal()

    def toggle_full_screen(self) -> None:
        """Full screen and back; from the station it leads back to the office."""
        place = self._places.get(self._current)
        if place is not None and place.station:
            self.open_place(self._office_place or next(iter(self._places)))
        elif self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    def acts(self) -> list[QAction]:
        """Return what can be done now: acts of the screen first, then those of the window."""
        screen = self.shown_screen
        own: list[QAction] = []
        if screen is not None:
            inside = (widget.actions() for widget in screen.findChildren(QWidget) if widget.isVisible())
            own = [act for act in chain(screen.actions(), *inside) if act.property("listed")]
        return [*own, *self._acts[1:]]

    def _call_search(self) -> None:
        if self.topbar.isVisible():
            self.search.call()

    # scans
    def take_scan(self, scan: ScanReceived) -> None:
        """Give a scan to the dialog in front, else to the screen, else open what it stands for."""
        commit_preedit()
        dialog = QApplication.activeModalWidget()
        if dialog is not None and dialog is not self:
            # Nothing may open behind what a person is just filling in.
            if not (isinstance(dialog, TakesScans) and dialog.take_scan(scan)):
                self.toast(say("A dialog is open: close it, then scan {code} again.", code=scan.text), "warn")
            return
        screen, joined = self.shown_screen, self._joined
        if screen is not None and screen.scan(scan):
            if not screen.tells_of_scans:
                self.tasks.read(lambda: joined.understand(scan), self._warn_of_scan, owner=self)
            return
        self.open_code(scan)

    def open_code(self, scan: ScanReceived) -> None:
        """Open what a scan stands for, or say why nothing opens."""
        joined = self._joined

        def found(answer: tuple[SearchHit | None, CodeContent | CodeRefused | None]) -> None:
            hit, content = answer
            if hit is not None and self.open_place(hit.place, hit.record):
                self._warn_of_scan(content)
            elif isinstance(content, CodeRefused):
                facts = (scan.text, content.reason_code, content.detail, content.suggest or "")
                self.toast(refused_scan_text(self._texts.language, *facts), "warn")
            else:
                self.toast(say("Nothing here has the code {code}.", code=scan.text), "warn")
                self._warn_of_scan(content)

        self.tasks.read(lambda: (joined.resolve(scan), joined.understand(scan)), found, owner=self)

    def _warn_of_scan(self, content: CodeContent | CodeRefused | None) -> None:
        """Say what was repaired or tolerated in a scan that was taken: never silently."""
        if isinstance(content, CodeContent):
            for code in content.warnings:
                self.toast(warning_text(self._texts.language, code), "warn")

    def _typed_scan(self, text: str) -> None:
        now = datetime.now(UTC)
        self.take_scan(
            ScanReceived(uuid.uuid4(), text.encode(), text, now, time.monotonic(), source="search box")
        )

    # notices
    def toast(self, shown: Shown, tone: Tone = "neutral", undo: Callable[[], object] | None = None) -> None:
        """Show a notice for a few seconds, with Undo where the act can be taken back."""
        self.toasts.show(shown, tone, undo)

    def failed(self, error: BaseException) -> None:
        """Explain a refusal in a toast; own up to anything else in one dialog with its number in the log."""
        if isinstance(error, PartproofError):
            self.toast(self._texts.explain(error), "ng")
            return
        number = secrets.token_hex(3).upper()
        _LOG.error("failure %s", number, exc_info=error)
        if self._failure is not None and self._failure.isVisible():
            return
        self._failure = FailureDialog(self._texts, number, f"{type(error).__name__}: {error}", self)
        self._failure.finished.connect(self._failure.deleteLater)
        self._failure.open()

    # what is given from outside
    def set_devices(self, devices: Sequence[DeviceFact]) -> None:
        """Show the devices in the top bar."""
        self.topbar.set_devices(devices)

    def set_user(self, shown: Shown) -> None:
        """Show who is signed in."""
        self.topbar.set_user(shown)

    def refresh_status(self) -> None:
        """Ask the state of the factory again, e.g. after the audit chain was checked."""
        self._settle.start()

    def _changed(self, changes: Changes) -> None:
        self._dirty |= {
            key for key, place in self._places.items() if place.count and place.nouns & changes.nouns
        }
        self._settle.start()

    def _ask_facts(self) -> None:
        dirty, self._dirty = self._dirty, set()
        for key in sorted(dirty):
            count = self._places[key].count
            if count is not None:
                self.tasks.read(count, self._counter(key), owner=self)
        self.tasks.read(self._joined.status, self.status.put, owner=self)

    def _counter(self, key: str) -> Callable[[Count | None], None]:
        return lambda count: self.navigation.set_count(key, count)

    # language, theme, size
    def switch_language(self) -> None:
        """Show the other language and remember it."""
        self._texts.switch("en" if self._texts.code == "ko" else "ko")
        self._joined.memory.set("window.language", self._texts.code)

    def next_theme(self) -> None:
        """Show the next theme and remember it."""
        at = _THEME_ORDER.index(current_theme().choice)
        current_theme().choose(_THEME_ORDER[(at + 1) % len(_THEME_ORDER)])
        self._joined.memory.set("window.theme", current_theme().choice)

    def _restore(self) -> None:
        kept = self._joined.memory.get("window.geometry")
        if not kept or not self.restoreGeometry(QByteArray.fromBase64(QByteArray(kept.encode()))):
            self.resize(1440, 900)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        commit_preedit()
        if self.shown_screen is not None and not self.shown_screen.may_leave():
            event.ignore()
            return
        self.closing.emit()
        if not self.isFullScreen():
            geometry = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
            self._joined.memory.set("window.geometry", geometry)
        self._settle.stop()
        self.tasks.close()
        current_theme().enter_room("office")
        event.accept()
