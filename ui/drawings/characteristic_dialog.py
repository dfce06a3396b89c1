"""One characteristic to be typed or corrected: its text is read into exact numbers, which a person may overrule."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.drawings.characteristics import (
    BalloonPlace,
    CharacteristicFacts,
    add_characteristic,
    edit_characteristic,
)
from app.drawings.queries import CharacteristicRow, characteristic_rows
from app.errors import PartproofError
from app.labels import label
from app.refusals import CHANGED_MEANWHILE
from models.rules.specification import SpecificationDoubt, parse_specification
from models.vocab import CharacteristicKind, Special
from ui.changes.form_dialog import FormDialog
from ui.drawings.characteristic_words import DOUBTS, plain_number
from ui.i18n import say, term
from ui.panels import Desk

NUMBERS = ("nominal", "upper_tolerance", "lower_tolerance", "upper_limit", "lower_limit")


class CharacteristicDialog(FormDialog):
    """A new characteristic, or one to be changed.

    Args:
        desk: What screens are given.
        revision_id: Of the drawing's draft.
        facts: What the fields show first.
        row: The characteristic to be changed; None adds one.
        place: Where a new one's balloon goes.
    """

    def __init__(
        self,
        desk: Desk,
        revision_id: int,
        facts: CharacteristicFacts,
        *,
        row: CharacteristicRow | None = None,
        place: BalloonPlace | None = None,
        parent: QWidget | None = None,
    ) -> None:
        title = (
            say("New characteristic") if row is None else say("Characteristic {number}", number=row.number)
        )
        super().__init__(desk, title, say("Save"), parent, columns=3)
        self.setObjectName("characteristic_dialog")
        self._revision_id, self._row, self._place = revision_id, row, place
        self._zone = facts.zone
        self._auto: dict[str, str] = {}
        self._make_fields()
        self._fill(facts)
        if facts.specification and row is None and facts.nominal is None and facts.upper_limit is None:
            self._read()
        first = "specification" if row is None else "nominal"
        self.form.rows[first].field.setFocus()

    def _make_fields(self) -> None:
        form, language = self.form, self.texts.language
        line = form.add_line(
            "specification",
            say("As on the drawing"),
            say("for example 40 +0.05/0, ⌀26 H7, M8×1.25-6H, ⌖ ⌀0.2 Ⓜ A"),
            required=True,
            wide=True,
        )
        line.editingFinished.connect(self._read)
        form.add_line("number", say("Balloon no."), required=True)
        kinds = [(kind.value, label(language, kind)) for kind in CharacteristicKind]
        form.add_choice("kind", say("Kind"), kinds)
        form.add_line("unit", say("Unit"))
        form.add_decimal("nominal", say("Nominal"))
        form.add_decimal("upper_tolerance", say("Upper tolerance"))
        form.add_decimal("lower_tolerance", say("Lower tolerance"))
        form.add_decimal("upper_limit", say("Upper limit"), say("empty: from the tolerance"))
        form.add_decimal("lower_limit", say("Lower limit"), say("empty: from the tolerance"))
        form.add_decimal("places", term("characteristic", "Places"), say("how often it occurs"))
        specials = [(special.value, label(language, special)) for special in Special]
        form.add_choice("special", say("Special characteristic"), specials)
        form.add_line("special_symbol", say("Customer’s sign"))
        form.add_line("method", say("Gauge or method"))
        form.add_decimal("sample_size", say("Sample size"))
        form.add_line("frequency", say("Frequency"), say("LOT, 2h, shift …"))

    def _fill(self, facts: CharacteristicFacts) -> None:
        computed_up = _sum(facts.nominal, facts.upper_tolerance)
        computed_low = _sum(facts.nominal, facts.lower_tolerance)
        # Limits that follow from the tolerances stay empty: they must follow when a tolerance is changed.
        upper = None if facts.upper_limit == computed_up else facts.upper_limit
        lower = None if facts.lower_limit == computed_low else facts.lower_limit
        shown = replace(facts, upper_limit=upper, lower_limit=lower)
        self.form.set_values({name: plain_number(getattr(shown, name)) for name in NUMBERS})
        self.form.set_values(
            {
                "number": facts.number,
                "kind": facts.kind.value,
                "specification": facts.specification,
                "unit": facts.unit,
                "places": str(facts.places),
                "special": facts.special.value,
                "special_symbol": facts.special_symbol,
                "method": facts.method,
                "sample_size": str(facts.sample_size),
                "frequency": facts.frequency,
            }
        )

    def _read(self) -> None:
        """Read the text into the numbers; what a person typed over stays."""
        values = self.form.values()
        text = values["specification"]
        if not text or (self._row is not None and text == self._row.specification):
            return
        reading = parse_specification(text)
        found = {name: plain_number(getattr(reading, name)) for name in NUMBERS}
        if reading.nominal is not None and reading.upper_tolerance is not None:
            # They follow from nominal and tolerances.
            found["upper_limit"] = found["lower_limit"] = ""
        found["places"] = str(reading.places)
        found["kind"] = reading.kind.value
        if reading.unit:
            found["unit"] = reading.unit
        for name, value in found.items():
            untouched = values[name] in ("", "1", self._auto.get(name, "")) or name == "kind"
            if untouched:
                self.form.set_values({name: value})
                self._auto[name] = value
        self._say_doubts(reading.doubts)

    def _say_doubts(self, doubts: tuple[SpecificationDoubt, ...]) -> None:
        said = " ".join(self.texts.show(DOUBTS[doubt]) for doubt in doubts)
        row = self.form.rows["specification"]
        row.below.put(said or say("for example 40 +0.05/0, ⌀26 H7, M8×1.25-6H, ⌖ ⌀0.2 Ⓜ A"))
        row.below.set_role("warn" if said else "hint")

    @override
    def save(self, values: dict[str, str]) -> None:
        try:
            numbers = {name: self.decimal(name) for name in NUMBERS}
            places, samples = self._count("places"), self._count("sample_size")
        except ValueError:
            return
        facts = CharacteristicFacts(
            number=values["number"],
            kind=CharacteristicKind(values["kind"]),
            specification=values["specification"],
            unit=values["unit"],
            places=places,
            special=Special(values["special"]),
            special_symbol=values["special_symbol"],
            method=values["method"],
            sample_size=samples,
            frequency=values["frequency"],
            zone=self._zone,
            confirmed=True,
            **numbers,
        )
        if self._row is None:
            self.run(add_characteristic, self._revision_id, facts, self._place)
        else:
            self.run(edit_characteristic, self._row.id, facts, expected_version=self._row.version)

    @override
    def _refused(self, error: BaseException) -> None:
        super()._refused(error)
        row = self._row
        if row is None or not isinstance(error, PartproofError) or error.kind is not CHANGED_MEANWHILE:
            return
        ask, revision, told = self.desk.ask, self._revision_id, self.texts.explain(error)

        def then(rows: tuple[CharacteristicRow, ...]) -> None:
            """Show what it says now; whoever saves once more has seen it."""
            self._row = next((now for now in rows if now.id == row.id), row)
            said = self._row.specification or "—"
            self.say_wrong(say("{told} It says now: {specification}", told=told, specification=said))

        self.desk.tasks.read(lambda: ask(characteristic_rows, revision), then, owner=self)

    def _count(self, name: str) -> int:
        number = self.decimal(name)
        if number is None:
            return 1
        if number != number.to_integral_value() or number < 1:
            self.form.rows[name].show_wrong(say("Please write a whole number above zero."))
            raise ValueError(name)
        return int(number)


def _sum(nominal: Decimal | None, tolerance: Decimal | None) -> Decimal | None:
    return None if nominal is None or tolerance is None else nominal + tolerance


def facts_of(row: CharacteristicRow) -> CharacteristicFacts:
    """Return what a row says, as the verbs take it."""
    return CharacteristicFacts(
        row.number,
        row.kind,
        row.specification,
        row.nominal,
        row.upper_tolerance,
        row.lower_tolerance,
        row.upper_limit,
        row.lower_limit,
        row.unit,
        row.places,
        row.special,
        row.special_symbol,
        row.method,
        row.sample_size,
        row.frequency,
        row.zone,
        row.confirmed,
    )


def place_of(row: CharacteristicRow) -> BalloonPlace | None:
    """Return where a row's first balloon stands, or None."""
    if not row.balloons:
        return None
    balloon = row.balloons[0]
    return BalloonPlace(balloon.page, balloon.x, balloon.y, balloon.anchor_x, balloon.anchor_y)
