"""The settings of a serial line as fields. Opens nothing."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from devices.driver import PortSettings
from ui.devices.port_words import parity_word
from ui.i18n import Texts, say, term
from ui.widgets.check import CheckField
from ui.widgets.forms import Form

_BAUDS: Final = (300, 600, 1200, 2400, 4800, 9600, 14400, 19200, 28800, 38400, 57600, 115200, 230400)


class LineForm(QWidget):
    """Speed, bits, parity, stop bits, flow control and the levels of DTR and RTS.

    Args:
        texts: The window's language.
    """

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = Form(texts, 4)
        self.form.add_choice("baud", term("line", "Speed"), [(str(baud), str(baud)) for baud in _BAUDS])
        self.form.add_choice("bits", term("line", "Bits"), [(each, each) for each in ("8", "7")])
        self.form.add_choice(
            "parity", term("line", "Parity"), [(each, parity_word(each)) for each in "NEOMS"]
        )
        self.form.add_choice("stop", term("line", "Stop bits"), [(each, each) for each in ("1", "1.5", "2")])
        self.xonxoff = CheckField(texts, say("XON/XOFF"), "line.xonxoff")
        self.dtr = CheckField(texts, say("DTR on"), "line.dtr")
        self.rts = CheckField(texts, say("RTS on"), "line.rts")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.form)
        switches = QHBoxLayout()
        for box in (self.xonxoff, self.dtr, self.rts):
            switches.addWidget(box)
        switches.addStretch(1)
        column.addLayout(switches)
        self.put(PortSettings())

    def put(self, settings: PortSettings) -> None:
        """Show settings."""
        self.form.set_values(
            {
                "baud": str(settings.baud),
                "bits": str(settings.bits),
                "parity": settings.parity,
                "stop": f"{settings.stop:g}",
            }
        )
        self.xonxoff.setChecked(settings.xonxoff)
        self.dtr.setChecked(settings.dtr)
        self.rts.setChecked(settings.rts)

    def settings(self) -> PortSettings:
        """Return the settings as they stand."""
        values = self.form.values()
        stop: float = {"1": 1, "1.5": 1.5, "2": 2}[values["stop"]]
        return PortSettings(
            int(values["baud"]),
            int(values["bits"]),
            values["parity"],
            stop,
            self.xonxoff.isChecked(),
            self.dtr.isChecked(),
            self.rts.isChecked(),
        )
