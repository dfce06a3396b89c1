"""Stations and the devices at their ports with their states, and which station this PC is. Opens no port."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout
from typing_extensions import override

from app.device_readers import profile_of
from app.labels import label
from app.machine import change_machine, read_machine
from app.production.stations import (
    DeviceRow,
    StationRow,
    add_device,
    add_station,
    remove_device,
    rename_station,
    station_rows,
)
from devices.acquisition_plan import BUTTON
from devices.profile_values import ProfileError
from devices.registry import driver_classes
from devices.scanner import ScanFramer
from models.vocab import DeviceKind, Noun
from ui.devices.acquisition_form import MODES
from ui.devices.live_view import LiveView
from ui.devices.parted_panel import CardColumn, PartedPanel
from ui.devices.port_service import PortService, PortState
from ui.devices.port_words import FLAWED, REASONS, STATES, line_words, usb_words
from ui.devices.readers import family_title, port_title
from ui.i18n import Shown, say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.empty import EmptyState
from ui.widgets.facts import FactList
from ui.widgets.forms import Form
from ui.widgets.label import Label
from ui.widgets.tables import RowTable

_NO_STATION: Final = "-"


class StationsPanel(PartedPanel):
    """Stations on the left, the devices of the chosen one on the right.

    Args:
        desk: What screens are given.
        ports: The ports of this PC.

    Signals:
        connect_device: A device is to be connected.
        set_up: A ``DeviceRow`` is to be set up again.
    """

    nouns = frozenset({Noun.STATION.value, Noun.DEVICE.value, Noun.GAUGE.value})
    connect_device = Signal()
    set_up = Signal(object)

    def __init__(self, desk: Desk, ports: PortService) -> None:
        super().__init__(desk)
        self.ports = ports
        self._rows: tuple[StationRow, ...] = ()
        self._wanted: object = None
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        left, right = CardColumn(), CardColumn()
        line.addWidget(left.area, 2)
        line.addWidget(right.area, 3)
        self.make_in_turns(
            lambda: left.add(self._stations()),
            lambda: right.add(self._devices()),
            lambda: left.add(self._this_pc()),
            lambda: left.add(self._new_station()),
            lambda: right.add(self._detail()),
            lambda: ports.changed.connect(self._show_states),
        )

    # building
    def _stations(self) -> Card:
        texts = self.texts
        columns: list[Column[StationRow]] = [
            Column(say("Code"), lambda row: row.code, "strong"),
            Column(
                term("station", "Name"),
                lambda row: row.name,
                weight=1,
                edit=lambda row, name: self._rename(row, name),
            ),
            Column(say("Devices"), lambda row: str(len(row.devices)), "number"),
            Column(term("station", "Here"), self._here, "chip", tone=lambda _row: "info"),
        ]
        self.model: RowsModel[StationRow] = RowsModel(texts, columns, key=lambda row: row.id)
        self.table: RowTable[StationRow] = RowTable(self.model, "stations")
        texts.bind(self.table.setAccessibleName, say("Stations"))
        self.table.chosen_changed.connect(self._chosen)
        card = Card(texts, say("Stations"), flush=True)
        card.add(self.table)
        self.none = EmptyState(
            texts,
            "device-desktop-analytics",
            say("No station yet"),
            say("A station is a PC at a machine, with a scanner and a gauge. Add it below."),
        )
        card.add(self.none)
        return card

    def _this_pc(self) -> Card:
        texts = self.texts
        card = Card(texts, say("This PC"))
        self.here = Form(texts)
        hint = say("Its ports are opened here when the program starts next.")
        self.here.add_choice("station", say("This PC stands at"), ((_NO_STATION, say("no station")),), hint)
        self.choice = self.here.rows["station"].field
        self.choice.chosen.connect(self._stand_at)  # type: ignore[attr-defined]
        card.add(self.here)
        return card

    def _new_station(self) -> Card:
        texts = self.texts
        card = Card(texts, say("New station"))
        self.station_form = Form(texts, 2)
        self.station_form.add_line("code", say("Code"), say("Short, e.g. ST-01."), required=True)
        self.station_form.add_line("name", term("station", "Name"), required=True)
        self.station_form.submitted.connect(self._add_station)
        card.add(self.station_form)
        card.add(_right(Button(texts, say("Add the station"), self._add_station, name="station.add")))
        return card

    def _devices(self) -> Card:
        texts = self.texts
        columns: list[Column[DeviceRow]] = [
            Column(say("Device"), lambda row: label(self.texts.language, row.kind), "strong"),
            Column(say("Gauge"), lambda row: row.gauge_number),
            Column(say("Port"), lambda row: port_title(row.port), weight=2, tip=lambda row: row.port),
            Column(say("Channel"), lambda row: row.channel, "muted"),
            Column(say("Driver"), lambda row: family_title(row.driver), weight=1, tip=lambda row: row.driver),
            Column(
                term("port", "State"),
                lambda row: STATES[self._state(row).word][0],
                "chip",
                tone=lambda row: STATES[self._state(row).word][1],
            ),
        ]
        self.device_model: RowsModel[DeviceRow] = RowsModel(texts, columns, key=lambda row: row.id)
        self.device_table: RowTable[DeviceRow] = RowTable(self.device_model, "devices")
        texts.bind(self.device_table.setAccessibleName, say("Devices"))
        self.device_table.chosen_changed.connect(lambda _row: self._show_detail())
        self.device_table.opened.connect(self.set_up)
        self.device_card = Card(texts, say("Devices"), flush=True)
        self.connect_button = Button(
            texts,
            say("Connect a device"),
            self.connect_device.emit,
            "primary",
            "plug-connected",
            "device.connect",
        )
        self.device_card.add_head(self.connect_button)
        self.device_card.add(self.device_table)
        self.no_device = Label(texts, say("No device stands at this station yet."), "muted", wrap=True)
        self.no_device.setContentsMargins(14, 10, 14, 12)
        self.device_card.add(self.no_device)
        return self.device_card

    def _detail(self) -> Card:
        texts = self.texts
        self.detail = Card(texts, say("Device"))
        self.facts = FactList(texts)
        self.detail.add(self.facts)
        self.trouble = Label(texts, "", "warn", wrap=True)
        self.trouble.setObjectName("device.trouble")
        self.detail.add(self.trouble)
        self.live = LiveView(texts)
        self.live.setMinimumHeight(260)
        self.detail.add(self.live, 1)
        self.again = Button(texts, say("Set up"), self._set_up, icon_name="settings", name="device.setup")
        self.test = Button(texts, say("Ask for a value"), self._ask_value, name="device.test")
        self.remove = Button(
            texts, term("device", "Remove"), self._remove, icon_name="trash", name="device.remove"
        )
        for button in (self.test, self.again, self.remove):
            self.detail.add_head(button)
        return self.detail

    # showing
    @override
    def refresh(self) -> None:
        self.ask(station_rows, then=self._put, key="stations")

    def _put(self, rows: tuple[StationRow, ...]) -> None:
        self._rows = rows
        self.model.set_rows(rows)
        self.table.setVisible(bool(rows))
        self.table.setFixedHeight(self.table.full_height())
        self.none.setVisible(not rows)
        choices: list[tuple[str, Shown]] = [(_NO_STATION, say("no station"))]
        choices += [(row.code, f"{row.code} {row.name}") for row in rows]
        self.choice.set_choices(choices)  # type: ignore[attr-defined]
        self.here.set_values({"station": read_machine().station or _NO_STATION})
        wanted, self._wanted = self._wanted, None
        chosen = self.table.chosen()
        if not (isinstance(wanted, int) and self.table.choose(wanted)):
            if chosen is None and rows:
                self.table.choose(rows[0].id)
            else:
                self._chosen(chosen)

    def open_record(self, record: object) -> None:
        """Choose a station."""
        self._wanted = record
        self.refresh()

    def _chosen(self, row: StationRow | None) -> None:
        devices = row.devices if row is not None else ()
        title: Shown = say("Devices of {station}", station=row.code) if row is not None else say("Devices")
        self.device_card.set_title(title, row.name if row is not None else "")
        self.device_model.set_rows(devices)
        self.device_table.setVisible(bool(devices))
        self.device_table.setFixedHeight(self.device_table.full_height())
        self.no_device.setVisible(not devices)
        self.connect_button.setEnabled(row is not None)
        if devices and self.device_table.chosen() is None:
            self.device_table.choose(devices[0].id)
        self._show_detail()

    def _here(self, row: StationRow) -> Shown:
        return say("this PC") if row.code == read_machine().station else ""

    def _state(self, row: DeviceRow) -> PortState:
        return self.ports.state(row.port)

    def _show_states(self) -> None:
        self.device_model.set_rows(self.device_model.rows)
        self._show_trouble()

    def _show_detail(self) -> None:
        row = self.device_table.chosen()
        self.detail.setVisible(row is not None)
        self.live.clear()
        self.live.watch(self.ports.traffic(row.port) if row is not None else None)
        self.facts.clear()
        if row is None:
            return
        kind = label(self.texts.language, row.kind)
        self.detail.set_title(row.gauge_number or kind, port_title(row.port))
        for name, value in _facts(row):
            self.facts.add(name, value)
        self.test.setVisible(_request(row) is not None)
        self._show_trouble()

    def _show_trouble(self) -> None:
        row = self.device_table.chosen()
        state = self._state(row) if row is not None else PortState("off")
        lost = REASONS.get(state.reason, state.reason) if state.word == "lost" else ""
        self.trouble.put(FLAWED if state.word == "flawed" else lost)
        self.trouble.setVisible(state.word in ("lost", "flawed"))
        if row is not None and state.word != "off" and self.live.idle:
            self.live.watch(self.ports.traffic(row.port))

    # acting
    def _stand_at(self, code: str) -> None:
        change_machine(station="" if code == _NO_STATION else code)
        self.desk.notices.toast(say("Saved for this PC. It counts from the next start on."), "ok")
        self.refresh()

    def _add_station(self) -> None:
        if self.station_form.complete():
            values = self.station_form.values()
            self.do(
                add_station,
                code=values["code"],
                name=values["name"],
                then=self._station_added,
                said=say("The station was added."),
            )

    def _station_added(self, changes: object) -> None:
        self._wanted = getattr(changes, "result", None)
        self.station_form.set_values({"code": "", "name": ""})
        self.refresh()

    def _rename(self, row: StationRow, name: str) -> None:
        if name and name != row.name:
            self.do(rename_station, row.id, expected_version=row.version, name=name)

    def _set_up(self) -> None:
        row = self.device_table.chosen()
        if row is not None:
            self.set_up.emit(row)

    def _ask_value(self) -> None:
        row = self.device_table.chosen()
        request = _request(row) if row is not None else None
        if row is None or request is None:
            return
        port = row.port
        # A gauge that is set up to be asked answers to its key; another one only to the bare request.
        press = bool(row.setup.acquisition)
        ask = partial(self.ports.press, port) if press else partial(self.ports.send, port, request)
        self.desk.tasks.read(ask, self._asked_for, owner=self)

    def _asked_for(self, sent: bool) -> None:
        if not sent:
            self.desk.notices.toast(say("The port is not open now."), "warn")

    def _remove(self) -> None:
        row = self.device_table.chosen()
        if row is None:
            self.desk.notices.toast(say("Choose the device first."))
            return
        self.do(
            remove_device,
            row.id,
            said=say("The device at {port} was removed.", port=port_title(row.port)),
            undo=lambda: self.do(
                add_device,
                row.station_id,
                kind=row.kind,
                port=row.port,
                channel=row.channel,
                driver=row.driver,
                gauge_id=row.gauge_id,
                setup=row.setup,
            ),
        )


def _request(row: DeviceRow) -> bytes | None:
    """Return the bytes that ask a device for a value; None for scanners and gauges that only send by themselves."""
    if row.kind is not DeviceKind.GAUGE:
        return None
    try:
        profile = profile_of(row)
    except ProfileError:
        return None
    return profile.acquisition.request or profile.driver().request


def _facts(row: DeviceRow) -> list[tuple[Shown, Shown]]:
    """Return what is known of a device beside what the table shows."""
    setup, kind = row.setup, driver_classes().get(row.driver)
    usual = kind.settings if kind is not None else ScanFramer.settings
    facts: list[tuple[Shown, Shown]] = []
    if kind is not None:
        facts.append((say("Driver"), family_title(row.driver)))
    facts.append((term("device", "Line"), line_words(setup.line or usual)))
    if row.kind is DeviceKind.GAUGE:
        mode = str(setup.acquisition.get("mode", BUTTON))
        facts.append((say("How a value is taken"), MODES.get(mode, mode)))
    if setup.identity is not None and usb_words(setup.identity):
        facts.append((say("Known again by"), usb_words(setup.identity)))
    return facts


def _right(button: Button) -> QHBoxLayout:
    line = QHBoxLayout()
    line.addStretch(1)
    line.addWidget(button)
    return line
