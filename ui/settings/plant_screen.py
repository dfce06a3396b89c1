"""Plant settings: name, zone, work day, shifts, languages and form numbers. One form, saved as a whole."""

from __future__ import annotations

from typing import Any, Final
from zoneinfo import available_timezones

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.documents.registry import builders
from app.documents.source import FORM_NUMBERS
from app.settings import PlantSettings, Shift, change_setting, read_settings
from models.vocab import Noun
from ui.i18n import say, term
from ui.panels import Desk, Screen, stacked
from ui.widgets.buttons import Button, IconButton
from ui.widgets.card import Card
from ui.widgets.facts import empty_layout
from ui.widgets.fields import LineField
from ui.widgets.forms import Form
from ui.widgets.label import Label

# Zones of customers and plants of this trade stand first; the rest follows by name.
_NEAR: Final = (
    "Asia/Seoul",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Asia/Ho_Chi_Minh",
    "Asia/Kolkata",
    "Europe/Berlin",
    "America/Chicago",
    "America/Mexico_City",
    "UTC",
)


class ShiftList(QWidget):
    """Shifts as rows of name, begin and end."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._texts = desk.texts
        self._rows: list[tuple[LineField, LineField, LineField]] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._grid)
        foot = QHBoxLayout()
        foot.addWidget(Button(self._texts, say("Add a shift"), self._add, icon_name="plus", name="shift.add"))
        foot.addStretch(1)
        column.addLayout(foot)

    def put(self, shifts: tuple[Shift, ...]) -> None:
        """Show shifts."""
        empty_layout(self._grid)
        self._rows.clear()
        for column, words in enumerate(
            (term("shift", "Name"), term("shift", "Begins"), term("shift", "Ends"))
        ):
            self._grid.addWidget(Label(self._texts, words, "muted"), 0, column)
        self._grid.setColumnStretch(0, 2)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        for shift in shifts:
            self._line(shift)

    def shifts(self) -> tuple[Shift, ...]:
        """Return the shifts that have a name."""
        rows = (tuple(field.value() for field in row) for row in self._rows)
        return tuple(Shift(name, begin, end) for name, begin, end in rows if name)

    def _line(self, shift: Shift) -> None:
        row, at = (LineField(), LineField(), LineField()), len(self._rows) + 1
        names = (
            say("Name of shift {n}", n=at),
            say("Begin of shift {n}", n=at),
            say("End of shift {n}", n=at),
        )
        for column, (field, text, name) in enumerate(
            zip(row, (shift.name, shift.begin, shift.end), names, strict=True)
        ):
            field.set_value(text)
            field.setObjectName(f"shift.{at}.{column}")
            self._texts.bind(field.setAccessibleName, name)
            self._grid.addWidget(field, at, column)
        self._rows.append(row)
        away = IconButton(
            self._texts,
            "trash",
            say("Remove shift {n}", n=at),
            lambda: self._remove(row),
            f"shift.{at}.remove",
        )
        self._grid.addWidget(away, at, 3)

    def _add(self) -> None:
        self._line(Shift("", "08:00", "17:00"))
        self._rows[-1][0].setFocus()

    def _remove(self, row: tuple[LineField, LineField, LineField]) -> None:
        self._rows.remove(row)
        self.put(self.shifts())


class PlantScreen(Screen):
    """What the whole plant shares."""

    nouns = frozenset({Noun.PLANT.value})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, say("Plant"))
        texts = self.texts
        self._kept: PlantSettings | None = None
        plant = Card(texts, say("The plant"), say("as it stands on documents"))
        self.plant = Form(texts, 2)
        self.plant.add_line("name", say("Name of the plant"), required=True)
        self.plant.add_line("supplier_code", say("Supplier code"), say("Given by the customer."))
        self.plant.add_line("address", say("Address"), wide=True)
        languages = (("ko", "한국어"), ("en", "English"))
        self.plant.add_choice("language", say("Language of documents"), languages)
        plant.add(self.plant)
        days = Card(texts, say("Work days"), say("decide lot numbers, checks and reports"))
        self.days = Form(texts, 2)
        zones = [(zone, zone) for zone in (*_NEAR, *sorted(available_timezones() - set(_NEAR)))]
        self.days.add_choice("time_zone", say("Time zone"), zones)
        why = say("A reading at 01:30 belongs to the work day before.")
        self.days.add_line("work_day_start", say("A work day begins at"), why, required=True)
        days.add(self.days)
        days.add(Label(texts, say("Shifts"), "strong"))
        self.shifts = ShiftList(desk)
        days.add(self.shifts)
        forms = Card(texts, say("Form numbers"), say("printed in the footer"))
        self.forms = Form(texts)
        language = texts.language
        for kind, builder in builders().items():
            line = self.forms.add_line(kind, builder.called(language))
            line.setPlaceholderText(FORM_NUMBERS.get(kind, ""))
        forms.add(self.forms)
        texts.follow(self, self._name_forms)
        self.columns((stacked(plant, days), 3), (stacked(forms), 2))
        self.save_act = self.add_action(
            say("Save"), self.save, shortcut="Ctrl+S", kind="primary", name="plant.save"
        )

    def refresh(self) -> None:
        """Show the settings as they are."""
        self.ask(read_settings, then=self._put)

    def _put(self, kept: PlantSettings) -> None:
        self._kept = kept
        self.plant.set_values(
            {
                "name": kept.name,
                "supplier_code": kept.supplier_code,
                "address": kept.address,
                "language": kept.language,
            }
        )
        self.days.set_values({"time_zone": kept.time_zone, "work_day_start": kept.work_day_start})
        self.shifts.put(kept.shifts)
        self.forms.set_values({kind: kept.form_numbers.get(kind, "") for kind in builders()})

    def save(self) -> None:
        """Save all of it; Undo puts the former settings back."""
        kept = self._kept
        if kept is None or not self.plant.complete() or not self.days.complete():
            return
        numbers = {kind: number for kind, number in self.forms.values().items() if number}
        # Only what stands on this page: label patterns, say, are kept by another and must not go back with it.
        wanted: dict[str, Any] = {
            **self.plant.values(),
            **self.days.values(),
            "shifts": self.shifts.shifts(),
            "form_numbers": {**kept.form_numbers, **numbers}
            if set(kept.form_numbers) - set(builders())
            else numbers,
        }
        former = {name: getattr(kept, name) for name in wanted}
        self.do(
            change_setting,
            **wanted,
            reason="plant settings",
            said=say("The plant settings were saved."),
            undo=lambda: self.do(change_setting, **former, reason="taken back"),
        )

    def _name_forms(self) -> None:
        for kind, builder in builders().items():
            self.forms.rows[kind].label.put(builder.called(self.texts.language))
            self.forms.rows[kind].field.setAccessibleName(builder.called(self.texts.language))
