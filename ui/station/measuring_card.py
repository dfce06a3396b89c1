"""The right half of the station while measuring: what, the value, its verdict, the bar, the samples, the course."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.inspection.queries import NextMeasurement, SheetCell, SheetRow
from app.inspection.station_queries import StationFacts
from app.inspection.station_view import StationView
from models.vocab import Special, Verdict
from ui.i18n import Shown, Texts, Words, say, term
from ui.station.station_words import balloon_sign, next_words
from ui.theme.theme import current_theme
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.charts import BigValue, TrendLine
from ui.widgets.chips import StateChip
from ui.widgets.label import Label
from ui.widgets.measuring import SampleCell, SampleStrip, ToleranceBar
from ui.widgets.verdict import Verdict as Look
from ui.widgets.verdict import VerdictPanel
from ui.wording import worded

# Short enough to stand beside the characteristic in both languages.
_SPECIAL = {
    Special.SIGNIFICANT: term("special mark", "SC"),
    Special.CRITICAL: term("special mark", "CC"),
}
# Under this height the course of the values makes room for what was said.
_LOW_WINDOW = 900
_LOOKS: dict[Verdict | None, Look] = {Verdict.OK: "ok", Verdict.NG: "ng"}


class MeasuringCard(Card):
    """One characteristic: its last value and where it stands.

    Args:
        texts: The window's language.
        judge: Called with ``OK`` or ``NG`` where a person judges.
    """

    def __init__(self, texts: Texts, judge: Callable[[str], object], parent: QWidget | None = None) -> None:
        super().__init__(texts, parent=parent)
        self._words = texts
        self.body.setSpacing(2)
        head = QHBoxLayout()
        head.setSpacing(12)
        self.what = Label(texts, "", "section")
        self.what.setObjectName("measure.what")
        self.special = StateChip(texts, "", "neutral", self)
        self.special.hide()
        self.where = Label(texts, "", "muted", elide=True)
        self.where.setObjectName("measure.where")
        self.where.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.what)
        head.addWidget(self.special)
        head.addWidget(self.where, 1)
        self.add(head)
        line = QHBoxLayout()
        self.value = BigValue(texts, term("station", "Value"))
        self.value.setObjectName("measure.value")
        self.verdict = VerdictPanel(texts)
        self.verdict.setObjectName("measure.verdict")
        self.judging = self._judging(texts, judge)
        line.addWidget(self.value, 1)
        line.addWidget(self.judging, 1)
        line.addWidget(self.verdict)
        self.add(line)
        self.bar = ToleranceBar(texts, say("Where the value stands between its limits"))
        self.add(self.bar)
        self.strip = SampleStrip(texts, term("station", "Samples"))
        self.strip.setObjectName("measure.samples")
        self.add(self.strip)

    def _judging(self, texts: Texts, judge: Callable[[str], object]) -> QWidget:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 12, 0, 12)
        line.setSpacing(current_theme().pixels(4))
        for key, word in (("OK", term("station", "OK")), ("NG", term("station", "NG"))):
            button = Button(texts, word, partial(judge, key), name=f"station.judge.{key}")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setMinimumSize(current_theme().pixels(36), current_theme().pixels(24))
            line.addWidget(button, 1)
        holder.hide()
        return holder

    def put(self, view: StationView, facts: StationFacts) -> None:
        """Show what is to be measured and what was measured of it so far."""
        coming, row = view.next, facts.row
        if coming is None or row is None or view.inspection is None:
            return
        self.what.put(
            say(
                "{balloon} {kind} {specification}",
                balloon=balloon_sign(coming.number),
                kind=worded(coming.kind),
                specification=coming.specification,
            )
        )
        self._put_special(coming)
        self._put_where(view, facts, coming)
        last = _last(row)
        self._put_value(coming, last)
        cells = [_cell(cell) for cell in row.cells if cell.required or cell.reading_id is not None]
        self.strip.put(cells, coming.sample - 1)

    def _put_special(self, coming: NextMeasurement) -> None:
        special: Shown = ""
        if coming.special is not Special.NONE:
            name = _SPECIAL[coming.special]
            special = say("{symbol} {name}", symbol=coming.special_symbol or "◇", name=name)
            self._words.bind(self.special.setToolTip, worded(coming.special))
        self.special.put(special)

    def _put_where(self, view: StationView, facts: StationFacts, coming: NextMeasurement) -> None:
        assert view.inspection is not None
        values: dict[str, object] = {
            "sample": coming.sample,
            "samples": view.inspection.sample_size,
        }
        gauge = next(iter(facts.gauges), None)
        if gauge is None or coming.judged_by_person:
            self.where.put(say("sample {sample}/{samples}", **values))
            return
        values["gauge"] = gauge.number
        self.where.setToolTip(gauge.name)
        if gauge.days_left is None:
            self.where.put(say("sample {sample}/{samples} · {gauge}", **values))
            return
        values["due"] = due_words(gauge.days_left)
        self.where.put(say("sample {sample}/{samples} · {gauge} ({due})", **values))

    def _put_value(self, coming: NextMeasurement, last: SheetCell | None) -> None:
        by_person = coming.judged_by_person
        self.judging.setVisible(by_person)
        self.value.setVisible(not by_person)
        self.bar.setVisible(not by_person)
        look = _LOOKS.get(None if last is None else last.verdict, "")
        self.verdict.put(look, term("station", "OK") if look == "ok" else term("station", "NG"))
        shown = "" if last is None else last.value or last.attribute
        self.value.put(shown, (last.unit if last is not None and last.unit else coming.unit))
        value = Decimal(last.value) if last is not None and last.value else None
        lower, upper = (
            _as_fine_as(limit, value, coming.decimals) for limit in (coming.lower_limit, coming.upper_limit)
        )
        self.bar.put(lower, upper, value, look)


class NextCard(Card):
    """What to do next, and the course of the last values."""

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(texts, " ", parent=parent)
        self._has_course = False
        self.title.setObjectName("next.what")
        self.said = Label(texts, "", "muted", wrap=True)
        self.said.setObjectName("next.said")
        self.said.hide()
        self.trend = TrendLine(texts, say("Course of the last values"))
        self.add(self.said)
        self.add(self.trend, 1)

    def put(self, view: StationView, facts: StationFacts | None, *, key: bool = False) -> None:
        """Show the next step and, where there are values, their course; `key` where the gauge waits for one."""
        title, note = next_words(view, key=key)
        self.set_title(title, note)
        self._has_course = facts is not None and bool(facts.recent)
        self._arrange()
        if facts is not None and facts.row is not None:
            row = facts.row
            self.trend.put(facts.recent, row.lower_limit, row.upper_limit, _middle(row))

    def say_last(self, said: Shown) -> None:
        """Show what was said last; it can be read after the verdict has gone. Empty where the value says it all."""
        self.said.put(said)
        self.said.setVisible(bool(said))
        self._arrange()

    def _arrange(self) -> None:
        crowded = self.window().height() < _LOW_WINDOW and bool(self.said.text())
        self.trend.setVisible(self._has_course and not crowded)


def due_words(days_left: int) -> Words:
    """Return how long a calibration still holds."""
    if days_left < 0:
        return say("calibration ended {days} {days:day|days} ago", days=-days_left)
    return say("cal. D-{days}", days=days_left)


def _last(row: SheetRow) -> SheetCell | None:
    """The cell measured last of a characteristic."""
    done = [cell for cell in row.cells if cell.reading_id is not None]
    return max(done, key=lambda cell: cell.reading_id or 0, default=None)


def _as_fine_as(limit: Decimal | None, value: Decimal | None, decimals: int) -> Decimal | None:
    """Return a limit written with the digits of the value beside it; only zeros are added, nothing is rounded."""
    if limit is None:
        return None
    exponent = -decimals
    for other in (limit, value):
        if other is not None and isinstance(found := other.as_tuple().exponent, int):
            exponent = min(exponent, found)
    return limit.quantize(Decimal(1).scaleb(exponent))


def _cell(cell: SheetCell) -> SampleCell:
    return SampleCell(cell.value or cell.attribute, _LOOKS.get(cell.verdict, ""))


def _middle(row: SheetRow) -> Decimal | None:
    if row.lower_limit is None or row.upper_limit is None:
        return None
    return (row.lower_limit + row.upper_limit) / 2
