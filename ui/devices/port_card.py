"""The ports of this PC by what they are: USB maker and numbers, simulated ones, and who reads them now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from app.device_simulation import is_simulated
from app.production.stations import DeviceRow
from devices.transport.ports import PortIdentity, list_ports, name_now
from devices.wedge_gauge import is_wedge_port, prefix_of, wedge_port
from ui.devices.port_service import PortService
from ui.devices.port_words import STATES, port_words, usb_words
from ui.devices.readers import port_title
from ui.i18n import Shown, say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk
from ui.theme.tokens import Tone
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.fields import LineField
from ui.widgets.label import Label
from ui.widgets.tables import RowTable

# The built-in ports that Linux lists on every PC; hardly one of them has a plug.
_USUAL: Final = 4


@dataclass(frozen=True)
class PortRow:
    """One port that can be chosen.

    Attributes:
        identity: By what it is known again.
        device: What the station reads there, or None.
        state: How that is.
    """

    identity: PortIdentity
    device: DeviceRow | None
    state: str

    @property
    def name(self) -> str:
        """The name under which a station remembers it."""
        return self.identity.name


class PortCard(Card):
    """Lists the ports; one is chosen.

    Args:
        desk: What screens are given.
        ports: The ports of this PC.

    Signals:
        chosen_changed: The PortRow now chosen, or None.
        opened: One was chosen by Enter or a double click.
    """

    chosen_changed = Signal(object)
    opened = Signal()

    def __init__(self, desk: Desk, ports: PortService) -> None:
        texts = desk.texts
        super().__init__(texts, say("Which port?"))
        self._desk, self._ports = desk, ports
        self._devices: tuple[DeviceRow, ...] = ()
        self._found: tuple[PortIdentity, ...] = ()
        self._wanted = ""
        self._away: PortIdentity | None = None
        columns: list[Column[PortRow]] = [
            Column(term("port", "Device"), lambda row: _what(row.identity), "strong", weight=2),
            Column(say("Port"), lambda row: port_title(row.name), tip=lambda row: row.name),
            Column(term("port", "USB numbers"), lambda row: usb_words(row.identity), "muted", weight=1),
            Column(term("port", "Used by"), _used, "chip", tone=_tone),
        ]
        self.model: RowsModel[PortRow] = RowsModel(texts, columns, key=lambda row: row.name)
        self.table: RowTable[PortRow] = RowTable(self.model, "wizard.ports")
        texts.bind(self.table.setAccessibleName, say("Ports of this PC"))
        self.table.setMinimumHeight(190)
        self.table.chosen_changed.connect(self.chosen_changed)
        self.table.opened.connect(lambda _row: self.opened.emit())
        self.none = Label(
            texts,
            say(
                "No serial port was found. Plug the device in; for tries, add a simulated device on its page."
            ),
            "muted",
            wrap=True,
        )
        self.add(self.table, 1)
        self.add(self.none)
        other = QHBoxLayout()
        other.setSpacing(8)
        self.other = LineField()
        self.other.setObjectName("wizard.other")
        texts.bind(self.other.setAccessibleName, say("Another port by name or address"))
        texts.bind(self.other.setPlaceholderText, say("Another one: COM12, socket://192.168.0.10:4001"))
        self.other.returnPressed.connect(self._take_other)
        other.addWidget(self.other, 1)
        other.addWidget(Button(texts, say("Take this one"), self._take_other, name="wizard.other.take"))
        other.addWidget(Button(texts, say("It types"), self._take_typing, name="wizard.other.typing"))
        self.add(other)
        hint = say(
            "A gauge that types like a keyboard has no port: write what it types first, then “It types”."
        )
        self.add(Label(texts, hint, "hint", wrap=True))
        self.add_head(
            Button(texts, say("Look again"), self.refresh, icon_name="refresh", name="wizard.ports.refresh")
        )

    @property
    def row(self) -> PortRow | None:
        """The port now chosen."""
        return self.table.chosen()

    def refresh(self) -> None:
        """Look for ports, on another thread."""
        self._desk.tasks.read(list_ports, self._put, owner=self)

    def set_devices(self, devices: Sequence[DeviceRow]) -> None:
        """Show what the stations read already."""
        self._devices = tuple(devices)
        self._show()

    def choose(self, port: str) -> None:
        """Choose a port by its name, now or when it is found; one that is not listed is added."""
        self._wanted, self._away = port, None
        self._show()

    def choose_device(self, device: DeviceRow) -> None:
        """Choose the port where a device is now, under whatever name; one that is not plugged in is listed too.

        Its USB numbers stay known: what is changed while it is away must not make it a stranger.
        """
        identity = device.setup.identity
        known = identity is not None and identity.vid is not None
        self._away = replace(identity, name=device.port) if identity is not None and known else None
        self._wanted = device.port
        self._show()

    def _put(self, found: list[PortIdentity]) -> None:
        self._found = tuple(found)
        self._show()

    def _take_other(self) -> None:
        name = self.other.value()
        if name:
            self.other.clear()
            self.choose(name)

    def _take_typing(self) -> None:
        """Take a gauge that types; what it types first tells it from the scanners."""
        prefix = prefix_of(self.other.value())
        self.other.clear()
        self.choose(wedge_port(prefix))

    def _show(self) -> None:
        simulated = [PortIdentity(row.port) for row in self._ports.bench.rows()]
        usb = [port for port in self._found if port.vid is not None]
        plain = [port for port in self._found if port.vid is None][:_USUAL]
        listed = [*usb, *simulated, *plain]
        self._list_device(listed)
        kept = self.row.name if self.row is not None else ""
        for name in (self._wanted, kept):
            if name and all(port.name != name for port in listed):
                listed.append(PortIdentity(name))
        rows = tuple(self._row_of(port) for port in listed)
        self.model.set_rows(rows)
        self.none.setVisible(not rows)
        self.table.setVisible(bool(rows))
        if self._wanted:
            self.table.choose(self._wanted)
            self._wanted = ""
        elif rows and self.row is None:
            self.table.choose(rows[0].name)

    def _list_device(self, listed: list[PortIdentity]) -> None:
        """Find the device that is set up again among the ports, or list it as it was."""
        away = self._away
        if away is None:
            return
        now = name_now(away, listed)
        if now is None:
            names = {port.name for port in listed}
            # Its old name may be another device's by now.
            now = away.name if away.name not in names else f"{away.name} {usb_words(away)}"
            listed.append(replace(away, name=now))
        if self._wanted == away.name or (self.row is not None and away.is_same_device(self.row.identity)):
            self._wanted = now

    def _row_of(self, port: PortIdentity) -> PortRow:
        device = next((row for row in self._devices if _reads(row, port)), None)
        return PortRow(port, device, self._ports.state(device.port).word if device else "")


def _reads(device: DeviceRow, port: PortIdentity) -> bool:
    """Whether a device is the one at a port: by its USB numbers where it has them: names move."""
    identity = device.setup.identity
    if identity is not None and identity.vid is not None:
        return identity.is_same_device(port)
    return device.port == port.name


def _what(port: PortIdentity) -> Shown:
    if is_wedge_port(port.name):
        return say("Gauge that types")
    return say("Simulated device") if is_simulated(port.name) else port_words(port)


def _used(row: PortRow) -> Shown:
    if row.device is None:
        return term("port", "free")
    return row.device.gauge_number or STATES[row.state][0]


def _tone(row: PortRow) -> Tone:
    return "neutral" if row.device is None else STATES[row.state][1]
