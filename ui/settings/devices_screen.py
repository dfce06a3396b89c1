"""Stations and the devices at their ports, and which station this PC is. Live bytes are not shown here."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QHBoxLayout

from app.gauges.queries import GaugeRow, gauge_rows
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
from app.settings import PlantSettings, read_settings
from devices.registry import families
from models.vocab import DeviceKind, Noun
from ui.i18n import Shown, say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk, Screen, stacked
from ui.settings.today import plant_day
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.empty import EmptyState
from ui.widgets.forms import Form
from ui.widgets.label import Label
from ui.widgets.tables import RowTable

_NO_STATION: Final = "-"


class DevicesScreen(Screen):
    """Stations on the left, the devices of the chosen one on the right; ``open_record`` takes a station's id."""

    nouns = frozenset({Noun.STATION.value, Noun.DEVICE.value, Noun.GAUGE.value})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, say("Stations and devices"))
        self._rows: tuple[StationRow, ...] = ()
        self._wanted: object = None
        self.columns(
            (stacked(self._stations(), self._this_pc(), self._new_station()), 2),
            (stacked(self._devices(), self._new_device()), 3),
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
            Column(say("Port"), lambda row: row.port, weight=2),
            Column(say("Channel"), lambda row: row.channel, "muted"),
            Column(say("Driver"), lambda row: row.driver, weight=1),
            Column(say("Gauge"), lambda row: row.gauge_number),
        ]
        self.device_model: RowsModel[DeviceRow] = RowsModel(texts, columns, key=lambda row: row.id)
        self.device_table: RowTable[DeviceRow] = RowTable(self.device_model, "devices")
        texts.bind(self.device_table.setAccessibleName, say("Devices"))
        self.device_card = Card(texts, say("Devices"), flush=True)
        self.remove = Button(
            texts, term("device", "Remove"), self._remove, icon_name="trash", name="device.remove"
        )
        self.device_card.add_head(self.remove)
        self.device_card.add(self.device_table)
        self.no_device = Label(texts, say("No device stands at this station yet."), "muted", wrap=True)
        self.no_device.setContentsMargins(14, 10, 14, 12)
        self.device_card.add(self.no_device)
        return self.device_card

    def _new_device(self) -> Card:
        texts, language = self.texts, self.texts.language
        card = Card(texts, say("New device"))
        self.device_form = Form(texts, 2)
        kinds = [(kind.value, label(language, kind)) for kind in DeviceKind]
        kind = self.device_form.add_choice("kind", term("device", "Kind"), kinds)
        kind.chosen.connect(self._kind_chosen)
        port_hint = say("As the system calls it: COM5, /dev/ttyUSB0, or socket://host:port.")
        self.device_form.add_line("port", say("Port"), port_hint, required=True)
        self.device_form.add_choice("driver", say("Driver"), [(name, name) for name in families()])
        self.device_form.add_choice("gauge", say("Gauge of the register"), ())
        self.device_form.add_line("channel", say("Channel"), say("Of a multiplexer; empty takes all."))
        card.add(self.device_form)
        self.add_button = Button(texts, say("Add the device"), self._add_device, name="device.add")
        card.add(_right(self.add_button))
        texts.follow(self, self._name_kinds)
        self._kind_chosen(DeviceKind.GAUGE.value)
        return card

    def _name_kinds(self) -> None:
        field = self.device_form.rows["kind"].field
        kinds = [(kind.value, label(self.texts.language, kind)) for kind in DeviceKind]
        field.set_choices(kinds)  # type: ignore[attr-defined]

    # showing
    def refresh(self) -> None:
        """Ask for stations and for the gauges that can stand at one."""
        self.ask(station_rows, then=self._put, key="stations")
        self.ask(read_settings, then=self._ask_gauges, key="plant")

    def _ask_gauges(self, plant: PlantSettings) -> None:
        self.ask(gauge_rows, day=plant_day(plant), then=self._put_gauges, key="gauges")

    def _put_gauges(self, rows: tuple[GaugeRow, ...]) -> None:
        field = self.device_form.rows["gauge"].field
        field.set_choices([(str(row.id), f"{row.number} {row.name}") for row in rows])  # type: ignore[attr-defined]

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
        self.remove.setEnabled(bool(devices))
        self.add_button.setEnabled(row is not None)

    def _here(self, row: StationRow) -> Shown:
        return say("this PC") if row.code == read_machine().station else ""

    def _kind_chosen(self, kind: str) -> None:
        gauge = kind == DeviceKind.GAUGE.value
        self.device_form.rows["driver"].setVisible(gauge)
        self.device_form.rows["gauge"].setVisible(gauge)

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

    def _add_device(self) -> None:
        row = self.table.chosen()
        if row is None or not self.device_form.complete():
            return
        values = self.device_form.values()
        self.do(
            add_device,
            row.id,
            kind=DeviceKind(values["kind"]),
            port=values["port"],
            channel=values["channel"],
            driver=values["driver"],
            gauge_id=int(values["gauge"]) if values["gauge"] else None,
            then=lambda _changes: self.device_form.set_values({"port": "", "channel": ""}),
            said=say("The device was added."),
        )

    def _remove(self) -> None:
        row = self.device_table.chosen()
        if row is None:
            self.desk.notices.toast(say("Choose the device first."))
            return
        self.do(
            remove_device,
            row.id,
            said=say("The device at {port} was removed.", port=row.port),
            undo=lambda: self.do(
                add_device,
                row.station_id,
                kind=row.kind,
                port=row.port,
                channel=row.channel,
                driver=row.driver,
                gauge_id=row.gauge_id,
            ),
        )


def _right(button: Button) -> QHBoxLayout:
    line = QHBoxLayout()
    line.addStretch(1)
    line.addWidget(button)
    return line
