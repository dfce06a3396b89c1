"""The device wizard: choose a port, listen, try the driver, say where the device belongs. Acts by the device verbs.

Ports are opened on other threads only; what is heard here reaches no station.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from app.device_readers import profile_of
from app.device_simulation import is_simulated
from app.gauges.queries import GaugeRow, gauge_rows
from app.machine import read_machine
from app.production.device_channels import change_channels, connect_channels
from app.production.device_setup import DeviceSetup
from app.production.stations import DeviceRow, StationRow, station_rows
from app.settings import PlantSettings, read_settings
from devices.acquisition_plan import AcquisitionPlan
from devices.drivers.generic import Generic
from devices.events import Event, GaugeReading, PortLost, ScanReceived
from devices.listening import Hearing, Proposal
from devices.profile_values import ProfileError, plan_to_plain
from devices.profiles import GaugeProfile
from devices.registry import driver_classes
from devices.scanner import FAMILY as SCANNER
from devices.scanner import ScanFramer
from devices.transport.ports import PortIdentity
from devices.wedge_gauge import is_wedge_port
from models.vocab import DeviceKind, Noun
from ui.devices.assign_card import AssignCard
from ui.devices.generic_panel import plain_template
from ui.devices.hearing_card import HearingCard
from ui.devices.live_view import LiveView
from ui.devices.parted_panel import CardColumn, PartedPanel
from ui.devices.port_card import PortCard, PortRow
from ui.devices.port_service import PortService
from ui.devices.port_words import usb_words
from ui.devices.readers import port_title
from ui.devices.trial import Trial
from ui.devices.try_card import TryCard
from ui.i18n import Shown, say, term
from ui.panels import Desk
from ui.settings.today import plant_day
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.facts import StepLine

_STEPS: Final = (
    term("wizard", "Port"),
    term("wizard", "Listen"),
    term("wizard", "Try"),
    term("wizard", "Assign"),
)
PORT, LISTEN, TRY, ASSIGN = range(4)


class ConnectPanel(PartedPanel):
    """The wizard.

    Args:
        desk: What screens are given.
        ports: The ports of this PC.

    Signals:
        describe: The user wants to describe the frames of a generic driver; carries the bytes heard.
        finished: A device was saved; its id.
    """

    nouns = frozenset({Noun.STATION.value, Noun.DEVICE.value, Noun.GAUGE.value})
    describe = Signal(bytes)
    finished = Signal(int)

    def __init__(self, desk: Desk, ports: PortService) -> None:
        super().__init__(desk)
        self.ports = ports
        self._editing: DeviceRow | None = None
        self._channels: dict[str, None] = {}
        self._stations: tuple[StationRow, ...] = ()
        self.trial = Trial(ports, self)
        self.trial.listening.trying.connect(lambda settings: self.hearing.set_running(True, settings))
        self.trial.listening.done.connect(self._heard)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(12)
        self.make_in_turns(
            self._make_frame,
            self._make_port,
            self._make_live,
            self._make_hearing,
            self._make_try,
            self._make_assign,
            self._join,
        )

    # building
    def _make_frame(self) -> None:
        texts = self.texts
        self.steps = StepLine(texts)
        self.steps.set_steps(_STEPS, PORT)
        self.pages = QStackedWidget()
        self.back = Button(texts, say("Back"), lambda: self.show_step(self.step - 1), name="wizard.back")
        self.next = Button(texts, say("Next"), self.go_on, "primary", name="wizard.next")
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.back)
        foot.addStretch(1)
        foot.addWidget(self.next)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.steps)
        column.addWidget(self.pages, 1)
        column.addLayout(foot)
        self._line.addWidget(left, 6)

    def _make_port(self) -> None:
        self.port_card = PortCard(self.desk, self.ports)
        self.port_card.chosen_changed.connect(self._port_chosen)
        self.port_card.opened.connect(lambda: self.show_step(LISTEN))
        self.pages.addWidget(self.port_card)

    def _make_live(self) -> None:
        self.live = LiveView(self.texts)
        self.live.came.connect(self._came)
        self.live_card = Card(self.texts, say("Live from the port"))
        self.live_card.add(self.live, 1)
        self.live_card.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._line.addWidget(self.live_card, 5)

    def _make_hearing(self) -> None:
        self.hearing = HearingCard(self.texts, self.listen)
        self.hearing.proposed.connect(self._proposed)
        self.pages.addWidget(self.hearing)

    def _make_try(self) -> None:
        self.try_card = TryCard(self.texts, self.open_trial, self.ask_for_value)
        self.try_card.describe.connect(lambda: self.describe.emit(self.trial.heard()))
        self.pages.addWidget(self.try_card)

    def _make_assign(self) -> None:
        self.assign = AssignCard(self.texts)
        # Several channels, or a way with many fields, are higher than a small screen.
        column = CardColumn()
        column.add(self.assign)
        self.pages.addWidget(column.area)

    def _join(self) -> None:
        self.ports.changed.connect(self._show_ports)
        self.show_step(PORT)

    # showing
    @override
    def refresh(self) -> None:
        self.port_card.refresh()
        self.ask(station_rows, then=self._put_stations, key="stations")
        self.ask(read_settings, then=self._ask_gauges, key="plant")

    def _put_stations(self, rows: tuple[StationRow, ...]) -> None:
        self._stations = rows
        self.assign.set_stations(rows, read_machine().station)
        self._show_ports()

    def _ask_gauges(self, plant: PlantSettings) -> None:
        self.ask(gauge_rows, day=plant_day(plant), then=self._put_gauges, key="gauges")

    def _put_gauges(self, rows: tuple[GaugeRow, ...]) -> None:
        self.assign.set_gauges(rows)

    def _show_ports(self) -> None:
        here = read_machine().station
        own = [device for row in self._stations if row.code == here for device in row.devices]
        self.port_card.set_devices(own)

    @property
    def step(self) -> int:
        """The step now shown, from 0."""
        return self.pages.currentIndex()

    def show_step(self, step: int) -> None:
        """Show a step; the port stays open until the wizard is left or another port is chosen."""
        self.pages.setCurrentIndex(step)
        self.steps.set_steps(_STEPS, step)
        self.back.setEnabled(step > PORT)
        self.next.put(say("Save the device") if step == ASSIGN else say("Next"))
        self._allow()
        row = self.port_card.row
        self.try_card.set_openable(row is None or not is_wedge_port(row.name))
        first = (
            self.port_card.table,
            self.hearing.button,
            self.try_card.driver,
            self.assign.form.rows["station"].field,
        )
        first[step].setFocus()

    def _allow(self) -> None:
        self.next.setEnabled(self.port_card.row is not None if self.step == PORT else True)

    def begin(self, port: str = "") -> None:
        """Begin with a new device, at a port where one is named."""
        self._editing = None
        self._forget()
        self.assign.begin()
        self.assign.acquisition.put(AcquisitionPlan())
        if port:
            self.port_card.choose(port)
        self.show_step(PORT)

    def edit(self, device: DeviceRow) -> None:
        """Set a device up again that a station has."""
        self._editing = device
        self._forget()
        self.port_card.choose_device(device)
        self.try_card.put(device.driver if device.kind is DeviceKind.GAUGE else SCANNER, device.setup.line)
        self.try_card.profile = dict(device.setup.profile)
        self.assign.acquisition.put(_plan_of(device))
        self.assign.begin(channel=device.channel, gauge=str(device.gauge_id or ""), fixed=True)
        self.assign.form.set_values({"station": str(device.station_id)})
        self.show_step(TRY)

    def use_profile(self, profile: GaugeProfile) -> None:
        """Take a description of the generic driver."""
        self.try_card.profile = plain_template(profile)
        self.try_card.put(profile.family, profile.settings)
        self.assign.acquisition.put(profile.acquisition)
        self.show_step(TRY if self.port_card.row is not None else PORT)

    def described(self) -> GaugeProfile | None:
        """Return the description the device works by now, to be changed; None where it has none yet."""
        template = self.try_card.template()
        if template is None:
            return None
        plan = self.assign.acquisition.plan() or AcquisitionPlan()
        editing = self._editing
        name = (editing.gauge_number if editing is not None else "") or self.texts.say("Own instrument")
        return GaugeProfile(name, Generic.family, self.try_card.line.settings(), template, plan)

    # acting
    def go_on(self) -> None:
        """Go to the next step, or save at the last."""
        if self.step == ASSIGN:
            self.save()
            return
        if self.step == LISTEN and self.trial.listening.running:
            self.trial.listening.stop()
        row = self.port_card.row
        if self.step == PORT and row is not None and is_wedge_port(row.name):
            # What it types comes by the keyboard: there is no port to listen at.
            self.try_card.put("generic", None)
            self.try_card.said.put(
                say("It types its values; whatever stands in front of them tells it apart.")
            )
            self.show_step(TRY)
            return
        self.show_step(self.step + 1)
        if self.step == ASSIGN:
            self.assign.set_kind(self.try_card.kind)
            if self._editing is None:
                self.assign.propose_channels(sorted(self._channels))

    def listen(self) -> None:
        """Listen at the port, or stop."""
        row = self.port_card.row
        if row is None:
            return
        if self.trial.listening.running:
            self.trial.listening.stop()
            return
        self.live.clear()
        self.hearing.clear()
        self.hearing.set_running(True)
        self.live.watch(self.trial.listen(row))

    def _heard(self, hearing: Hearing) -> None:
        self.hearing.set_running(False)
        self.live.look()
        self.hearing.put(hearing)

    def _proposed(self, proposal: Proposal | None) -> None:
        if proposal is not None:
            self.try_card.put(proposal.family, proposal.settings)

    def open_trial(self) -> None:
        """Open the port with the driver and line settings of the form and show what comes."""
        row = self.port_card.row
        if row is None:
            return
        reader = self.try_card.reader()
        if reader is None:
            return
        self.live.clear()
        self.try_card.said.put(say("Opening {port}…", port=port_title(row.name)))
        self.live.watch(self.trial.open(row, reader, self.try_card.line.settings()))

    def ask_for_value(self) -> None:
        """Ask the gauge for a value, as the station will."""
        request = self.try_card.request()
        if request is None:
            return
        trial = self.trial
        self.desk.tasks.read(lambda: trial.send(request), self._answered, owner=self)

    def _answered(self, sent: bool) -> None:
        words = say("Asked; the answer stands at the right.") if sent else say("Open the port first.")
        self.try_card.said.put(words)

    def _came(self, events: list[Event]) -> None:
        for event in events:
            if isinstance(event, ScanReceived) and self.assign.isVisible():
                self.assign.take_label(event.raw, from_keyboard=False)
            if isinstance(event, GaugeReading):
                if event.channel:
                    self._channels[event.channel] = None
                value = f"{event.value} {event.unit or ''}".strip()
                self.try_card.said.put(say("It works: {value}. Compare it with the display.", value=value))
        self.try_card.show_trouble(next((e.reason for e in events if isinstance(e, PortLost)), ""))

    def take_scan(self, scan: ScanReceived, *, from_keyboard: bool) -> bool:
        """Take a scan while the wizard is shown: the gauge's label binds the device to it."""
        return self.step == ASSIGN and self.assign.take_label(scan.raw, from_keyboard=from_keyboard)

    def save(self) -> None:
        """Save the device at its station, or change it."""
        row, values = self.port_card.row, self.assign.values()
        if not values["station"]:
            self.desk.notices.toast(say("Add a station first, on the page “Stations”."), "warn")
            return
        if row is None:
            self.show_step(PORT)
            return
        plan = self.assign.acquisition.plan() if self.try_card.kind is DeviceKind.GAUGE else AcquisitionPlan()
        if plan is None or not self.assign.channels_are_right():
            return
        setup, channels = self._setup(row, plan), self.assign.channels()
        said: Shown = say("Saved: {port} belongs to the station.", port=port_title(row.name))
        if len(channels) > 1:
            said = say(
                "Saved: {port} with {n} {n:channel|channels} belongs to the station.",
                port=port_title(row.name),
                n=len(channels),
            )
        editing = self._editing
        if editing is not None and str(editing.station_id) == values["station"]:
            self.do(
                change_channels,
                editing.id,
                channels[1:],
                driver=self.try_card.family if self.try_card.kind is DeviceKind.GAUGE else None,
                gauge_id=channels[0].gauge_id,
                setup=setup,
                then=lambda _changes: self._saved(editing.id),
                said=said,
            )
            return
        self.do(
            connect_channels,
            int(values["station"]),
            channels,
            kind=self.try_card.kind,
            port=self._port_name(row),
            driver=self.try_card.family,
            setup=setup,
            then=lambda changes: self._saved(changes.result[0]),
            said=said,
        )

    def _port_name(self, row: PortRow) -> str:
        """Return the name a station remembers: the port's, unless another device had it before it was renumbered."""
        taken = any(
            device.port == row.name
            and device.setup.identity is not None
            and not device.setup.identity.is_same_device(row.identity)
            for station in self._stations
            for device in station.devices
        )
        return f"{row.name} {usb_words(row.identity)}" if taken and row.identity.vid is not None else row.name

    def _setup(self, row: PortRow, plan: AcquisitionPlan) -> DeviceSetup:
        known: PortIdentity | None = row.identity if row.identity.vid is not None else None
        line = self.try_card.line.settings()
        kind = driver_classes().get(self.try_card.family)
        usual = kind.settings if kind is not None else ScanFramer.settings
        return DeviceSetup(
            known,
            None if line == usual else line,
            self.try_card.profile if self.try_card.family == "generic" else {},
            plan_to_plain(plan),
            is_simulated(row.name),
        )

    def _saved(self, device_id: int) -> None:
        self._editing = None
        self._forget()
        self.finished.emit(device_id)

    def _port_chosen(self, _row: PortRow | None) -> None:
        self._allow()

    def _forget(self) -> None:
        """Close the port and begin with nothing heard."""
        self.live.watch(None)
        self.trial.close()
        self.live.clear()
        self.hearing.clear()
        self._channels.clear()
        self.try_card.said.put("")

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        if self.whole:
            # The station reads its port again as soon as nobody sets it up.
            self.live.watch(None)
            self.trial.close()
        super().hideEvent(event)


def _plan_of(device: DeviceRow) -> AcquisitionPlan:
    try:
        return profile_of(device).acquisition
    except ProfileError:
        return AcquisitionPlan()
