"""Scans of keyboard-wedge scanners, caught for the whole application before any widget sees their keys.

Emits the bytes; what they mean (``devices.barcodes.registry.parse`` with ``from_keyboard=True``, which also repairs
Hangul with a warning) and where they go is decided by the receiver.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QInputMethodQueryEvent, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication

from ui.input.alt_codes import AltCode, keypad_digit
from ui.input.editors import EditorBurst, Field, FieldSnapshot, field_of
from ui.input.replay import HeldKey, is_replayed, replay_key
from ui.input.scan_codes import CodeSet, code_set_of, sign_of
from ui.input.wedge import EOT, GapMeter, Moment, WedgeFramer, WedgeLimits

# Beyond the gap limit, before held keys are given back as typing.
_GRACE_MS: Final = 20
# Fewer signs than this in an editor, and Ctrl+V is still the user's.
_SURE_OF_SCANNER: Final = 2
_COMPOSED: Final = "\ufffc"
# Every event of the application passes here: names are looked up once, and flags are compared as numbers.
_SHORTCUT: Final = QEvent.Type.ShortcutOverride
_PRESS: Final = QEvent.Type.KeyPress
_RELEASE: Final = QEvent.Type.KeyRelease
_COMPOSING: Final = QEvent.Type.InputMethod
_QUERY: Final = QEvent.Type.InputMethodQuery
_NO_MODIFIER: Final = Qt.KeyboardModifier.NoModifier
_SHIFT: Final = Qt.KeyboardModifier.ShiftModifier.value
_CONTROL: Final = Qt.KeyboardModifier.ControlModifier.value
_ALT_OR_META: Final = Qt.KeyboardModifier.AltModifier.value | Qt.KeyboardModifier.MetaModifier.value
_SILENT_KEYS: Final = frozenset(
    {
        Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta,
        Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock, Qt.Key.Key_ScrollLock, Qt.Key.Key_Hangul, Qt.Key.Key_Hangul_Hanja,
    }
)  # fmt: skip


class WedgeCapture(QObject):
    """An event filter on the application.

    Without an open editor in focus, keys are held until they are a scan or typing; typing is given back. In an open
    editor keys pass, and a finished scan is taken out of the field again. In capture mode (stations) editors count
    for nothing, and input methods are switched off and kept out. Signs typed as Alt and a number on the keypad are
    decoded: all of them without an open editor, control characters within a scan in one (there the system itself
    makes the others).

    Signals:
        scanned: The bytes of a scan, UTF-8, control characters kept.
        taken_from_editor: The widget a scan was taken out of, after ``scanned``; to be announced.
        lost_in_editor: The widget that could not hold what a scanner in Hangul mode sent (length limit, validator,
            mask): nothing was scanned, and the user must scan again outside the field.
        measured: A ``GapReport`` for every burst with an end sign, scans and slower ones alike.
    """

    scanned = Signal(bytes)
    taken_from_editor = Signal(object)
    lost_in_editor = Signal(object)
    measured = Signal(object)

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        limits: WedgeLimits | None = None,
        code_set: CodeSet | None = None,
        clock_ms: Callable[[], int] = lambda: time.monotonic_ns() // 1_000_000,
    ) -> None:
        super().__init__(parent)
        self._framer = WedgeFramer(limits)
        self._meter = GapMeter()
        self._code_set = code_set or code_set_of(QGuiApplication.platformName())
        self._clock_ms = clock_ms
        self._held: list[HeldKey | None] = []
        self._swallowed_codes: set[int] = set()
        self._burst: EditorBurst | None = None
        self._composing: tuple[Field | None, str] = (None, "")
        self._alt = AltCode()
        self._alt_echo = False
        self._capture_mode = False
        self._busy = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._let_pending_keys_come)

    @property
    def limits(self) -> WedgeLimits:
        """What makes a burst a scan."""
        return self._framer.limits

    def set_limits(self, limits: WedgeLimits) -> None:
        """Use other limits from the next key on."""
        self._release(self._framer.reset())
        self._framer.limits = limits
        self._meter = GapMeter(limits.suffixes)

    @property
    def capture_mode(self) -> bool:
        """Whether every key belongs to the scanner, editors or not."""
        return self._capture_mode

    def set_capture_mode(self, on: bool) -> None:
        """Switch capture mode; input methods follow at once."""
        if on != self._capture_mode:
            self._give_up()
            self._capture_mode = on
            QGuiApplication.inputMethod().update(Qt.InputMethodQuery.ImEnabled)

    def start(self) -> None:
        """Begin to watch the application."""
        _application().installEventFilter(self)

    def stop(self) -> None:
        """Watch no longer; held keys are given back."""
        self._give_up()
        _application().removeEventFilter(self)

    def take_native_sign(self, sign: str, event_ms: int) -> bool:
        """Take a sign from a native filter (capture mode only); return whether it is swallowed.

        What turns out to be typing is dropped: a native key cannot be given back.
        """
        if not self._capture_mode:
            return False
        return self._hold(sign, Moment(self._clock_ms(), event_ms), None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at keys and input methods; everything else passes."""
        if self._busy:
            return False
        if isinstance(event, QKeyEvent):
            return self._on_key(watched, event)
        kind = event.type()
        if kind is _COMPOSING and isinstance(event, QInputMethodEvent):
            return self._on_input_method(watched, event)
        if kind is _QUERY and isinstance(event, QInputMethodQueryEvent):
            return self._on_input_method_query(event)
        return False

    def _on_key(self, watched: QObject, event: QKeyEvent) -> bool:
        kind = event.type()
        if kind is _SHORTCUT:
            return not is_replayed(event) and self._on_shortcut(event)
        # Each press and release reaches us once for the window, before any widget.
        if not isinstance(watched, QWindow) or is_replayed(event):
            return False
        if kind is _PRESS:
            return self._on_press(watched, event)
        if kind is _RELEASE and self._alt.is_open and event.key() == Qt.Key.Key_Alt:
            self._end_alt_code(self._moment(event))
            return False
        if kind is _RELEASE and event.nativeScanCode() in self._swallowed_codes:
            # Only releases of held presses are swallowed.
            self._swallowed_codes.discard(event.nativeScanCode())
            return True
        return False

    def _on_shortcut(self, event: QKeyEvent) -> bool:
        if self._alt.is_open and keypad_digit(event) is not None and self._is_scanning():
            event.accept()
            return True
        sign = self._sign(event)
        if sign is None or not self._framer.would_hold(sign, self._moment(event)):
            return False
        if self._editor() is not None and not (self._is_sure() and not sign.isprintable()):
            return False
        event.accept()
        return True

    def _on_press(self, window: QWindow, event: QKeyEvent) -> bool:
        if event.key() in _SILENT_KEYS:
            if event.key() == Qt.Key.Key_Alt and not event.isAutoRepeat():
                self._alt.press(self._moment(event))
                self._go_on(self._moment(event))
            return False
        if self._alt.is_open:
            digit, moment = keypad_digit(event), self._moment(event)
            if digit is not None and self._alt.digit(digit, moment, self.limits.max_gap_ms):
                return self._on_alt_digit(event, moment)
            self._alt.reset()
        echo, self._alt_echo = self._alt_echo, False
        if echo and not event.key() and len(event.text()) == 1:
            # Windows makes a sign of the same number, behind the release of Alt and without a key.
            return True
        sign = None if event.isAutoRepeat() else self._sign(event)
        if sign is None:
            self._give_up()
            return False
        moment = self._moment(event)
        report = self._meter.feed(sign, moment)
        field = self._editor()
        if field is None:
            swallowed = self._hold(sign, moment, HeldKey.of(window, event))
        else:
            swallowed = self._observe(sign, moment, field)
        if swallowed:
            self._swallowed_codes.add(event.nativeScanCode())
        if report is not None:
            self.measured.emit(report)
        return swallowed

    def _on_alt_digit(self, event: QKeyEvent, moment: Moment) -> bool:
        self._go_on(moment)
        if not self._is_scanning():
            return False
        self._swallowed_codes.add(event.nativeScanCode())
        return True

    def _is_scanning(self) -> bool:
        return self._capture_mode or (self._editor() is None and self._framer.length > 0)

    def _go_on(self, moment: Moment) -> None:
        """A key came that is a part of a sign: what is held is not given back yet."""
        self._meter.feed("0", moment)
        self._framer.touch(moment)
        if self._timer.isActive():
            self._timer.start(self.limits.max_gap_ms + _GRACE_MS)

    def _end_alt_code(self, moment: Moment) -> None:
        sign = self._alt.release(moment, self.limits.max_gap_ms)
        if sign is None:
            return
        self._framer.touch(moment)
        report = self._meter.feed(sign, moment)
        field = self._editor()
        if field is None:
            self._alt_echo = self._hold(sign, moment, None)
        elif not sign.isprintable():
            self._alt_echo = self._observe(sign, moment, field)
        if report is not None:
            self.measured.emit(report)

    def _hold(self, sign: str, moment: Moment, key: HeldKey | None) -> bool:
        outcome = self._framer.feed(sign, moment)
        self._release(outcome.released)
        if outcome.scan is not None:
            self._held.clear()
            self._timer.stop()
            self.scanned.emit(outcome.scan.encode("utf-8", "surrogatepass"))
        elif outcome.held and sign not in self.limits.suffixes:
            self._held.append(key)
            self._timer.start(self.limits.max_gap_ms + _GRACE_MS)
        return outcome.held

    def _observe(self, sign: str, moment: Moment, field: Field) -> bool:
        if self._burst is not None and self._burst.snapshot.field is not field:
            self._framer.reset()
        outcome = self._framer.feed(sign, moment)
        if outcome.fresh:
            lead = self._composing[1] if self._composing[0] is field else ""
            self._burst = EditorBurst(FieldSnapshot.take(field), lead)
        burst = self._burst
        if burst is None or not outcome.held:
            # The tail of a scan that is over (CR behind EOT) must not press the default button.
            return outcome.held
        if outcome.scan is not None:
            self._burst = None
            self._take_out(burst, outcome.scan, sign)
            return True
        if not sign.isprintable() and self._is_sure():
            burst.controls.append((len(burst.inserted()), sign))
            return True
        return False

    def _take_out(self, burst: EditorBurst, keys: str, end: str) -> None:
        complete = True
        self._busy = True
        try:
            if burst.composed:
                QGuiApplication.inputMethod().commit()
                complete = burst.is_complete()
                keys = burst.text().removeprefix(self.limits.prefix)
                keys += EOT if end == EOT and keys.startswith("[)>") else ""
                QCoreApplication.sendEvent(
                    QApplication.focusWidget() or burst.snapshot.field, QInputMethodEvent()
                )
            burst.take_out()
        finally:
            self._busy = False
            self._composing = (None, "")
        if not complete:
            self.lost_in_editor.emit(burst.snapshot.field)
            return
        self.scanned.emit(keys.encode("utf-8", "surrogatepass"))
        self.taken_from_editor.emit(burst.snapshot.field)

    def _on_input_method(self, watched: QObject, event: QInputMethodEvent) -> bool:
        moment = Moment(self._clock_ms())
        if self._capture_mode:
            for sign in event.commitString():
                self._hold(sign, moment, None)
            return True
        field = field_of(watched)
        if field is None:
            return False
        if event.preeditString() or event.commitString():
            self._observe(_COMPOSED, moment, field)
        if self._burst is not None:
            self._burst.composed = True
            self._burst.pending = event.preeditString()
        self._composing = (field, event.preeditString())
        return False

    def _on_input_method_query(self, event: QInputMethodQueryEvent) -> bool:
        if not self._capture_mode or not event.queries() & Qt.InputMethodQuery.ImEnabled:
            return False
        event.setValue(Qt.InputMethodQuery.ImEnabled, False)
        event.accept()
        return True

    def _sign(self, event: QKeyEvent) -> str | None:
        found = event.modifiers()
        modifiers = 0 if found is _NO_MODIFIER else found.value
        if modifiers & _ALT_OR_META:
            return None
        sign, code = None, event.nativeScanCode()
        if self._code_set is not None and code:
            shift, control = bool(modifiers & _SHIFT), bool(modifiers & _CONTROL)
            sign = sign_of(code, self._code_set, shift=shift, control=control)
        if sign is not None:
            return sign
        # Keys without a number, and the keypad: what the system makes of them.
        text = event.text()
        return text if len(text) == 1 else None

    def _moment(self, event: QKeyEvent) -> Moment:
        return Moment(self._clock_ms(), event.timestamp() or None)

    def _editor(self) -> Field | None:
        return None if self._capture_mode else field_of(QApplication.focusWidget())

    def _is_sure(self) -> bool:
        return self._framer.length >= _SURE_OF_SCANNER

    def _let_pending_keys_come(self) -> None:
        # After a stall, keys that came in time are still queued: they are delivered before this fires.
        QTimer.singleShot(0, self, self._give_up_if_silent)

    def _give_up_if_silent(self) -> None:
        # By arrival: no key came, so there is no event whose stamp could count.
        if not self._timer.isActive() and self._held:
            self._give_up()

    def _give_up(self) -> None:
        self._burst = None
        self._framer.reset()
        self._release(len(self._held))

    def _release(self, count: int) -> None:
        # Cut off first: a key given back may open a dialog and so bring further keys here.
        released, self._held = self._held[:count], self._held[count:]
        for key in released:
            if key is not None:
                replay_key(key)


def _application() -> QCoreApplication:
    application = QCoreApplication.instance()
    if application is None:
        raise RuntimeError("there is no application to watch")
    return application
