"""Mettler-Toledo balances and weigh modules that speak MT-SICS.

Understands weight answers (stable or dynamic), refusals, general errors, identities and acknowledgements.
"""

from __future__ import annotations

import re

from devices.driver import Driver, Meaning, Notice, PortSettings, Rejected, Trouble, Value
from devices.framing import Framer, TerminatorFramer
from devices.numbers import decimal_text, unit_name

_WEIGHT = re.compile(r"S ([SD]) +(-?[0-9.]+) +([A-Za-z%]+) *")
_REFUSED = re.compile(r"S ([I+\-L])")
_REFUSALS = {"I": "not executable", "+": "overload", "-": "underload", "L": "parameter"}
_GENERAL = {"ES": "syntax", "ET": "transmission", "EL": "logical"}
_IDENTITY = re.compile(r"I[0-9]+ [AB] ([ -~]+)")
_ACKNOWLEDGED = re.compile(r"(?:Z|ZI|T|TI|D|DW|K|C3|@|SR|SIR) [ADSB](?: [ -~]*)?")


class MtSics(Driver):
    """MT-SICS: `S S     100.00 g` CRLF, asked with `S`, `SI` or `SIR` CRLF in capitals.

    Source: Mettler-Toledo AT balances manual page 87. The words of ES, ET and EL are not from that manual.
    """

    family = "mt_sics"
    title = "Mettler-Toledo MT-SICS"
    settings = PortSettings(9600, 8, "N", 1, xonxoff=True)
    request = b"S\r\n"

    def new_framer(self) -> Framer:
        """Frames end with CR LF."""
        return TerminatorFramer(b"\r\n")

    def understand(self, text: str) -> list[Meaning]:
        """A weight with `stable`, a refusal, or a notice."""
        if weight := _WEIGHT.fullmatch(text):
            value, unit = decimal_text(weight[2]), unit_name(weight[3])
            if value is None:
                return [Rejected("format")]
            if unit is None:
                return [Rejected("unit")]
            return [Value(value, unit, facts={"stable": weight[1] == "S"})]
        if refused := _REFUSED.fullmatch(text):
            return [Trouble(text, _REFUSALS[refused[1]])]
        if text in _GENERAL:
            return [Trouble(text, _GENERAL[text])]
        if identity := _IDENTITY.fullmatch(text):
            return [Notice("ident", identity[1].strip(' "'))]
        return [Notice("ack") if _ACKNOWLEDGED.fullmatch(text) else Rejected("format")]
