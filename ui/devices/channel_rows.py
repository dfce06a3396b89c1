"""Further channels of a port, each with its gauge: as many rows as a multiplexer has plugs. Saves nothing itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.gauges.queries import GaugeRow
from app.production.device_channels import ChannelGauge
from ui.i18n import Shown, Texts, say
from ui.widgets.buttons import Button, IconButton
from ui.widgets.fields import ChoiceField, LineField
from ui.widgets.label import Label

MOST: Final = 32
"""As many channels as the largest multiplexer cascade has."""


def gauge_choices(rows: Sequence[GaugeRow]) -> list[tuple[str, Shown]]:
    """Return the gauges of the register as choices, none of them first."""
    choices: list[tuple[str, Shown]] = [("", say("choose the gauge"))]
    return choices + [(str(row.id), f"{row.number} {row.name}") for row in rows]


class _ChannelRow(QWidget):
    """One channel and its gauge."""

    def __init__(self, texts: Texts, number: int, choices: Sequence[tuple[str, Shown]]) -> None:
        super().__init__()
        self.channel = LineField()
        self.channel.setObjectName(f"channel.{number}.name")
        self.channel.setMaximumWidth(120)
        texts.bind(self.channel.setAccessibleName, say("Channel {number}", number=number))
        self.gauge = ChoiceField(texts, choices)
        self.gauge.setObjectName(f"channel.{number}.gauge")
        texts.bind(self.gauge.setAccessibleName, say("Gauge of channel {number}", number=number))
        self.away = IconButton(texts, "trash", say("Leave this channel out"), name=f"channel.{number}.away")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.channel)
        line.addWidget(self.gauge, 1)
        line.addWidget(self.away)

    @property
    def value(self) -> ChannelGauge:
        """What the row says."""
        gauge = self.gauge.value()
        return ChannelGauge(self.channel.value(), int(gauge) if gauge else None)


class ChannelRows(QWidget):
    """The channels after the first.

    Args:
        texts: The window's language.
    """

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._choices: Sequence[tuple[str, Shown]] = gauge_choices(())
        self._rows: list[_ChannelRow] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(6)
        self.wrong = Label(texts, "", "bad", wrap=True)
        self.wrong.setObjectName("channel.wrong")
        self.wrong.hide()
        self.more = Button(
            texts, say("Another channel"), self.add_row, "quiet", icon_name="plus", name="channel.more"
        )
        foot = QHBoxLayout()
        foot.addWidget(self.more)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(self._column)
        column.addWidget(self.wrong)
        column.addLayout(foot)

    def set_gauges(self, rows: Sequence[GaugeRow]) -> None:
        """Offer the gauges of the register."""
        self._choices = gauge_choices(rows)
        for row in self._rows:
            row.gauge.set_choices(self._choices)

    def put(self, channels: Sequence[str]) -> None:
        """Show channels, their gauges not chosen yet."""
        for row in list(self._rows):
            self._take_away(row)
        for channel in channels[:MOST]:
            self.add_row(channel)

    def add_row(self, channel: str = "") -> None:
        """Ask for one more channel."""
        row = _ChannelRow(self._texts, len(self._rows) + 2, self._choices)
        row.channel.set_value(channel)
        row.away.clicked.connect(lambda: self._take_away(row))
        self._rows.append(row)
        self._column.addWidget(row)
        self.more.setEnabled(len(self._rows) < MOST)
        if not channel:
            row.channel.setFocus()

    def _take_away(self, row: _ChannelRow) -> None:
        if row in self._rows:
            self._rows.remove(row)
            self._column.removeWidget(row)
            row.deleteLater()
            self.more.setEnabled(True)
            self.say("")

    def values(self) -> tuple[ChannelGauge, ...]:
        """Return the further channels."""
        return tuple(row.value for row in self._rows)

    def fill(self, gauge_id: int) -> str | None:
        """Give a gauge to the first channel that has none; return that channel, None where all have theirs."""
        for row in self._rows:
            if row.value.gauge_id is None:
                row.gauge.set_value(str(gauge_id))
                return row.value.channel
        return None

    def say(self, shown: Shown) -> None:
        """Say what is wrong with the channels; an empty text takes it back."""
        self.wrong.put(shown)
        self.wrong.setVisible(bool(shown))
