"""The base of everything that shows records: a Panel refreshes by noun, a Screen is a panel with a head line.

Also the book of panels, by which a workspace shows another noun's panel without knowing its screen.
Holds no query, no verb and no noun.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeVar
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QSize, Qt, SignalInstance
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from app.errors import PartproofError
from app.refusals import NOT_FOUND
from app.unit_of_work import Actor
from devices.events import ScanReceived
from ui.bridge import Bridge, Changes
from ui.i18n import Shown, Texts, Words, term
from ui.tasks import Errand, Tasks
from ui.theme.theme import current_theme
from ui.theme.tokens import Tone
from ui.widgets.buttons import Button, ButtonKind, make_action
from ui.widgets.chips import StateChip
from ui.widgets.flow import Flow
from ui.widgets.label import Label

if TYPE_CHECKING:
    from app.device_hub import DeviceHub
    from app.factory import Factory

T = TypeVar("T")


class Notices(Protocol):
    """Where a screen says something in passing."""

    def toast(self, shown: Shown, tone: Tone = "neutral", undo: Callable[[], object] | None = None) -> None:
        """Show a notice for a few seconds, with Undo where the act can be taken back."""
        ...

    def failed(self, error: BaseException) -> None:
        """Explain a refusal, or own up to a failure."""
        ...


Act = Callable[["Desk", "int | None"], object]


class BookOfPanels:
    """Panels by key, each made for one record: ``panels.make("bom.where-used", desk, part_id)``."""

    def __init__(self) -> None:
        self._makers: dict[str, Callable[[Desk, int], Panel]] = {}
        self._acts: dict[str, Act] = {}

    def register(self, key: str, maker: Callable[[Desk, int], Panel]) -> None:
        """Offer a panel; done by the composition root."""
        self._makers[key] = maker

    def make(self, key: str, desk: Desk, record: int) -> Panel | None:
        """Return a new panel for a record, or None where nobody offers it."""
        maker = self._makers.get(key)
        return maker(desk, record) if maker is not None else None

    def register_act(self, key: str, act: Act) -> None:
        """Offer something to do with a record of another noun, e.g. printing its tag."""
        self._acts[key] = act

    def act(self, key: str) -> Act | None:
        """Return an act by its key, or None where nobody offers it."""
        return self._acts.get(key)


def _nobody() -> Actor:
    return Actor(None, "")


@dataclass(frozen=True)
class Desk:
    """What a screen has at hand.

    Attributes:
        texts: The window's language.
        tasks: Other threads.
        bridge: What was changed.
        notices: Toasts and failures.
        ask: ``ask(query, *args, **facts)`` runs a query and returns its rows (``Factory.ask``).
        perform: ``perform(verb, *args, **facts)`` runs a verb as the person signed in and returns its changes.
        open_place: ``open_place(key, record)`` goes to a place and opens a record there.
        panels: Panels of other nouns.
        actor: Who is signed in now.
        factory: The open factory, for long work on a task: files, documents, packs. Rows come from ``ask`` and acts
            go through ``perform``. None in tests of single widgets.
        hub: The devices of the station this PC stands at; None where it is no station.
        open_code: Opens what a scan stands for, past the screen in front, or says why it does not.
        zone: The plant's zone: what screens show and take as today is plant time, wherever the PC believes to be.
    """

    texts: Texts
    tasks: Tasks
    bridge: Bridge
    notices: Notices
    ask: Callable[..., Any]
    perform: Callable[..., Any]
    open_place: Callable[[str, object], bool]
    panels: BookOfPanels
    actor: Callable[[], Actor] = _nobody
    factory: Factory | None = None
    hub: DeviceHub | None = None
    zone: Callable[[], ZoneInfo] = lambda: ZoneInfo("UTC")
    open_code: Callable[[ScanReceived], object] = lambda _scan: None

    def today(self) -> date:
        """Return the day it is at the plant."""
        return datetime.now(self.zone()).date()


class Panel(QWidget):
    """Shows records of some nouns and asks again when one of them changed; while hidden it only notes that.

    Subclasses set ``nouns`` and override ``refresh``.
    """

    nouns: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.texts = desk.texts
        self.stale = True
        self._asked: dict[str, Errand] = {}
        # While questions are asked because something changed.
        self._following = False
        desk.bridge.changed.connect(self._changed)

    def refresh(self) -> None:
        """Ask the query again and show its rows; called on showing and after changes."""

    def renew(self) -> None:
        """Refresh now if shown, else when shown next."""
        self.stale = not self.isVisible()
        if not self.stale:
            self.refresh()

    def ask(
        self, query: Callable[..., T], *args: Any, then: Callable[[T], object], key: str = "", **facts: Any
    ) -> Errand:
        """Run a query on a read thread and hand its rows to ``then``.

        Asking again under the same ``key`` drops the answer of the older question. Every key is its own question.
        """
        older = self._asked.pop(key, None)
        if older is not None:
            older.cancel()
        failed = self._not_answered if self._following else None
        errand = self.desk.tasks.read(
            lambda: self.desk.ask(query, *args, **facts), then, failed=failed, owner=self
        )
        self._asked[key] = errand
        return errand

    def _not_answered(self, error: BaseException) -> None:
        """Explain why a question was not answered, unless the record went with what changed."""
        if not (isinstance(error, PartproofError) and error.kind is NOT_FOUND):
            self.desk.notices.failed(error)

    def do(
        self,
        verb: Callable[..., Any],
        *args: Any,
        then: Callable[[Any], object] | None = None,
        said: Shown = "",
        undo: Callable[[], object] | None = None,
        **facts: Any,
    ) -> Errand:
        """Run a verb on the writer thread as the person signed in; screens refresh by what it changed.

        Args:
            verb: The verb; its first argument, the unit of work, is not given here.
            *args: Its arguments.
            then: Gets the ChangeSet; the verb's own result is its ``result``.
            said: Said in a toast when it is done.
            undo: Called by the toast's Undo button; it does the verb that takes it back.
            **facts: Its keyword arguments.
        """

        def done(changes: Any) -> None:
            if said:
                self.desk.notices.toast(said, "ok", undo)
            if then is not None:
                then(changes)

        perform = self.desk.perform
        return self.desk.tasks.write(lambda: perform(verb, *args, **facts), done, owner=self)

    def _changed(self, changes: Changes) -> None:
        if self.nouns & changes.nouns:
            self._following = True
            try:
                self.renew()
            finally:
                self._following = False

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.stale:
            self.stale = False
            self.refresh()


class Head(QWidget):
    """The head of a screen: where one is, what it is, its states, and its buttons.

    Args:
        texts: The window's language.
    """

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self.path = Label(texts, role="muted", elide=True)
        self.title = Label(texts, role="title")
        self.title.setObjectName("screen.title")
        self.subtitle = Label(texts, role="subtitle", elide=True)
        self._chips = Flow(8, 2)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self._primaries = 0
        words = QHBoxLayout()
        words.setSpacing(8)
        words.addWidget(self.title)
        words.addWidget(self.subtitle)
        words.addSpacing(6)
        words.addWidget(self._chips, 1)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.path)
        column.addLayout(words)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addLayout(column, 1)
        line.addLayout(self.buttons)

    def add_button(self, button: QWidget, *, primary: bool = False) -> None:
        """Add a button; the primary one stays at the right end, whatever comes later."""
        if primary:
            self._primaries += 1
        self.buttons.insertWidget(self.buttons.count() - (0 if primary else self._primaries), button)

    def put(self, title: Shown, subtitle: Shown = "", path: Shown = "") -> None:
        """Show title, what it is besides, and where it lies."""
        self.title.put(title)
        self.subtitle.put(subtitle)
        self.subtitle.setVisible(bool(subtitle))
        self.path.put(path)
        self.path.setVisible(bool(path))

    def set_chips(self, *chips: tuple[Shown, Tone]) -> None:
        """Show states after the title."""
        self._chips.put([StateChip(self._texts, shown, tone, self._chips) for shown, tone in chips])


class Screen(Panel):
    """A whole page of the window: a head line and a body.

    Subclasses build their widgets in ``__init__`` into ``body``, set ``nouns`` and override ``refresh``; where they
    open records they override ``open_record``, where they take scans ``scan``.

    Attributes:
        head: Title, states and buttons.
        body: Layout for the cards.
    """

    def __init__(self, desk: Desk, title: Words, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.name_shown: Words = title
        theme = current_theme()
        outer = QVBoxLayout(self)
        gap = round(theme.size("gap_px"))
        outer.setContentsMargins(20, 14, 20, 14)
        outer.setSpacing(gap)
        self.head = Head(desk.texts)
        self.head.put(title)
        desk.texts.bind(self.setAccessibleName, title)
        outer.addWidget(self.head)
        self.body = QVBoxLayout()
        self.body.setSpacing(gap)
        outer.addLayout(self.body, 1)

    def open_record(self, record: object) -> None:
        """Show one record; called by ``desk.open_place``. None means the list."""

    @property
    def tells_of_scans(self) -> bool:
        """Whether the screen says itself what was repaired in a scan it takes; the window does it for the others."""
        return False

    def scan(self, scan: ScanReceived) -> bool:
        """Take a scan while this screen is shown; False leaves it to the window, which opens what was scanned."""
        return False

    def may_leave(self) -> bool:
        """Whether the screen may be left now; a screen with an unfinished job asks here."""
        return True

    def add_action(
        self,
        shown: Shown,
        run: Callable[[], object],
        *,
        icon_name: str = "",
        shortcut: str = "",
        kind: ButtonKind | None = "plain",
        name: str = "",
    ) -> QAction:
        """Add an act: a button in the head line (``kind`` None: none) and an entry in the Ctrl+K list."""
        action = make_action(self.texts, shown, run, self, icon_name, shortcut)
        action.setObjectName(name)
        if kind is not None:
            button = Button(self.texts, shown, action.trigger, kind, name=name)
            action.changed.connect(lambda: _mirror(action, button))
            self.head.add_button(button, primary=kind == "primary")
        return action

    def offer_tags(
        self, noun: str, chosen: Callable[[], int | None], told: SignalInstance | None = None
    ) -> QAction | None:
        """Add "Print a tag or label" for the record now chosen; None where nobody prints tags.

        Args:
            noun: What the record is.
            chosen: Returns its id; for None the dialog asks for it.
            told: Emitted when another record is chosen, or none; without one it is not offered.
        """
        act = self.desk.panels.act(f"tags.print.{noun}")
        if act is None:
            return None

        action = self.add_action(
            term("tag", "Print a tag or label"),
            lambda: act(self.desk, chosen()),
            icon_name="printer",
            shortcut="Ctrl+P",
            name="tags.print",
        )
        if told is not None:
            told.connect(lambda *_told: action.setVisible(chosen() is not None))
            action.setVisible(chosen() is not None)
        return action

    def columns(self, *parts: tuple[QWidget, int]) -> QHBoxLayout:
        """Put widgets side by side into the body, with their shares of the width, and return the layout."""
        line = QHBoxLayout()
        line.setSpacing(round(current_theme().size("gap_px")))
        for widget, share in parts:
            line.addWidget(widget, share)
        self.body.addLayout(line, 1)
        return line


def _mirror(action: QAction, button: Button) -> None:
    button.setEnabled(action.isEnabled())
    button.setVisible(action.isVisible())


def stacked(*widgets: QWidget, fill: bool = False) -> QWidget:
    """Return widgets one under the other as one part for ``columns``.

    Where they do not fit they scroll instead of being squeezed. ``fill`` lets the last one take the rest of the
    height.
    """
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(round(current_theme().size("gap_px")))
    for at, widget in enumerate(widgets):
        column.addWidget(widget, 1 if fill and at == len(widgets) - 1 else 0)
    if not fill:
        column.addStretch(1)
    area = _Stack()
    area.setWidget(holder)
    return area


def stacked_columns(*columns: Sequence[QWidget]) -> QWidget:
    """Return columns of widgets, equally wide, that scroll together where they do not fit."""
    gap = round(current_theme().size("gap_px"))
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(gap)
    for widgets in columns:
        column = QVBoxLayout()
        column.setSpacing(gap)
        for widget in widgets:
            column.addWidget(widget)
        column.addStretch(1)
        line.addLayout(column, 1)
    area = _Stack()
    area.setWidget(holder)
    return area


class _Stack(QScrollArea):
    """Scrolls up and down only, and is always as wide as what it holds needs, whatever is put in later."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @override
    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        holder = self.widget()
        if holder is None:
            return least
        bar = self.verticalScrollBar()
        beside = bar.sizeHint().width() if bar.isVisible() else 0
        return QSize(holder.minimumSizeHint().width() + beside, least.height())

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            # What it holds has changed.
            self.updateGeometry()
        return super().event(event)
