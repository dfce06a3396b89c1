"""The last step of the wizard: which station, channel and gauge of the register a device is, and how it measures.

Gives the values out; the verb is called by the wizard.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.gauges.queries import GaugeRow
from app.labels import label
from app.production.stations import StationRow
from devices.barcodes.content import CodeContent
from devices.barcodes.registry import parse
from models.vocab import DeviceKind
from ui.devices.acquisition_form import AcquisitionForm
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
        choices: list[tuple[str, Shown]] = [("", say("choose the gauge"))]
        choices += [(str(row.id), f"{row.number} {row.name}") for row in rows]
        field.set_choices(choices)  # type: ignore[attr-defined]

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
        self.form.set_values({"gauge": str(row.id)})
        words = say("Label read: this device is gauge {number} {name}.", number=row.number, name=row.name)
        self._say(words, bound=True)
        return True

    def _say(self, shown: Shown, *, bound: bool) -> None:
        self.bound.put(shown)
        self.bound.set_role("good" if bound else "warn")
        self.bound.show()

    def values(self) -> dict[str, str]:
        """Return station, channel and gauge as ids and texts."""
        return self.form.values()

    @property
    def kind_word(self) -> str:
        """What the device is called."""
        return label(self._words.language, self._kind)
