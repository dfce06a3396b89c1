"""The last step of the wizard: which station, channel and gauge of the register a device is, and how it measures.

Gives the values out; the verb is called by the wizard.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.gauges.queries import GaugeRow
from app.labels import label
from app.production.device_channels import ChannelGauge
from app.production.stations import StationRow
from devices.barcodes.content import CodeContent
from devices.barcodes.registry import parse
from models.vocab import DeviceKind
from ui.devices.acquisition_form import AcquisitionForm
from ui.devices.channel_rows import ChannelRows, gauge_choices
from ui.i18n import Shown, Texts, say
from ui.widgets.card import Card, rule
from ui.widgets.forms import Form
from ui.widgets.label import Label


class AssignCard(Card):
    """Where a device belongs.

    Args:
        texts: The window's language.
    """

    def __init__(self, texts: Texts) -> None:
        super().__init__(texts, say("Where does it belong?"))
        self._words = texts
        self._gauges: tuple[GaugeRow, ...] = ()
        self._kind = DeviceKind.GAUGE
        self.form = Form(texts, 2)
        self.form.add_choice("station", say("Station"), ())
        self.form.add_line(
            "channel", say("Channel"), say("Of a multiplexer, as the events show it; empty takes all.")
        )
        self.form.add_choice(
            "gauge", say("Gauge of the register"), (), say("Or scan the gauge's calibration label now.")
        )
        self.add(self.form)
        self.further = ChannelRows(texts)
        self.add(self.further)
        self.bound = Label(texts, "", "good", wrap=True)
        self.bound.setObjectName("assign.bound")
        self.bound.hide()
        self.add(self.bound)
        self.line = rule()
        self.add(self.line)
        self.acquisition = AcquisitionForm(texts)
        self.add(self.acquisition)

    def set_kind(self, kind: DeviceKind) -> None:
        """Show what a gauge or a scanner needs."""
        self._kind = kind
        gauge = kind is DeviceKind.GAUGE
        self.form.rows["channel"].setVisible(gauge)
        self.form.rows["gauge"].setVisible(gauge)
        self.further.setVisible(gauge)
        self.line.setVisible(gauge)
        self.acquisition.setVisible(gauge)

    def set_stations(self, rows: Sequence[StationRow], here: str) -> None:
        """Offer the stations; the one this PC stands at first."""
        ordered = sorted(rows, key=lambda row: row.code != here)
        field = self.form.rows["station"].field
        field.set_choices([(str(row.id), f"{row.code} {row.name}") for row in ordered])  # type: ignore[attr-defined]

    def set_gauges(self, rows: Sequence[GaugeRow]) -> None:
        """Offer the gauges of the register."""
        self._gauges = tuple(rows)
        field = self.form.rows["gauge"].field
        field.set_choices(gauge_choices(rows))  # type: ignore[attr-defined]
        self.further.set_gauges(rows)

    def propose_channels(self, heard: Sequence[str]) -> None:
        """Offer the channels that were heard at the port, unless some stand there already."""
        if len(heard) > 1 and not self.form.values()["channel"] and not self.further.values():
            self.form.set_values({"channel": heard[0]})
            self.further.put(heard[1:])

    def begin(self, *, channel: str = "", gauge: str = "", fixed: bool = False) -> None:
        """Begin with one channel; that of a device which is set up again is fixed."""
        self.form.set_values({"channel": channel, "gauge": gauge})
        self.form.rows["channel"].field.setEnabled(not fixed)
        self.further.put(())
        self.bound.hide()

    def take_label(self, raw: bytes, *, from_keyboard: bool) -> bool:
        """Choose the gauge whose calibration label was scanned; False where it is none or nobody knows it."""
        content = parse(raw, from_keyboard=from_keyboard)
        if not isinstance(content, CodeContent) or content.kind != "gauge":
            return False
        number = content.fields[0][1]
        row = next((row for row in self._gauges if row.number.casefold() == number.casefold()), None)
        if row is None:
            self._say(say("No gauge {number} is in the register.", number=number), bound=False)
            return True
        self._bind(row)
        return True

    def _bind(self, row: GaugeRow) -> None:
        """Give a gauge to the first channel without one; a device of one channel takes another gauge any time."""
        channel: str | None = None
        if not self.further.values() or not self.form.values()["gauge"]:
            self.form.set_values({"gauge": str(row.id)})
            channel = self.form.values()["channel"]
        elif all(each.gauge_id != row.id for each in self.channels()):
            channel = self.further.fill(row.id)
        if channel is None:
            known = any(each.gauge_id == row.id for each in self.channels())
            full = say("Every channel has its gauge already; leave one out first.")
            self._say(
                say("Gauge {number} is chosen already.", number=row.number) if known else full, bound=False
            )
            return
        words = say("Label read: this device is gauge {number} {name}.", number=row.number, name=row.name)
        if channel and self.further.values():
            words = say(
                "Label read: channel {channel} is gauge {number} {name}.",
                channel=channel, number=row.number, name=row.name,
            )  # fmt: skip
        self._say(words, bound=True)

    def _say(self, shown: Shown, *, bound: bool) -> None:
        self.bound.put(shown)
        self.bound.set_role("good" if bound else "warn")
        self.bound.show()

    def values(self) -> dict[str, str]:
        """Return station, channel and gauge as ids and texts."""
        return self.form.values()

    def channels(self) -> tuple[ChannelGauge, ...]:
        """Return every channel with its gauge; a device of one channel is the only one."""
        values = self.form.values()
        gauge = int(values["gauge"]) if values["gauge"] else None
        first = ChannelGauge(values["channel"] if self._kind is DeviceKind.GAUGE else "", gauge)
        return (first, *(self.further.values() if self._kind is DeviceKind.GAUGE else ()))

    def channels_are_right(self) -> bool:
        """Say what is wrong with several channels; True where nothing is."""
        channels = self.channels()
        names = [each.channel for each in channels]
        wrong: Shown = ""
        if len(channels) > 1 and not all(names):
            wrong = say("Each of several channels needs its name, as the events show it.")
        elif len(set(names)) != len(names):
            wrong = say("A channel stands there twice.")
        elif len(channels) > 1 and any(each.gauge_id is None for each in channels):
            wrong = say("Choose a gauge for each channel, or leave the channel out.")
        self.further.say(wrong)
        return not wrong

    @property
    def kind_word(self) -> str:
        """What the device is called."""
        return label(self._words.language, self._kind)
