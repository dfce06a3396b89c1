"""Simulated gauges and scanners: add one, let it send a value or half a frame, pull its plug.

They stand at real ports and are read like real devices; whatever is sent here counts where the device belongs.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout
from typing_extensions import override

from app.device_bytes import shown_text, with_controls
from app.device_simulation import NOTHING_SHOWN, SCANNER, SimulatedRow, simulated_channels, simulated_families
from ui.devices.parted_panel import CardColumn, PartedPanel
from ui.devices.port_service import PortService
from ui.devices.port_words import STATES
from ui.devices.readers import family_title, port_title
from ui.i18n import Shown, Words, say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.check import CheckField
from ui.widgets.empty import EmptyState
from ui.widgets.forms import Form
from ui.widgets.label import Label
from ui.widgets.tables import RowTable

_FIRST: Final = "mitutoyo_ascii"
_VALUE: Final = "12.345"
_SENT: Final = 12
_ZEROS: Final = say("Trailing zeros are sent.")
_CHANNELS: Final = say(
    "Several channels at once: a value for each with blanks between, e.g. 12.345 - 3.20; - leaves one out."
)
_CONTROLS: Final = say("<GS>, <RS> and the like are sent as control characters.")


class SimulatorPanel(PartedPanel):
    """The simulated devices of this PC.

    Args:
        desk: What screens are given.
        ports: The ports of this PC.

    Signals:
        connect_device: The simulated port that is to be connected by the wizard.
    """

    connect_device = Signal(str)

    def __init__(self, desk: Desk, ports: PortService) -> None:
        super().__init__(desk)
        self.ports, self.bench = ports, ports.bench
        self._sent: list[str] = []
        self._acting = ""
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        left, right = CardColumn(fill=True), CardColumn()
        line.addWidget(left.area, 1)
        line.addWidget(right.area, 1)
        self.make_in_turns(
            lambda: left.add(self._new()),
            lambda: left.add(self._list(), 1),
            lambda: right.add(self._act()),
            self._join,
        )

    def _join(self) -> None:
        self.ports.changed.connect(self._states_changed)
        self._chosen(None)

    # building
    def _new(self) -> Card:
        texts = self.texts
        card = Card(texts, say("Add a simulated device"))
        card.add(
            Label(
                texts,
                say(
                    "Tries the whole loop without hardware: the device stands at a port of this PC and is read "
                    "like a real one. It is gone when the program ends; a station that has it gets it back at "
                    "the next start."
                ),
                "muted",
                wrap=True,
            )
        )
        form = Form(texts)
        self.family = form.add_choice("family", say("What to simulate"), _families())
        self.family.setObjectName("simulator.family")
        self.family.set_value(_FIRST)
        card.add(form)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(Button(texts, say("Add it"), self.add_device, "primary", "plus", "simulator.add"))
        card.add(foot)
        return card

    def _list(self) -> Card:
        texts = self.texts
        columns: list[Column[SimulatedRow]] = [
            Column(
                say("Device"), lambda row: port_title(row.port), "strong", weight=1, tip=lambda row: row.port
            ),
            Column(
                term("simulator", "Plug"),
                lambda row: term("plug", "in") if row.plugged else term("plug", "pulled"),
                "chip",
                tone=lambda row: "neutral" if row.plugged else "warn",
            ),
            Column(
                term("port", "State"),
                lambda row: STATES[self.ports.state(row.port).word][0],
                "chip",
                tone=lambda row: STATES[self.ports.state(row.port).word][1],
            ),
        ]
        self.model: RowsModel[SimulatedRow] = RowsModel(texts, columns, key=lambda row: row.port)
        self.table: RowTable[SimulatedRow] = RowTable(self.model, "simulated")
        texts.bind(self.table.setAccessibleName, say("Simulated devices"))
        self.table.chosen_changed.connect(self._chosen)
        card = Card(texts, say("Simulated devices"), flush=True)
        card.add(self.table, 1)
        self.none = EmptyState(
            texts, "plug", say("No simulated device"), say("Add one above, then connect it to a station.")
        )
        card.add(self.none)
        return card

    def _act(self) -> Card:
        texts = self.texts
        self.card = Card(texts, say("Act as the device"))
        self.form = Form(texts)
        self.value = self.form.add_line("value", say("Value on its display"), _ZEROS)
        self.value.setText(_VALUE)
        self.form.submitted.connect(self.send_value)
        self.card.add(self.form)
        line = QHBoxLayout()
        line.setSpacing(8)
        self.send = Button(
            texts, say("Send the value"), self.send_value, "primary", "player-play", "simulator.send"
        )
        self.broken = Button(texts, say("Send half a frame"), self.send_broken, name="simulator.broken")
        self.plug = Button(texts, say("Pull the plug"), self.turn_plug, name="simulator.plug")
        for button in (self.send, self.broken, self.plug):
            line.addWidget(button)
        line.addStretch(1)
        self.card.add(line)
        self.stream = CheckField(texts, say("It sends by itself, ten times a second"), "simulator.stream")
        self.stream.toggled.connect(self._turn_stream)
        self.card.add(self.stream)
        self.value.textChanged.connect(self._show_value)
        self.said = Label(texts, "", "body", wrap=True)
        self.said.setObjectName("simulator.said")
        self.card.add(self.said)
        sent = QVBoxLayout()
        self.sent = Label(texts, "", "muted", wrap=True)
        self.sent.setObjectName("simulator.sent")
        sent.addWidget(self.sent)
        self.card.add(sent)
        self.join_button = Button(
            texts,
            say("Connect it to a station"),
            self._connect,
            icon_name="plug-connected",
            name="simulator.connect",
        )
        self.remove = Button(
            texts, term("device", "Remove"), self.remove_device, icon_name="trash", name="simulator.remove"
        )
        self.card.add_head(self.join_button)
        self.card.add_head(self.remove)
        return self.card

    # showing
    @override
    def refresh(self) -> None:
        rows = self.bench.rows()
        self.model.set_rows(rows)
        self.table.setVisible(bool(rows))
        self.none.setVisible(not rows)
        if rows and self.table.chosen() is None:
            self.table.choose(rows[0].port)
        self._chosen(self.table.chosen())

    def _states_changed(self) -> None:
        self.renew()

    def _chosen(self, row: SimulatedRow | None) -> None:
        self.card.setVisible(row is not None)
        if row is None:
            return
        scanner = row.family == SCANNER
        self.card.set_title(say("Act as {device}", device=port_title(row.port)))
        self.form.rows["value"].label.put(say("Code it reads") if scanner else say("Value on its display"))
        self.form.rows["value"].below.put(_hint(row.family))
        self.stream.setVisible(not scanner)
        self.stream.setChecked(row.streaming)
        new, self._acting = row.port != self._acting, row.port
        shown = self.bench.shown(row.port)
        if new and not scanner and shown != NOTHING_SHOWN:
            self.value.setText(shown)
        self._show_value(self.value.value())
        self.send.put(say("Scan it") if scanner else say("Send the value"))
        self.plug.put(say("Pull the plug") if row.plugged else say("Plug it in"))
        self.send.setEnabled(row.plugged)
        self.broken.setEnabled(row.plugged)

    # acting
    def add_device(self) -> None:
        """Plug in a new simulated device."""
        port = self.bench.add(self.family.value())
        self.refresh()
        self.table.choose(port)

    def send_value(self) -> None:
        """Send the value on the display, or scan the code."""
        self._send(broken=False)

    def send_broken(self) -> None:
        """Send the first half of the frame only."""
        self._send(broken=True)

    def _send(self, *, broken: bool) -> None:
        row, value = self.table.chosen(), self.value.value()
        if row is None:
            return
        bench = self.bench
        if row.family == SCANNER:
            # Labels of car makers hold GS and RS; nobody has a key for them.
            value = with_controls(value)

        def work() -> bytes | Exception:
            # A port nobody reads makes a write wait, so not on the GUI thread.
            try:
                act = bench.send_broken if broken else bench.send
                return act(row.port, value)
            except (ValueError, OSError) as error:
                return error

        self.desk.tasks.read(work, lambda sent: self._tell(sent, row, broken=broken), owner=self)

    def _tell(self, sent: bytes | Exception, row: SimulatedRow, *, broken: bool) -> None:
        if isinstance(sent, ValueError):
            words = say(
                "{device} cannot send this: it must be a number that fits its format.",
                device=port_title(row.port),
            )
            self.said.put(words)
            self.said.set_role("warn")
            return
        if isinstance(sent, Exception):
            self.said.put(
                say("Nobody reads the port. Connect the device to this PC's station, or open it there.")
            )
            self.said.set_role("warn")
            return
        self.said.put(say("Half a frame was sent:") if broken else say("Sent:"))
        self.said.set_role("body")
        self._sent = [shown_text(sent), *self._sent][:_SENT]
        self.sent.put("\n".join(self._sent))

    def turn_plug(self) -> None:
        """Pull the plug, or plug it in again."""
        row = self.table.chosen()
        if row is not None:
            bench = self.bench
            # A device that is just sending to nobody holds its port for seconds.
            self.desk.tasks.read(
                lambda: bench.plug(row.port, plugged=not row.plugged),
                lambda _none: self.refresh(),
                owner=self,
            )

    def _turn_stream(self, on: bool) -> None:
        row = self.table.chosen()
        if row is not None and row.streaming != on:
            self.bench.stream(row.port, on=on)
            self.model.set_rows(self.bench.rows())

    def _show_value(self, value: str) -> None:
        """Put the value on the gauge's display: a request, and what it sends by itself, is that one."""
        row = self.table.chosen()
        if row is not None and row.family != SCANNER and row.port == self._acting:
            self.bench.show(row.port, value)

    def remove_device(self) -> None:
        """Take the device away."""
        row = self.table.chosen()
        if row is not None:
            bench = self.bench
            self.desk.tasks.read(lambda: bench.remove(row.port), lambda _none: self.refresh(), owner=self)

    def _connect(self) -> None:
        row = self.table.chosen()
        if row is not None:
            self.connect_device.emit(row.port)


def _hint(family: str) -> Words:
    if family == SCANNER:
        return _CONTROLS
    return _CHANNELS if simulated_channels(family) > 1 else _ZEROS


def _families() -> list[tuple[str, Shown]]:
    return [(family, family_title(family)) for family in simulated_families()]
