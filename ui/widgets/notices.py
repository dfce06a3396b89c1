"""Short notices: toasts with Undo over the content, and banners that stay while something is the matter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget
from typing_extensions import override

from ui.i18n import Shown, Texts, say
from ui.theme.theme import current_theme
from ui.theme.tokens import Tone
from ui.widgets.buttons import Button, IconButton
from ui.widgets.chips import SHAPES
from ui.widgets.label import Label, set_tone
from ui.widgets.sign import Sign

# A person needs this long to see that it was the wrong row and to reach the button.
TOAST_MS: Final = 9000
_WIDTH: Final = 460


class Toast(QFrame):
    """One notice at the lower edge of its parent; stays while the mouse is over it.

    Args:
        texts: The window's language.
        shown: What happened.
        tone: ``ok`` for done, ``ng`` for refused, ``warn`` for look at it.
        undo: Takes it back; brings an Undo button.
        parent: The widget whose lower edge it stands at.

    Signals:
        gone: It has left.
    """

    gone = Signal()

    def __init__(
        self,
        texts: Texts,
        shown: Shown,
        tone: Tone = "neutral",
        undo: Callable[[], object] | None = None,
        *,
        parent: QWidget,
        stay_ms: int = TOAST_MS,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "toast")
        self.setProperty("tone", tone)
        self.setObjectName("toast")
        texts.bind(self.setAccessibleName, shown)
        self._undo = undo
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 8, 8, 8)
        line.setSpacing(10)
        if SHAPES[tone]:
            line.addWidget(Sign(SHAPES[tone], f"{tone}_text"))
        self.label = Label(texts, shown, wrap=True)
        self.label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self.label, 1)
        self.undo_button: Button | None = None
        if undo is not None:
            self.undo_button = Button(
                texts, say("Undo"), self._take_back, icon_name="arrow-back-up", name="undo"
            )
            line.addWidget(self.undo_button)
        line.addWidget(IconButton(texts, "x", say("Close the notice"), self.leave, "close"))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(stay_ms)
        self._timer.timeout.connect(self.leave)
        self._timer.start()

    def leave(self) -> None:
        """Go away."""
        self._timer.stop()
        self.hide()
        self.gone.emit()
        self.deleteLater()

    def _take_back(self) -> None:
        if self._undo is not None:
            self._undo()
        self.leave()

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._timer.start()
        super().leaveEvent(event)


class ToastStack(QObject):
    """Stacks toasts upwards from the lower edge of a widget, the newest lowest, at most three."""

    def __init__(self, texts: Texts, over: QWidget) -> None:
        super().__init__(over)
        self._texts, self._over = texts, over
        self._toasts: list[Toast] = []
        over.installEventFilter(self)

    @property
    def toasts(self) -> tuple[Toast, ...]:
        """The notices now shown, oldest first."""
        return tuple(self._toasts)

    def show(self, shown: Shown, tone: Tone = "neutral", undo: Callable[[], object] | None = None) -> Toast:
        """Show a notice."""
        while len(self._toasts) >= 3:
            self._toasts[0].leave()
        toast = Toast(self._texts, shown, tone, undo, parent=self._over)
        self._toasts.append(toast)
        toast.gone.connect(lambda: self._forget(toast))
        toast.show()
        toast.raise_()
        self._place()
        return toast

    def clear(self) -> None:
        """Take all notices away."""
        for toast in list(self._toasts):
            toast.leave()

    def _forget(self, toast: Toast) -> None:
        if toast in self._toasts:
            self._toasts.remove(toast)
        self._place()

    def _place(self) -> None:
        area = self._over.rect()
        # The station's lower edge is full of buttons that must stay within reach.
        station = current_theme().room == "station"
        bottom = area.bottom() - (area.height() // 3 if station else 14)
        width = min(_WIDTH, area.width() - 28)
        for toast in reversed(self._toasts):
            height = max(toast.sizeHint().height(), toast.heightForWidth(width))
            toast.setGeometry(QRect((area.width() - width) // 2, bottom - height, width, height))
            bottom -= height + 8

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self._place()
        return False


class Banner(QFrame):
    """A line over the content that stays while something is the matter, e.g. a device that does not answer.

    It begins grey and turns amber when it lasts, so that a wobbling plug does not alarm.

    Args:
        texts: The window's language.
    """

    AMBER_AFTER_MS: Final = 3000

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "banner")
        self.setObjectName("banner")
        self._texts = texts
        line = QHBoxLayout(self)
        line.setContentsMargins(20, 4, 12, 4)
        line.setSpacing(10)
        self.sign = Sign("plug-connected-x", "neutral_text")
        self.label = Label(texts, wrap=True)
        self.label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.button = Button(texts, say("Show"), lambda: self._run(), name="banner.show")
        line.addWidget(self.sign)
        line.addWidget(self.label, 1)
        line.addWidget(self.button)
        self._action: Callable[[], object] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(lambda: self._set_tone("warn"))
        self.hide()

    @property
    def tone(self) -> str:
        """The tone now shown."""
        return str(self.property("tone") or "neutral")

    def put(
        self,
        shown: Shown,
        tone: Tone | None = None,
        action: tuple[Shown, Callable[[], object]] | None = None,
    ) -> None:
        """Show the matter; without a tone it begins grey and turns amber after a while."""
        was_grey = self.isVisible() and self.tone == "neutral"
        self.label.put(shown)
        self._texts.bind(self.setAccessibleName, shown)
        self._action = action[1] if action else None
        self.button.setVisible(action is not None)
        if action:
            self.button.put(action[0])
        if tone is not None:
            self._timer.stop()
            self._set_tone(tone)
        elif not (was_grey and self._timer.isActive()):
            self._set_tone("neutral")
            self._timer.start(self.AMBER_AFTER_MS)
        self.show()

    def clear(self) -> None:
        """Take it away; the matter is settled."""
        self._timer.stop()
        self.hide()

    def _set_tone(self, tone: Tone) -> None:
        set_tone(self, tone)
        self.sign.put(SHAPES[tone] or "plug-connected-x", f"{tone}_text")

    def _run(self) -> None:
        if self._action is not None:
            self._action()
