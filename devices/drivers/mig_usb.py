"""Mitutoyo MIG-USB multiplexers (MIG-1USB to MIG-8USB) in the standard output format.

Understands triggers and readings of four comma-separated fields. A third field it does not know is refused.
"""

from __future__ import annotations

from devices.driver import Driver, Meaning, Notice, PortSettings, Rejected, Value
from devices.events import Fact
from devices.framing import Framer, TerminatorFramer
from devices.numbers import decimal_text, plain_number, unit_name

# With the signal trigger and no pre-request the word stands in the reading field (configuration guide p. 7).
_TRIGGERS = {"FOOTSWITCH", "REQUEST"}
_MODES = {"NRM", "MIN", "MAX", "TIR"}


class MigUsb(Driver):
    """MIG-USB: `0001,FOOTSWITCH, ,01` CRLF. Source: Mitutoyo MIG-USB configuration guide 6.0 page 7.

    The guide prints the four fields only for a trigger; readings are taken to use the same four.
    """

    family = "mig_usb"
    title = "Mitutoyo MIG-USB"
    settings = PortSettings(9600, 8, "N", 1)

    def new_framer(self) -> Framer:
        """Frames end with CR LF."""
        return TerminatorFramer(b"\r\n")

    def understand(self, text: str) -> list[Meaning]:
        """A trigger or a reading, with its number and channel."""
        fields = [each.strip(" ") for each in text.split(",")]
        if len(fields) != 4:
            return [Rejected("format")]
        number, reading, third, port = fields
        channel = plain_number(port)
        if plain_number(number) is None or channel is None:
            return [Rejected("format")]
        facts: dict[str, Fact] = {"seq": int(number)}
        if reading in _TRIGGERS:
            return [Notice("trigger", None, channel, facts)]
        value = decimal_text(reading)
        if value is None:
            return [Rejected("format")]
        unit = unit_name(third)
        if third in _MODES:
            facts["mode"] = third
        elif third and unit is None:
            return [Rejected("unit")]
        return [Value(value, unit, channel, facts)]
