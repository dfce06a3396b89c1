"""The place of stations and devices: one tab for each task. Holds no task itself."""

from __future__ import annotations

from app.production.stations import DeviceRow
from devices.events import ScanReceived
from devices.profiles import GaugeProfile
from models.vocab import Noun
from ui.devices.codes_panel import CodesPanel
from ui.devices.connect_panel import ConnectPanel
from ui.devices.generic_panel import GenericPanel
from ui.devices.port_service import PortService
from ui.devices.recordings_panel import RecordingsPanel
from ui.devices.scanner_panel import KEYBOARD, ScannerPanel
from ui.devices.simulator_panel import SimulatorPanel
from ui.devices.stations_panel import StationsPanel
from ui.i18n import say, term
from ui.panels import Desk, Screen
from ui.widgets.tabs import TabStrip


class DevicesScreen(Screen):
    """Stations, the wizard, and the tools beside it; ``open_record`` takes a station's id or the key of a tab.

    Args:
        desk: What screens are given.
        ports: The ports of this PC; without them those of a PC that reads none.
    """

    nouns = frozenset({Noun.STATION.value, Noun.DEVICE.value})

    def __init__(self, desk: Desk, ports: PortService | None = None) -> None:
        super().__init__(desk, say("Stations and devices"))
        self.ports = ports or PortService(parent=self)
        self.stations = StationsPanel(desk, self.ports)
        self.connect_panel = ConnectPanel(desk, self.ports)
        self.generic = GenericPanel(desk)
        self.generic.use.connect(self._use_profile)
        self.connect_panel.describe.connect(self._describe)
        self.scanner = ScannerPanel(desk, self.ports)
        self.codes = CodesPanel(desk)
        self.simulator = SimulatorPanel(desk, self.ports)
        self.recordings = RecordingsPanel(desk, self.ports)
        self.tabs = TabStrip(self.texts)
        self.tabs.add_tab("stations", say("Stations"), self.stations)
        self.tabs.add_tab("connect", say("Connect a device"), self.connect_panel)
        self.tabs.add_tab("generic", say("Generic driver"), self.generic)
        self.tabs.add_tab("scanner", term("tab", "Scanner"), self.scanner)
        self.tabs.add_tab("codes", say("Own labels"), self.codes)
        self.tabs.add_tab("simulator", say("Simulator"), self.simulator)
        self.tabs.add_tab("recordings", say("Recordings"), self.recordings)
        self.body.addWidget(self.tabs)
        self.body.addWidget(self.tabs.pages, 1)
        self.stations.connect_device.connect(self.connect_device)
        self.stations.set_up.connect(self._set_up)
        self.simulator.connect_device.connect(self.connect_device)
        self.connect_panel.finished.connect(lambda _device: self.tabs.show_tab("stations"))
        self.offer_tags("plant", lambda: 0)
        self.add_action(
            term("act", "Connect a device"), self.connect_device, icon_name="plug-connected", kind=None
        )

    def connect_device(self, port: str = "") -> None:
        """Begin the wizard, at a port where one is named."""
        self.tabs.show_tab("connect")
        self.connect_panel.begin(port)

    def _set_up(self, device: DeviceRow) -> None:
        self.tabs.show_tab("connect")
        self.connect_panel.edit(device)

    def _describe(self, heard: bytes) -> None:
        self.generic.put_sample(heard)
        self.tabs.show_tab("generic")

    def _use_profile(self, profile: GaugeProfile) -> None:
        self.tabs.show_tab("connect")
        self.connect_panel.use_profile(profile)

    def open_record(self, record: object) -> None:
        """Choose a station, or show a tab."""
        if isinstance(record, str):
            self.tabs.show_tab(record)
        else:
            self.tabs.show_tab("stations")
            self.stations.open_record(record)

    def scan(self, scan: ScanReceived) -> bool:
        """Take a scan for the task that is shown."""
        if self.tabs.current == "connect":
            return self.connect_panel.take_scan(scan, from_keyboard=scan.source == KEYBOARD)
        if self.tabs.current == "scanner":
            return self.scanner.take_scan(scan)
        if self.tabs.current == "codes":
            self.codes.take_raw(scan.raw, scan.source, from_keyboard=scan.source == KEYBOARD)
            return True
        return False
