"""A keyboard that sends what Qt would get from a scanner: native key numbers, any layout, any state of 한/영."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication

from tests.devices_barcodes.two_set import compose
from ui.input.capture import WedgeCapture
from ui.input.scan_codes import CodeSet, sign_of

_KEY_OF = {
    sign: (code, shift, control)
    for control in (True, False)
    for shift in (True, False)
    for code in range(8, 110)
    if (sign := sign_of(code, CodeSet.XKB, shift=shift and not control, control=control)) is not None
}
# What the layouts make of the key that gives this sign on a US keyboard.
AZERTY = dict(zip("qwazmQWAZM1234567890-/.:;", "azqwAZQW,?&é\"'(-è_çà)!:.m", strict=False))
_WITHOUT_NUM_LOCK = (
    Qt.Key.Key_Insert, Qt.Key.Key_End, Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_Left,
    Qt.Key.Key_Clear, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_Up, Qt.Key.Key_PageUp,
)  # fmt: skip
UK = {"@": '"', '"': "@", "#": "£", "\\": "#", "~": "¬"}


class Keyboard:
    """Types signs as a scanner does.

    Attributes:
        now_ms: The clock of the keyboard and of the capture under test.
        gap_ms: Time before each key.
        layout: Signs the system makes of the keys' US signs.
        caps_lock: The system inverts letters.
    """

    def __init__(self) -> None:
        self.now_ms = 100_000
        self.gap_ms = 5
        self.layout: dict[str, str] = {}
        self.caps_lock = False
        self._composing = ""
        self._committed = 0

    def type(self, signs: str) -> None:
        """Type through key events, as a keyboard without input method does."""
        for sign in signs:
            self.press(sign)

    def press(self, sign: str, *, numbered: bool = True, repeat: bool = False) -> None:
        """Press and release the key of one sign, as Qt delivers it: shortcut look-up, press, release."""
        self.now_ms += self.gap_ms
        code, shift, control = _KEY_OF[sign]
        modifiers = Qt.KeyboardModifier.NoModifier
        modifiers |= Qt.KeyboardModifier.ShiftModifier if shift else modifiers
        modifiers |= Qt.KeyboardModifier.ControlModifier if control else modifiers
        text = self.layout.get(sign, sign.swapcase() if self.caps_lock and sign.isalpha() else sign)
        key = _qt_key(sign, text, control=control)
        focus = QApplication.focusWidget()
        override = self._event(QEvent.Type.ShortcutOverride, key, modifiers, code if numbered else 0, text)
        override.ignore()
        if focus is not None:
            QCoreApplication.sendEvent(focus, override)
        window = QApplication.activeWindow()
        assert window is not None
        handle = window.windowHandle()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = self._event(kind, key, modifiers, code if numbered else 0, text, repeat=repeat)
            QCoreApplication.sendEvent(handle, event)

    def alt_code(self, number: str, *, num_lock: bool = True, echo: str = "") -> None:
        """Type a number on the keypad while Alt is down; ``echo`` is what Windows itself makes of it."""
        alt, keypad = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.KeypadModifier
        self._send(QEvent.Type.KeyPress, Qt.Key.Key_Alt.value, alt, 64)
        for digit in number:
            key = ord(digit) if num_lock else _WITHOUT_NUM_LOCK[int(digit)].value
            for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                self._send(kind, key, alt | keypad, 79 + int(digit))
        self._send(QEvent.Type.KeyRelease, Qt.Key.Key_Alt.value, Qt.KeyboardModifier.NoModifier, 64)
        if echo:
            for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                self._send(kind, 0, Qt.KeyboardModifier.NoModifier, 0, echo)

    def _send(
        self, kind: QEvent.Type, key: int, modifiers: Qt.KeyboardModifier, code: int, text: str = ""
    ) -> None:
        # The sign Windows makes comes with the release of Alt, at the same moment.
        self.now_ms += self.gap_ms if kind is QEvent.Type.KeyPress and code else 0
        window = QApplication.activeWindow()
        assert window is not None
        shortcut = kind is QEvent.Type.ShortcutOverride
        target = QApplication.focusWidget() if shortcut else window.windowHandle()
        event = self._event(kind, key, modifiers, code, text)
        if shortcut:
            event.ignore()
        if target is not None:
            QCoreApplication.sendEvent(target, event)

    def compose(self, signs: str) -> None:
        """Type in Hangul mode into a field with an input method: letters never become key events."""
        for sign in signs:
            if sign.isascii() and sign.isalpha():
                self.now_ms += self.gap_ms
                self._composing += sign
                composed = compose(self._composing)
                self._input_method(composed[self._committed : -1], composed[-1])
                self._committed = len(composed) - 1
            else:
                self.end_composition()
                self.press(sign)

    def end_composition(self) -> None:
        """Commit what is being composed, as the input method does before any other key."""
        if self._composing:
            self._input_method(compose(self._composing)[self._committed :], "")
            self._composing, self._committed = "", 0

    def _input_method(self, commit: str, preedit: str) -> None:
        event = QInputMethodEvent(preedit, [])
        event.setCommitString(commit)
        focus = QApplication.focusWidget()
        assert focus is not None
        QCoreApplication.sendEvent(focus, event)

    def _event(
        self,
        kind: QEvent.Type,
        key: int,
        modifiers: Qt.KeyboardModifier,
        code: int,
        text: str,
        *,
        repeat: bool = False,
    ) -> QKeyEvent:
        event = QKeyEvent(kind, key, modifiers, code, 0, 0, text, repeat)
        event.setTimestamp(self.now_ms)
        return event


def _qt_key(sign: str, text: str, *, control: bool) -> int:
    named = {"\r": Qt.Key.Key_Return, "\t": Qt.Key.Key_Tab}
    if sign in named:
        return named[sign].value
    return ord(sign) + 0x40 if control else ord(text.upper()[:1])


class Recorder:
    """Keeps what a capture emits."""

    def __init__(self, capture: WedgeCapture) -> None:
        self.scans: list[bytes] = []
        self.taken: list[object] = []
        self.lost: list[object] = []
        self.reports: list[object] = []
        capture.scanned.connect(lambda raw: self.scans.append(bytes(raw)))
        capture.taken_from_editor.connect(lambda what: self.taken.append(what))
        capture.lost_in_editor.connect(lambda what: self.lost.append(what))
        capture.measured.connect(lambda what: self.reports.append(what))
