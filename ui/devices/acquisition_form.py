"""How a gauge's readings are taken, as fields: on its button, on request, out of a stream, over a window, channels.

Makes a plan; whether it can work is judged by the plan itself.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.device_bytes import bytes_of, shown_text
from devices.acquisition_plan import (
    BUTTON,
    LINES,
    MAXIMUM,
    MINIMUM,
    PEAK,
    REQUEST,
    STABLE,
    TIR,
    WINDOWS,
    AcquisitionPlan,
    ChannelPlan,
)
from ui.i18n import Shown, Texts, Words, say, term
from ui.widgets.check import CheckField
from ui.widgets.forms import Form

MODES: Final[MappingProxyType[str, Words]] = MappingProxyType(
    {
        BUTTON: say("on the gauge's own button"),
        REQUEST: say("on request: key F7, foot switch or timer"),
        STABLE: say("by itself, as soon as the value is steady"),
        MAXIMUM: say("greatest value of a window"),
        MINIMUM: say("least value of a window"),
        PEAK: say("peak of a window, with its sign"),
        TIR: say("run-out of a window: greatest less least"),
    }
)
FLAWS: Final[MappingProxyType[str, Words]] = MappingProxyType(
    {
        "mode": say("There is no such way of measuring."),
        "period": say("The timer needs 0.05 to 3600 seconds."),
        "answer": say("The wait for an answer needs 0.05 to 3600 seconds."),
        "foot_switch": say("There is no such control line."),
        "stable": say("The time of steadiness needs 0.1 to 3600 seconds."),
        "tolerance": say("The band of steadiness must be a number from 0 on."),
        "window": say("The window needs 0 to 3600 seconds; 0 lasts until the key is pressed again."),
        "channels": say("Each channel stands once, and only with the button or a request."),
        "request": say("The request cannot be read, or is longer than 64 bytes."),
    }
)
_ASKING: Final = (REQUEST, *WINDOWS)
_SHOWN: Final = {
    "period": (REQUEST, STABLE, *WINDOWS),
    "foot": _ASKING,
    "request": (REQUEST, STABLE, *WINDOWS),
    "answer": (REQUEST,),
    "stable_seconds": (STABLE,),
    "tolerance": (STABLE,),
    "release": (STABLE,),
    "window_seconds": WINDOWS,
    "channels": (BUTTON, REQUEST),
}


class AcquisitionForm(QWidget):
    """The way of taking readings.

    Args:
        texts: The window's language.
    """

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = Form(texts, 2)
        self.mode = self.form.add_choice("mode", say("How a value is taken"), list(MODES.items()))
        self.mode.chosen.connect(lambda _mode: self._show())
        lines: list[tuple[str, Shown]] = [("", term("foot switch", "none"))]
        lines += [(each, each.upper()) for each in LINES]
        self.form.add_choice("foot", say("Foot switch on line"), lines)
        self.form.add_decimal("period", say("Timer, seconds"), say("Empty: no timer."))
        self.form.add_line(
            "request", say("Request"), say("Empty takes the driver's own; <CR> and the like are read.")
        )
        self.form.add_decimal("answer", say("Wait for an answer, seconds"))
        self.form.add_decimal("stable_seconds", say("Steady for, seconds"))
        self.form.add_decimal("tolerance", say("Within a band of"), say("In the gauge's unit."))
        self.form.add_decimal(
            "release",
            say("Next one after a change of"),
            say("In the gauge's unit; empty: twice the band."),
        )
        self.form.add_decimal(
            "window_seconds", say("Window, seconds"), say("0: until the key is pressed again.")
        )
        self.form.add_line(
            "channels",
            say("Channels at once"),
            say(
                "With commas, e.g. 1, 2, or each with its own request: 1=1<CR>, 2=2<CR>. Empty for one gauge."
            ),
            wide=True,
        )
        self.opens = CheckField(texts, say("The foot switch counts when it opens"), "acquisition.opens")
        self.form.rows["foot"].field.chosen.connect(lambda _line: self._show())  # type: ignore[attr-defined]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.form)
        column.addWidget(self.opens)
        self.put(AcquisitionPlan())

    def put(self, plan: AcquisitionPlan) -> None:
        """Show a plan."""
        self.form.set_values(
            {
                "mode": plan.mode,
                "foot": plan.foot_switch,
                "period": _seconds(plan.period),
                "request": shown_text(plan.request) if plan.request else "",
                "answer": _seconds(plan.answer),
                "stable_seconds": _seconds(plan.stable_seconds),
                "tolerance": plan.tolerance,
                "release": plan.release,
                "window_seconds": f"{plan.window_seconds:g}",
                "channels": ", ".join(_channel_text(each) for each in plan.channels),
            }
        )
        self.opens.setChecked(plan.foot_opens)
        # Channels that the gauge sends by itself are waited for as well, where no field asks how long.
        self._answer = plan.answer
        self._show()

    def plan(self) -> AcquisitionPlan | None:
        """Return the plan of the fields; None where one is wrong, which is said beside it."""
        values = self.form.values()
        mode = values["mode"]
        request = bytes_of(values["request"]) if values["request"] and mode in _SHOWN["request"] else None
        wrong = bool(values["request"]) and mode in _SHOWN["request"] and request is None
        channels = _channels(values["channels"]) if mode in _SHOWN["channels"] else ()
        plan = AcquisitionPlan(
            mode=mode,
            request=request,
            period=_number(values["period"]) if mode in _SHOWN["period"] else 0.0,
            answer=_number(values["answer"]) if mode in _SHOWN["answer"] else self._answer,
            foot_switch=values["foot"] if mode in _ASKING else "",
            foot_opens=mode in _ASKING and bool(values["foot"]) and self.opens.isChecked(),
            stable_seconds=_number(values["stable_seconds"]) if mode == STABLE else 1.0,
            tolerance=(values["tolerance"] or "0") if mode == STABLE else "0",
            release=values["release"] if mode == STABLE else "",
            window_seconds=_number(values["window_seconds"]) if mode in WINDOWS else 0.0,
            channels=channels or (),
        )
        flaw = "request" if wrong else "channels" if channels is None else plan.flaw()
        for name in _SHOWN:
            self.form.rows[name].show_wrong("")
        if flaw is not None:
            row = {"stable": "stable_seconds", "window": "window_seconds", "foot_switch": "foot"}.get(
                flaw, flaw
            )
            self.form.rows.get(row, self.form.rows["mode"]).show_wrong(FLAWS[flaw])
            return None
        return plan

    def _show(self) -> None:
        mode = self.mode.value()
        for name, modes in _SHOWN.items():
            self.form.rows[name].setVisible(mode in modes)
        foot = self.form.rows["foot"]
        self.opens.setVisible(mode in _ASKING and bool(foot.field.value()))  # type: ignore[attr-defined]
        self.form.close_gaps()


def _channel_text(channel: ChannelPlan) -> str:
    if channel.request is None:
        return channel.channel
    # A comma separates channels.
    return f"{channel.channel}={shown_text(channel.request).replace(',', '<2C>')}"


def _channels(text: str) -> tuple[ChannelPlan, ...] | None:
    """Return the channels of a text; None where a request cannot be read."""
    found: list[ChannelPlan] = []
    for each in text.split(","):
        name, asked, request = each.strip().partition("=")
        data = bytes_of(request.strip()) if asked else None
        if asked and not data:
            return None
        if name:
            found.append(ChannelPlan(name.strip(), data))
    return tuple(found)


def _number(text: str) -> float:
    """Return a typed number of seconds; what is none is out of every range."""
    try:
        return float(text or 0)
    except ValueError:
        return -1.0


def _seconds(value: float) -> str:
    return f"{value:g}" if value else ""
