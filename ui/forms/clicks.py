"""What was clicked into a customer's form so far: cells by field, columns and rows of what is repeated. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from app.documents.form_mapping import FormMapping
from app.documents.form_sight import SheetSight
from app.documents.form_values import FIELDS, MOST_SAMPLES, ROW_FIELDS, SAMPLE
from app.documents.writers.form_sheet import cell_name, place_of
from ui.i18n import Words, say, term

FIRST: Final = "first_row"
LAST: Final = "last_row"
_FEWEST_SAMPLES: Final = 5
_MORE_SAMPLES: Final = 3
_FAR: Final = 200
Place = tuple[int, int]


@dataclass(frozen=True)
class Clicks:
    """The clicks on one sheet.

    Attributes:
        sheet: Title of the sheet.
        cells: Field → place from 1.
        columns: Row field → column from 1.
        first: First of the repeated rows; 0 while none was clicked.
        last: Last of them.
        step: Rows that one characteristic takes.
        last_clicked: Whether a person said where the rows end; else it follows from the form.
    """

    sheet: str = ""
    cells: Mapping[str, Place] = field(default_factory=dict)
    columns: Mapping[str, int] = field(default_factory=dict)
    first: int = 0
    last: int = 0
    step: int = 1
    last_clicked: bool = False

    @property
    def any(self) -> bool:
        """Whether something was clicked."""
        return bool(self.cells or self.columns)

    def put(self, code: str, row: int, column: int, sight: SheetSight) -> Clicks:
        """Return the clicks with one more: a field at a place of the sheet."""
        top, left, bottom, _right = sight.area_of(row, column)
        if code == FIRST:
            return self._begun(top, bottom, sight)
        if code == LAST:
            return replace(self, last=max(bottom, self.first), last_clicked=True)
        if code in FIELDS:
            return replace(self, cells={**self.cells, code: (top, left)})
        columns = {**self.columns, code: left}
        if not self.first:
            return replace(self, columns=columns)._begun(top, bottom, sight)
        return replace(self, columns=columns)._ended(sight)

    def without(self, code: str) -> Clicks:
        """Return the clicks without a field."""
        cells = {name: place for name, place in self.cells.items() if name != code}
        columns = {name: place for name, place in self.columns.items() if name != code}
        if not columns or code == FIRST:
            return replace(self, cells=cells, columns={}, first=0, last=0, step=1, last_clicked=False)
        return replace(self, cells=cells, columns=columns)

    def _begun(self, top: int, bottom: int, sight: SheetSight) -> Clicks:
        step = bottom - top + 1
        kept = self.last if self.last_clicked and self.last >= bottom else 0
        begun = replace(self, first=top, last=kept or bottom, step=step, last_clicked=bool(kept))
        return begun._ended(sight)

    def _ended(self, sight: SheetSight) -> Clicks:
        """Return the clicks with the last row that looks like the first: same cells, nothing printed below it."""
        if self.last_clicked or not self.first:
            return self
        ends = [self._run(column, sight) for column in self.columns.values()]
        return replace(self, last=max([self.first + self.step - 1, *ends]))

    def _run(self, column: int, sight: SheetSight) -> int:
        _, left, _, right = sight.area_of(self.first, column)
        row, end = self.first, self.first + self.step - 1
        held = bool(sight.cells.get((self.first, left)))
        while row + 2 * self.step - 1 <= min(sight.rows, self.first + _FAR):
            row += self.step
            area = sight.area_of(row, column)
            # Examples and printed numbers go on; below empty rows a printed word ends them.
            if area != (row, left, row + self.step - 1, right) or bool(sight.cells.get((row, left))) != held:
                break
            end = row + self.step - 1
        return end

    def place_words(self, code: str) -> str:
        """Return where a field goes, as people name cells; empty where it goes nowhere yet."""
        if code in self.cells:
            return cell_name(*self.cells[code])
        if code in self.columns:
            return cell_name(self.first, self.columns[code])
        if code in (FIRST, LAST):
            row = self.first if code == FIRST else self.last
            return str(row) if row else ""
        return ""

    def marks(self) -> dict[Place, str]:
        """Return the field of every place that will be filled."""
        found = {place: code for code, place in self.cells.items()}
        if self.first:
            for code, column in self.columns.items():
                for row in range(self.first, self.last - self.step + 2, self.step):
                    found[row, column] = code
        return found

    def codes(self) -> list[str]:
        """Return the fields that can be clicked, in order; always some more samples than were used."""
        used = [int(code[1:]) for code in self.columns if code not in ROW_FIELDS]
        samples = min(max(_FEWEST_SAMPLES, max(used, default=0) + _MORE_SAMPLES), MOST_SAMPLES)
        numbers = [f"{SAMPLE}{number}" for number in range(1, samples + 1)]
        return [*FIELDS, *ROW_FIELDS, *numbers, FIRST, LAST]

    def after(self, code: str) -> str:
        """Return the next field that goes nowhere yet, or the same one."""
        codes = self.codes()
        later = codes[codes.index(code) + 1 :] if code in codes else codes
        return next((one for one in later if not self.place_words(one)), code)

    def mapping(self) -> FormMapping:
        """Return what is kept with the form.

        Raises:
            PartproofError: nothing was clicked.
        """
        return FormMapping(
            self.sheet,
            {code: cell_name(*place) for code, place in self.cells.items()},
            {code: cell_name(1, column)[:-1] for code, column in self.columns.items()},
            self.first,
            self.last,
            self.step,
        )

    @classmethod
    def of(cls, mapping: FormMapping) -> Clicks:
        """Return the clicks that a kept form was made with."""
        return cls(
            mapping.sheet,
            {code: place_of(cell) for code, cell in mapping.cells.items()},
            {code: place_of(f"{letters}1")[1] for code, letters in mapping.columns.items()},
            mapping.first_row,
            mapping.last_row,
            mapping.step,
            last_clicked=True,
        )


def field_words(code: str) -> Words:
    """Return what people call a field."""
    if code in FIELDS:
        return Words(FIELDS[code], "form")
    if code in ROW_FIELDS:
        return Words(ROW_FIELDS[code], "form")
    if code == FIRST:
        return term("form", "First repeated row")
    if code == LAST:
        return term("form", "Last repeated row")
    return say("Sample {n}", n=code[1:])


def repeated(code: str) -> bool:
    """Say whether a field stands in the repeated rows."""
    return code not in FIELDS
