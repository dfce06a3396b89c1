"""What ports, findings, reasons and events are called. Words only; the codes come from devices."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from app.device_bytes import shown_text
from devices.driver import PortSettings
from devices.events import (
    Event,
    FrameIncomplete,
    FrameRejected,
    GaugeNotice,
    GaugeReading,
    GaugeTrouble,
    PortFound,
    PortLost,
    ScanReceived,
)
from devices.listening import Finding
from devices.transport.ports import PortIdentity
from devices.wedge_gauge import is_wedge_port
from ui.i18n import Shown, Words, say, term
from ui.theme.tokens import Tone

# USB vendor and product numbers worth knowing (design note D); the product None means any of the vendor's.
_KNOWN: Final[dict[tuple[int, int | None], Words]] = {
    (0x0FE7, 0x4001): say("Mitutoyo USB-ITN gauge cable"),
    (0x0FE7, None): say("Mitutoyo device"),
    (0x05E0, None): say("Zebra scanner"),
    (0x0C2E, None): say("Honeywell scanner"),
    (0x05F9, None): say("Datalogic scanner"),
    (0x0403, None): say("USB serial cable (FTDI)"),
    (0x067B, None): say("USB serial cable (Prolific)"),
    (0x10C4, None): say("USB serial cable (Silicon Labs)"),
    (0x1A86, None): say("USB serial cable (CH340)"),
}

STATES: Final[MappingProxyType[str, tuple[Words, Tone]]] = MappingProxyType(
    {
        "connected": (term("port state", "connected"), "ok"),
        "waiting": (term("port state", "opening"), "neutral"),
        "lost": (term("port state", "not answering"), "warn"),
        "lent": (term("port state", "being set up"), "info"),
        "flawed": (term("port state", "set-up broken"), "warn"),
        "off": (term("port state", "not read here"), "neutral"),
        "keyboard": (term("port state", "types"), "neutral"),
    }
)

FLAWED: Final = say(
    "Its set-up cannot work, so it is not read, and it is not tried again. Press “Set up” and choose driver, line "
    "settings and way of measuring anew."
)

# What the reason of a lost port asks of a person.
REASONS: Final[MappingProxyType[str, Words]] = MappingProxyType(
    {
        "missing": say("It is not plugged in. It is tried again by itself."),
        "gone": say("It was pulled out. It is tried again by itself."),
        "busy": say("Another program has it open. Close that program; it is tried again by itself."),
        "denied": say(
            "This user may not open serial ports. Have the administrator run: sudo usermod -aG dialout <name>, "
            "then log in anew."
        ),
        "settings": say("The port does not take these line settings. Choose others."),
    }
)

_FINDINGS: Final[MappingProxyType[str, Words]] = MappingProxyType(
    {
        "wrong_parity": say(
            "This looks like a wrong parity: the device sends seven bits with parity {detail}. "
            "It was read that way."
        ),
        "wrong_speed": say(
            "This looks like a wrong speed: bytes come, but no text. Set the speed that stands in the gauge's "
            "manual, or set the gauge to 9600."
        ),
        "unknown_format": say(
            "Readable text came that no driver knows. Describe it on the page “Generic driver”: no program is needed."
        ),
        "silent": say(
            "Nothing came. Is the gauge switched on, does the cable sit, and did you press its data key?"
        ),
        "digimatic_interface": say(
            "This gauge needs a Digimatic interface (USB-ITN, MUX-10 or the like), not a plain USB-RS232 cable: "
            "it speaks only when it is clocked."
        ),
        "modem_manager": say(
            "ModemManager is holding this port: it takes every new USB port for a modem. Have the administrator "
            "add a udev rule that sets ID_MM_DEVICE_IGNORE=1 for it, or remove ModemManager."
        ),
        "held": say("Another program has this port open: {detail}. Close it and listen again."),
        "denied": REASONS["denied"],
        "missing": say("The port is not there any more. Plug the device in and look for ports again."),
        "settings": REASONS["settings"],
        "gone": say("The port went while it was listened to. Plug it in and listen again."),
    }
)
_PARITIES: Final = {
    "E": term("parity", "even"),
    "O": term("parity", "odd"),
    "M": term("parity", "mark"),
    "S": term("parity", "space"),
    "N": term("parity", "none"),
}
_REJECTED: Final[MappingProxyType[str, Words]] = MappingProxyType(
    {
        "format": say("no frame of this driver"),
        "parity": say("a byte above 7F: wrong parity or speed"),
        "length": say("of another length"),
        "too long": say("longer than any frame"),
        "control": say("a control character in the middle"),
        "number": say("no number, or one that cannot be read"),
        "several numbers": say("several numbers; say which one"),
        "field": say("no such field"),
    }
)


def port_words(port: PortIdentity) -> Shown:
    """Return what a port is, for people: the maker of its chip where known, else the system's words."""
    if is_wedge_port(port.name):
        return say("Gauge that types, as a keyboard")
    known = _KNOWN.get((port.vid or 0, port.pid)) or _KNOWN.get((port.vid or 0, None))
    if known is not None:
        return known
    if port.vid is not None:
        return port.description or say("USB device")
    return port.description if port.description not in ("", "n/a") else say("Port of this PC")


def usb_words(port: PortIdentity) -> str:
    """Return the USB numbers by which a port is known again: ``0403:6001 A50285BI``, or its place."""
    if port.vid is None or port.pid is None:
        return ""
    place = port.serial or (f"@{port.location}" if port.location else "")
    return f"{port.vid:04X}:{port.pid:04X} {place}".strip()


def line_words(settings: PortSettings) -> str:
    """Return line settings as people write them: ``9600 8N1``."""
    return f"{settings.baud} {settings.bits}{settings.parity}{settings.stop:g}"


def parity_word(letter: str) -> Words:
    """Return the name of a parity."""
    return _PARITIES[letter]


def finding_words(finding: Finding) -> Shown:
    """Return what a finding of the listening means and what to do."""
    words = _FINDINGS.get(finding.code)
    if words is None:
        return finding.code
    detail: object = _PARITIES.get(finding.detail, finding.detail or "?")
    if finding.code == "held" and not finding.detail:
        return REASONS["busy"]
    return Words(words.message, words.context, (("detail", detail),))


def event_words(event: Event) -> tuple[Words, Shown]:
    """Return what an event is, and what it says."""
    match event:
        case GaugeReading():
            unit = event.unit or ""
            channel = f"[{event.channel}] " if event.channel else ""
            return term("device event", "Reading"), f"{channel}{event.value} {unit}".strip()
        case GaugeTrouble():
            return term("device event", "Trouble"), event.meaning or event.code
        case GaugeNotice():
            return term("device event", "Notice"), event.text or event.kind
        case FrameRejected():
            why = _REJECTED.get(event.reason)
            other = say("not as this driver expects ({reason})", reason=event.reason)
            return term("device event", "Not understood"), why if why is not None else other
        case FrameIncomplete():
            return term("device event", "Broken off"), shown_text(event.raw)
        case ScanReceived():
            return term("device event", "Scan"), shown_text(event.raw)
        case PortFound():
            return term("device event", "Port open"), event.port
        case PortLost():
            return term("device event", "Port lost"), REASONS.get(event.reason, event.reason)


def event_tone(event: Event) -> Tone:
    """Return the tone of an event's chip."""
    match event:
        case GaugeReading() | ScanReceived():
            return "ok"
        case GaugeTrouble() | FrameRejected() | FrameIncomplete() | PortLost():
            return "warn"
        case _:
            return "neutral"
