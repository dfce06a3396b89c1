"""Proposes the driver of an unknown instrument from bytes heard at its port, and says why nothing fits.

Pure: `devices.transport.listener` opens the port and hears. Proposes only; a person chooses.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from devices.barcodes.content import CodeContent
from devices.barcodes.registry import parse
from devices.driver import Driver, PortSettings, StreamReader
from devices.drivers.generic import Generic, GenericTemplate
from devices.events import (
    Event,
    FrameIncomplete,
    FrameRejected,
    GaugeNotice,
    GaugeReading,
    GaugeTrouble,
    Now,
    ScanReceived,
)
from devices.heard_bits import parity_behind, text_share
from devices.registry import driver_classes
from devices.scanner import FAMILY as SCANNER
from devices.scanner import ScanFramer

# A day of the hearing only orders events; nothing heard here is stored.
_START: Final = datetime(2026, 1, 1, tzinfo=UTC)
HEARD_CAP: Final = 65_536
"""More bytes than this are not weighed; a streaming balance sends some 200 a second."""
_LEAST_FIT: Final = 30
_READABLE: Final = 0.9
_OTHER_SPEEDS: Final = (19200, 38400, 115200, 2400, 1200)
_TEMPLATES: Final = (
    GenericTemplate(),
    GenericTemplate(decimal_comma=True),
    GenericTemplate(framing="stx_etx"),
    GenericTemplate(framing="stx_etx", decimal_comma=True),
    GenericTemplate(framing="idle_gap"),
    GenericTemplate(sign="behind"),
    GenericTemplate(first_number=True),
)
"""Descriptions to begin with, the plain one before those that ask less."""

# USB-to-RS-232 converters that know nothing of gauges: FTDI, Prolific, Silicon Labs, QinHeng (CH340), MosChip.
PLAIN_ADAPTERS: Final = frozenset({0x0403, 0x067B, 0x10C4, 0x1A86, 0x9710})


@dataclass(frozen=True)
class Heard:
    """What came at one setting of the line.

    Attributes:
        settings: how the line was opened.
        pieces: the bytes of each read with the monotonic second it came.
        asked: the requests sent meanwhile; gauges that send by themselves need none.
        moved: the names of the control lines that changed meanwhile (cts, dsr, ri, cd).
    """

    settings: PortSettings
    pieces: tuple[tuple[bytes, float], ...] = ()
    asked: tuple[bytes, ...] = ()
    moved: frozenset[str] = frozenset()

    @property
    def data(self) -> bytes:
        """All bytes in order, at most `HEARD_CAP`."""
        return b"".join(piece for piece, _ in self.pieces)[:HEARD_CAP]


@dataclass(frozen=True)
class Proposal:
    """A family that understands what was heard.

    Attributes:
        family: the driver's family, or "scanner".
        title: makers and models, for people.
        settings: the line settings with which the bytes make sense; may differ from those of the hearing.
        fit: 0 to 100, the share of the bytes that belong to frames this family understands; of equal fit the
            more telling family (units, channels, states) stands first, and templates halve theirs.
        readings, troubles, refused: numbers of events.
        value, unit, channel: of the last reading, to be compared with the gauge's display; a scan's text.
        template: for the generic driver, the template that read them; to be gone on with.
    """

    family: str
    title: str
    settings: PortSettings
    fit: int
    readings: int
    troubles: int
    refused: int
    value: str | None = None
    unit: str | None = None
    channel: str | None = None
    template: GenericTemplate | None = None


@dataclass(frozen=True)
class Finding:
    """Something a person should know; `code` is out of `FINDINGS`.

    Attributes:
        code: see `FINDINGS`.
        settings: the line settings of the hearing it is about; None where it is about the port.
        detail: parity (E, O, M) for wrong_parity; the moved lines for digimatic_interface; who holds the port.
        sure: False where it is the likely reason, not the only one.
    """

    code: str
    settings: PortSettings | None = None
    detail: str = ""
    sure: bool = True


FINDINGS: Final = {
    "wrong_parity": "bit 7 of every byte is the parity of the others: the device uses seven bits and a parity",
    "wrong_speed": "bytes without any text: the speed is wrong, or the line is inverted",
    "unknown_format": "readable text that no family understands: make a template",
    "silent": "not one byte came: switched off, other cable, other port, or nobody pressed the key",
    "digimatic_interface": "the gauge speaks Digimatic: it needs an interface, not a plain USB-RS-232 cable",
    "modem_manager": "ModemManager probes this port and must be told to leave it alone",
    "held": "another program has the port; detail names it where that can be known",
    "denied": "this user may not open serial ports",
    "missing": "the port is not there",
    "settings": "the port does not take these settings",
    "gone": "the port went while it was listened to",
}
"""Finding codes with their meaning for developers."""


@dataclass(frozen=True)
class Hearing:
    """The answer: proposals with the best first, and what else is to be said."""

    proposals: tuple[Proposal, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def best(self) -> Proposal | None:
        """The proposal to be offered first."""
        return next(iter(self.proposals), None)


def candidates() -> tuple[PortSettings, ...]:
    """The line settings worth trying, those of most families first, then other usual speeds."""
    plain = [replace(kind.settings, xonxoff=False, dtr=True, rts=True) for kind in driver_classes().values()]
    used = [settings for settings, _ in Counter(plain).most_common()]
    rest = [PortSettings(baud) for baud in _OTHER_SPEEDS]
    return tuple(dict.fromkeys([*used, *rest]))


def requests_for(settings: PortSettings) -> tuple[bytes, ...]:
    """The requests of the families that use these settings, each once; sent while listening at them."""
    lines = (
        kind.request
        for kind in driver_classes().values()
        if kind.request
        and (kind.settings.baud, kind.settings.bits, kind.settings.parity)
        == (settings.baud, settings.bits, settings.parity)
    )
    return tuple(dict.fromkeys(lines))


def propose(heard: Sequence[Heard], *, usb_maker: int | None = None) -> Hearing:
    """Weigh what was heard against every family.

    Args:
        heard: one hearing for each setting of the line that was tried.
        usb_maker: the USB vendor number of the port, where it has one.
    """
    if not any(each.data for each in heard):
        return Hearing((), _about_silence(heard, usb_maker))
    found: list[Proposal] = []
    findings: list[Finding] = []
    for each in heard:
        if not each.data:
            continue
        parity = parity_behind(each.data) if each.settings.bits == 8 else None
        if parity is None:
            proposals = _weigh(each)
        else:
            findings.append(Finding("wrong_parity", each.settings, parity))
            proposals = _weigh(_without_parity(each, parity))
        found += proposals
        if parity is None and not proposals:
            # One byte in ten that is no text: what a line at the wrong speed makes of digits looks like letters.
            unread = text_share(each.data, separators=True) < _READABLE
            findings.append(Finding("wrong_speed" if unread else "unknown_format", each.settings, sure=False))
    best: dict[str, Proposal] = {}
    for proposal in sorted(found, key=lambda one: -one.fit):
        best.setdefault(proposal.family, proposal)
    return Hearing(tuple(sorted(best.values(), key=lambda one: -one.fit)), tuple(findings))


def _about_silence(heard: Sequence[Heard], usb_maker: int | None) -> tuple[Finding, ...]:
    """A Digimatic gauge on a plain cable moves control lines at most: it waits for /REQ and clocks out bits."""
    moved = frozenset().union(*(each.moved for each in heard)) if heard else frozenset()
    silent = Finding("silent")
    if moved:
        return (Finding("digimatic_interface", None, " ".join(sorted(moved))), silent)
    if usb_maker in PLAIN_ADAPTERS:
        return (silent, Finding("digimatic_interface", sure=False))
    return (silent,)


def _without_parity(heard: Heard, parity: str) -> Heard:
    pieces = tuple((bytes(byte & 0x7F for byte in piece), at) for piece, at in heard.pieces)
    return replace(heard, settings=replace(heard.settings, bits=7, parity=parity), pieces=pieces)


def _weigh(heard: Heard) -> list[Proposal]:
    """All families, and the scanner, that understand enough; the most telling of equal fit first."""
    weighed = [
        _weigh_family(kind(), heard) for family, kind in driver_classes().items() if family != "generic"
    ]
    tried = [_weigh_family(Generic(template=each), heard) for each in _TEMPLATES]
    weighed.append(max(tried, key=lambda each: each[0].fit))
    weighed.append(_weigh_scanner(heard))
    good = [each for each in weighed if each[0].fit >= _LEAST_FIT]
    good.sort(key=lambda each: (-each[0].fit, -each[1]))
    return [proposal for proposal, _ in good]


def _weigh_family(device: Driver, heard: Heard) -> tuple[Proposal, float]:
    events = _play(device, heard)
    understood = sum(len(each.raw) for each in _distinct_frames(events))
    readings = [each for each in events if isinstance(each, GaugeReading)]
    troubles = sum(isinstance(each, GaugeTrouble) for each in events)
    refused = sum(isinstance(each, FrameRejected) for each in events)
    bare = {each for each in readings if not each.unit and not each.channel and not each.facts}
    share = understood / max(1, len(heard.data) - _line_ends_between(heard.data, understood))
    # A template takes any line with a number: it fits everything and says nothing.
    worth = 0.5 if isinstance(device, Generic) else 1.0
    if not readings:
        # Errors and echoes alone are a weak sign, yet the only one of a gauge without a part.
        worth *= 0.6
    own = _same_line(device.settings, heard.settings)
    telling = sum(bool(each.unit) + bool(each.channel) + len(each.facts) for each in readings)
    rank = telling / max(1, len(readings)) + (0.5 if own else 0) - len(bare) / max(1, len(readings))
    last = readings[-1] if readings else None
    proposal = Proposal(
        device.family,
        device.title,
        replace(heard.settings, xonxoff=device.settings.xonxoff),
        min(100, round(100 * share * worth)),
        len(readings),
        troubles,
        refused,
        last.value if last else None,
        last.unit if last else None,
        last.channel if last else None,
        device.template if isinstance(device, Generic) else None,
    )
    return proposal, rank


def _weigh_scanner(heard: Heard) -> tuple[Proposal, float]:
    events = _play(ScanFramer(SCANNER), heard)
    scans = [each for each in events if isinstance(each, ScanReceived) and each.text.strip()]
    answers = [parse(each.raw) for each in scans]
    codes = [each for each in answers if isinstance(each, CodeContent) and each.kind not in ("text", "di")]
    identified = [each for each in answers if each.aim is not None]
    readable = bool(scans) and text_share(heard.data, separators=True) >= _READABLE
    # Any line of text is a possible code; an envelope, a check digit or an AIM identifier tells.
    fit = round(100 * len({*map(id, codes), *map(id, identified)}) / len(scans)) if scans and readable else 0
    last = scans[-1].text if scans else None
    refused = sum(isinstance(each, FrameRejected) for each in events)
    title = "Barcode scanner"
    return Proposal(SCANNER, title, heard.settings, fit, len(scans), 0, refused, last), 0.0


def _play(reader: StreamReader, heard: Heard) -> list[Event]:
    events: list[Event] = []
    left, last = HEARD_CAP, 0.0
    for piece, at in heard.pieces:
        events += reader.feed(piece[:left], Now(_START, at))
        left, last = left - len(piece[:left]), at
        if not left:
            break
    return events + reader.tick(Now(_START, last + reader.silence + 0.001))


def _distinct_frames(events: Iterable[Event]) -> list[GaugeReading | GaugeTrouble | GaugeNotice]:
    """One event of each frame: a frame may carry several readings."""
    distinct: list[GaugeReading | GaugeTrouble | GaugeNotice] = []
    for each in events:
        if isinstance(each, GaugeReading | GaugeTrouble | GaugeNotice) and not (
            distinct and distinct[-1].raw is each.raw
        ):
            distinct.append(each)
        elif isinstance(each, FrameIncomplete | FrameRejected):
            continue
    return distinct


def _line_ends_between(data: bytes, understood: int) -> int:
    """Line ends that framers skip between frames belong to no frame and must not count against a family."""
    return min(len(data) - understood, data.count(b"\r") + data.count(b"\n")) if data else 0


def _same_line(own: PortSettings, heard: PortSettings) -> bool:
    return (own.baud, own.bits, own.parity) == (heard.baud, heard.bits, heard.parity)
