"""The place of stations and devices: one tab for each task. Holds no task itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from app.production.stations import DeviceRow
from devices.events import ScanReceived
from devices.profiles import GaugeProfile
from models.vocab import Noun
from ui.devices.code_view import KEYBOARD
from ui.devices.codes_panel import CodesPanel
from ui.devices.connect_panel import ConnectPanel
from ui.devices.generic_panel import GenericPanel
from ui.devices.parted_panel import PartedPanel
from ui.devices.port_service import PortService
from ui.devices.recordings_panel import RecordingsPanel
from ui.devices.scanner_panel import ScannerPanel
from ui.devices.simulator_panel import SimulatorPanel
from ui.devices.stations_panel import StationsPanel
from ui.i18n import say, term
from ui.panels import Desk, Screen
from ui.widgets.tabs import TabStrip

P = TypeVar("P", bound=PartedPanel)


class DevicesScreen(Screen):
    """Stations, the wizard, and the tools beside it; ``open_record`` takes a station's id or the key of a tab.

    A tab is built when it is first shown, part by part: more at once would stop the window.

    Args:
        desk: What screens are given.
        ports: The ports of this PC; without them those of a PC that reads none.
    """

    nouns = frozenset({Noun.STATION.value, Noun.DEVICE.value})

    def __init__(self, desk: Desk, ports: PortService | None = None) -> None:
        super().__init__(desk, say("Stations and devices"))
        self.ports = ports or PortService(parent=self)
        self._built: dict[str, PartedPanel] = {}
        self._showing = False
        self._holders: dict[str, QVBoxLayout] = {}
        self.tabs = TabStrip(self.texts)
        for key, title in (
            ("stations", say("Stations")),
            ("connect", say("Connect a device")),
            ("generic", say("Generic driver")),
            ("scanner", term("tab", "Scanner")),
            ("codes", say("Own labels")),
            ("simulator", say("Simulator")),
            ("recordings", say("Recordings")),
        ):
            holder = QWidget()
            self._holders[key] = QVBoxLayout(holder)
            self._holders[key].setContentsMargins(0, 0, 0, 0)
            self.tabs.add_tab(key, title, holder)
        self.tabs.changed.connect(self._shown)
        self.body.addWidget(self.tabs)
        self.body.addWidget(self.tabs.pages, 1)
        self.add_action(
            term("act", "Connect a device"), self.connect_device, icon_name="plug-connected", kind=None
        )
        # The sheet of command codes stands at stations.
        self.offer_tags("plant", lambda: 0)
        self._shown("stations")

    # the tabs
    @property
    def stations(self) -> StationsPanel:
        """Stations and their devices."""
        return self._panel("stations", lambda: StationsPanel(self.desk, self.ports), self._join_stations)

    @property
    def connect_panel(self) -> ConnectPanel:
        """The wizard."""
        return self._panel("connect", lambda: ConnectPanel(self.desk, self.ports), self._join_wizard)

    @property
    def generic(self) -> GenericPanel:
        """The description of an unknown gauge."""
        return self._panel(
            "generic", lambda: GenericPanel(self.desk), lambda made: made.use.connect(self._use_profile)
        )

    @property
    def scanner(self) -> ScannerPanel:
        """The set-up of scanners."""
        return self._panel("scanner", lambda: ScannerPanel(self.desk, self.ports))

    @property
    def codes(self) -> CodesPanel:
        """Own labels."""
        return self._panel("codes", lambda: CodesPanel(self.desk))

    @property
    def simulator(self) -> SimulatorPanel:
        """Simulated devices."""
        return self._panel(
            "simulator",
            lambda: SimulatorPanel(self.desk, self.ports),
            lambda made: made.connect_device.connect(self.connect_device),
        )

    @property
    def recordings(self) -> RecordingsPanel:
        """Recorded traffic."""
        return self._panel("recordings", lambda: RecordingsPanel(self.desk, self.ports))

    def _panel(self, key: str, make: Callable[[], P], join: Callable[[P], object] = lambda _made: None) -> P:
        made = self._built.get(key)
        if made is None:
            made = self._built[key] = make()
            join(made)
            self._holders[key].addWidget(made)
        if not self._showing:
            # Somebody works with it now; a tab that is only looked at comes part by part.
            made.finish()
        return made  # type: ignore[return-value]  # each key has one maker

    def _join_stations(self, made: StationsPanel) -> None:
        made.connect_device.connect(self.connect_device)
        made.set_up.connect(self._set_up)

    def _join_wizard(self, made: ConnectPanel) -> None:
        made.describe.connect(self._describe)
        made.finished.connect(lambda _device: self.tabs.show_tab("stations"))

    def _shown(self, key: str) -> None:
        self._showing = True
        made = getattr(self, "connect_panel" if key == "connect" else key)
        self._showing = False
        made.show()

    # from one to the other
    def connect_device(self, port: str = "") -> None:
        """Begin the wizard, at a port where one is named."""
        self.tabs.show_tab("connect")
        self.connect_panel.begin(port)

    def _set_up(self, device: DeviceRow) -> None:
        self.tabs.show_tab("connect")
        self.connect_panel.edit(device)

    def _describe(self, heard: bytes) -> None:
        known = self.connect_panel.described()
        if known is not None:
            self.generic.put(known)
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

    @property
    @override
    def tells_of_scans(self) -> bool:
        return self.tabs.current in ("scanner", "codes")

    @override
    def scan(self, scan: ScanReceived) -> bool:
        """Take a scan for the task that is shown."""
        match self.tabs.current:
            case "connect":
                return self.connect_panel.take_scan(scan, from_keyboard=scan.source == KEYBOARD)
            case "scanner":
                return self.scanner.take_scan(scan)
            case "codes":
                self.codes.take_raw(scan.raw, scan.source, from_keyboard=scan.source == KEYBOARD)
                return True
        return False
