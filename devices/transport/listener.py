"""Listens at a port with one setting of the line after the other, for `devices.listening` to weigh.

Blocks: to be called in a thread. Sends nothing but the documented requests, and those only where asked to.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import serial

from devices.driver import PortSettings
from devices.listening import HEARD_CAP, Finding, Heard, Hearing, candidates, propose, requests_for
from devices.transport.holders import modem_manager_probes, programs_holding
from devices.transport.line import PORT_GONE, LineRefusedError, close_line, control_lines, open_line
from devices.transport.ports import PortIdentity, list_ports, name_now

SECONDS_EACH: Final = 3.0
# After so good a proposal other settings need not be tried.
_GOOD_FIT: Final = 80
_SLICE: Final = 0.03
# So long after the last byte what came is a whole frame, or as much of one as will come.
_QUIET: Final = 0.5


def listen(
    port: str | PortIdentity,
    settings: Sequence[PortSettings] = (),
    *,
    seconds: float = SECONDS_EACH,
    ask: bool = True,
    stop: threading.Event | None = None,
    on_bytes: Callable[[PortSettings, bytes], object] | None = None,
) -> Hearing:
    """Listen until something understandable came at one setting, or all were tried.

    Tell the person to press the gauge's data key, or to scan a code, again and again meanwhile.

    Args:
        port: which port; it must not be read by anybody else.
        settings: the line settings to try in turn; empty tries `devices.listening.candidates`.
        seconds: how long to listen at each setting.
        ask: send the requests of the families that use a setting, each once.
        stop: ends the listening early; what was heard until then is weighed.
        on_bytes: takes each piece as it comes, for the byte viewer; called on this thread.

    Returns:
        Proposals and findings; a port that cannot be opened gives the finding held, denied, missing, settings
        or modem_manager, never an exception.
    """
    identity = PortIdentity(port) if isinstance(port, str) else port
    stop = stop or threading.Event()
    heard: list[Heard] = []
    for each in settings or candidates():
        if stop.is_set():
            break
        name = name_now(identity, list_ports() if identity.vid is not None else ())
        if name is None:
            return _with_findings(heard, identity, Finding("missing"))
        ear = _Ear(each, requests_for(each) if ask else (), on_bytes)
        refused = ear.listen(name, seconds, stop)
        if refused is not None:
            heard += [ear.heard()] if ear.heard().data else []
            return _with_findings(heard, identity, *_about_refusal(name, refused, each))
        heard.append(ear.heard())
        best = propose([heard[-1]]).best
        if best is not None and best.fit >= _GOOD_FIT and best.family != "generic":
            break
    name = name_now(identity, list_ports() if identity.vid is not None else ()) or identity.name
    probed = (Finding("modem_manager", sure=False),) if modem_manager_probes(name) else ()
    return _with_findings(heard, identity, *probed)


def _with_findings(heard: list[Heard], identity: PortIdentity, *findings: Finding) -> Hearing:
    refused = bool(findings) and findings[0].code != "modem_manager"
    if not heard or (refused and not any(each.data for each in heard)):
        return Hearing((), findings)
    hearing = propose(heard, usb_maker=identity.vid)
    return replace(hearing, findings=(*findings, *hearing.findings))


def _about_refusal(name: str, reason: str, settings: PortSettings) -> tuple[Finding, ...]:
    if reason == "busy":
        holders = programs_holding(name)
        if "ModemManager" in holders or (not holders and modem_manager_probes(name)):
            return (Finding("modem_manager", sure="ModemManager" in holders),)
        return (Finding("held", None, ", ".join(holders)),)
    return (Finding(reason, settings if reason == "settings" else None),)


class _Ear:
    """One setting of the line: what came, what was asked, which control lines moved."""

    def __init__(
        self,
        settings: PortSettings,
        requests: tuple[bytes, ...],
        on_bytes: Callable[[PortSettings, bytes], object] | None,
    ) -> None:
        self._settings, self._requests, self._on_bytes = settings, requests, on_bytes
        self._pieces: list[tuple[bytes, float]] = []
        self._asked: list[bytes] = []
        self._moved: set[str] = set()
        self._length = 0

    def heard(self) -> Heard:
        """What was heard so far."""
        return Heard(self._settings, tuple(self._pieces), tuple(self._asked), frozenset(self._moved))

    def listen(self, name: str, seconds: float, stop: threading.Event) -> str | None:
        """Listen; gives the reason where the port would not open or went, else None."""
        try:
            line = open_line(name, self._settings, _SLICE)
        except LineRefusedError as refused:
            return refused.reason
        try:
            self._hear(line, seconds, stop)
        except PORT_GONE:
            return "gone"
        finally:
            close_line(line)
        return None

    def _hear(self, line: serial.Serial, seconds: float, stop: threading.Event) -> None:
        before = control_lines(line)
        began = time.monotonic()
        # Half the time is the gauge's own: only then is it asked, once by each request.
        pause = seconds / 2 / max(1, len(self._requests))
        next_request = began + seconds / 2
        waiting = list(self._requests)
        while time.monotonic() < began + seconds and not stop.is_set() and self._length < HEARD_CAP:
            data = line.read(line.in_waiting or 1)
            now = time.monotonic()
            if data:
                self._take(data, now)
            elif self._pieces and now - self._pieces[-1][1] > _QUIET:
                break
            on = control_lines(line)
            self._moved |= on ^ before
            before = on
            if waiting and now >= next_request and not self._pieces:
                request = waiting.pop(0)
                line.write(request)
                self._asked.append(request)
                next_request = now + pause

    def _take(self, data: bytes, now: float) -> None:
        self._pieces.append((data, now))
        self._length += len(data)
        if self._on_bytes is not None:
            self._on_bytes(self._settings, data)
