"""The description of an instrument's frames as fields, and back. Judges nothing: the template knows its flaws."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import MappingProxyType
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from app.device_bytes import bytes_of, shown_text
from devices.templates import Columns, GenericTemplate
from ui.i18n import Shown, Texts, Words, say, term
from ui.widgets.card import Card
from ui.widgets.check import CheckField
from ui.widgets.forms import Form

ONLY, FIRST, COLUMNS, DELIMITER, PATTERN = "only", "first", "columns", "delimiter", "pattern"
# Words stand between these bars: devices print commas and blanks inside of them.
_BAR: Final = "|"
_COLUMNS: Final = re.compile(r"\s*(\d{1,3})\s*(?:[-–~]\s*(\d{1,3})\s*)?")
_BYTES: Final = ("terminator", "start", "end", "prefix", "request")
_WHOLES: Final = ("length", "skip_front", "skip_back")
_WORDS: Final = ("skip", "minus", "plus", "stable", "unstable", "errors")
_PLACES: Final = ("columns", "sign_columns", "unit_columns")
_SHOWN: Final = {
    "terminator": ("framing", ("terminator",)),
    "start": ("framing", ("stx_etx",)),
    "end": ("framing", ("stx_etx",)),
    "length": ("framing", ("fixed_length",)),
    "prefix": ("framing", ("fixed_length",)),
    "gap": ("framing", ("idle_gap",)),
    "columns": ("find", (COLUMNS,)),
    "unit_columns": ("find", (COLUMNS,)),
    "delimiter": ("find", (DELIMITER,)),
    "position": ("find", (DELIMITER,)),
    "unit_position": ("find", (DELIMITER,)),
    "pattern": ("find", (PATTERN,)),
    "sign_columns": ("sign", ("separate",)),
    "minus": ("sign", ("separate",)),
    "plus": ("sign", ("separate",)),
}
"""Fields that mean something only with a choice: (the choice, its values)."""

FRAMINGS: Final[MappingProxyType[str, Words]] = MappingProxyType(
    {
        "line": say("a line: CR, LF or both"),
        "terminator": say("certain end bytes"),
        "stx_etx": say("between two bytes, e.g. STX and ETX"),
        "fixed_length": say("always so many bytes"),
        "idle_gap": say("a pause"),
    }
)
FINDS: Final[MappingProxyType[str, Words]] = MappingProxyType(
    {
        ONLY: say("the only number in the frame"),
        FIRST: say("the first number in the frame"),
        COLUMNS: say("in fixed columns"),
        DELIMITER: say("in a field between delimiters"),
        PATTERN: say("by a regular expression"),
    }
)
SIGNS: Final[MappingProxyType[str, Words]] = MappingProxyType(
    {
        "front": say("before the digits"),
        "behind": say("behind the digits: 12.3-"),
        "separate": say("at a place of its own"),
        "none": say("no sign"),
    }
)


class UnreadableFieldError(ValueError):
    """A field that cannot be read at all; its text is the field's name."""


class TemplateForm(QWidget):
    """All that describes the frames.

    Args:
        texts: The window's language.

    Attributes:
        parts: Make its cards and put them to work, in this order; who shows it calls each once.

    Signals:
        changed: Something was typed or chosen.
    """

    changed = Signal()

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        self.forms: list[Form] = []
        self.parts: tuple[Callable[[], object], ...] = (
            self._framing,
            self._number,
            self._unit,
            self._words,
            self._join,
        )

    def _join(self) -> None:
        for form in self.forms:
            for row in form.rows.values():
                if isinstance(row.field, QLineEdit):
                    row.field.textChanged.connect(lambda _text: self.changed.emit())
                elif isinstance(row.field, QComboBox):
                    row.field.currentIndexChanged.connect(lambda _at: self._chosen())
        self.comma.toggled.connect(lambda _on: self.changed.emit())
        self.fixed.toggled.connect(lambda _on: self.changed.emit())
        self.put(GenericTemplate())

    # building
    def _card(self, title: Shown) -> tuple[Card, Form]:
        card, form = Card(self._texts, title), Form(self._texts, 2)
        card.add(form)
        self._column.addWidget(card)
        self.forms.append(form)
        return card, form

    def _framing(self) -> None:
        _card, form = self._card(say("Where a frame ends"))
        form.add_choice("framing", term("template", "A frame is"), list(FRAMINGS.items()))
        form.add_line("terminator", say("End bytes"), say("e.g. <CR><LF> or <03>"))
        form.add_line("start", say("First byte"))
        form.add_line("end", say("Last byte"))
        form.add_line("length", say("Bytes in a frame"))
        form.add_line("prefix", say("It begins with"), say("Empty: anything."))
        form.add_decimal("gap", say("Pause, seconds"), say("0.05 at least."))
        form.add_line("skip_front", say("Signs to leave out in front"))
        form.add_line("skip_back", say("Signs to leave out behind"))
        form.add_line("skip", say("Frames to skip"), say("Echoes and headings; | between them."))

    def _number(self) -> None:
        card, form = self._card(say("Where the number is"))
        form.add_choice("find", term("template", "The number is"), list(FINDS.items()))
        form.add_line("columns", say("Columns"), say("First and last, from 1: 4-11"))
        form.add_line("delimiter", say("Delimiter"), say("e.g. , or <HT>"))
        form.add_line("position", say("Field number"), say("From 1."))
        form.add_line(
            "pattern",
            say("Regular expression"),
            say("Of the whole frame, with (?P<value>…); also unit, channel, sign, state."),
            wide=True,
        )
        form.add_choice("sign", say("The sign stands"), list(SIGNS.items()))
        form.add_line("sign_columns", say("Columns of the sign"))
        form.add_line("minus", say("Words for minus"))
        form.add_line("plus", say("Words for plus"))
        form.add_line("scale", say("Times"), say("1, or the value of a counting step: 0.001"))
        self.comma = CheckField(self._texts, say("The comma is the decimal sign"), "template.comma")
        card.add(self.comma)

    def _unit(self) -> None:
        card, form = self._card(say("The unit"))
        form.add_line("unit", say("Unit"), say("Where the frame names none."))
        form.add_line("units", say("Spellings"), say("Device's = ours, | between: KG=kg | LB=lb"))
        form.add_line("unit_columns", say("Columns of the unit"))
        form.add_line("unit_position", say("Field number of the unit"))
        self.fixed = CheckField(
            self._texts, say("Always this unit, whatever the frame says"), "template.fixed"
        )
        card.add(self.fixed)

    def _words(self) -> None:
        _card, form = self._card(say("What it says besides, and how it is asked"))
        form.add_line("stable", say("Words for steady"), say("| between them: ST | S"))
        form.add_line("unstable", say("Words for unsteady"), say("e.g. US | ?"))
        form.add_line("errors", say("Words for trouble"), say("e.g. OL | Err"))
        form.add_line("request", say("Request"), say("Asks for a value: ?<CR>; empty for none."))

    # values
    def put(self, template: GenericTemplate) -> None:
        """Show a template."""
        values: dict[str, str] = {
            "framing": template.framing,
            "gap": f"{template.gap:g}",
            "sign": template.sign,
        }
        values |= {name: shown_text(getattr(template, name) or b"") for name in _BYTES}
        values |= {name: str(getattr(template, name)) for name in _WHOLES}
        values |= {name: f" {_BAR} ".join(sorted(getattr(template, name))) for name in _WORDS}
        values |= {name: _columns_text(getattr(template, name)) for name in _PLACES}
        values["units"] = f" {_BAR} ".join(f"{key}={unit}" for key, unit in template.units.items())
        values["unit"], values["scale"] = template.unit or "", template.scale
        values["pattern"], values["delimiter"] = template.pattern, shown_text(template.delimiter.encode())
        values["position"] = str(template.position + 1)
        unit_at = template.unit_position
        values["unit_position"] = "" if unit_at is None else str(unit_at + 1)
        values["find"] = _find_of(template)
        for form in self.forms:
            form.set_values(values)
        self.comma.setChecked(template.decimal_comma)
        self.fixed.setChecked(template.unit_fixed)
        self._show()

    def template(self) -> GenericTemplate:
        """Return the template of the fields.

        Raises:
            UnreadableFieldError: A field holds no bytes, number or columns.
        """
        values: dict[str, str] = {}
        for form in self.forms:
            values |= form.values()
        facts: dict[str, Any] = {"framing": values["framing"], "sign": values["sign"]}
        facts |= {name: _bytes(name, values[name]) for name in _BYTES}
        facts["request"] = facts["request"] or None
        facts |= {name: _whole(name, values[name] or "0") for name in _WHOLES}
        facts |= {name: _words(values[name]) for name in _WORDS if name not in ("plus", "minus")}
        if values["sign"] == "separate":
            facts["minus"] = _words(values["minus"])
            facts["plus"] = _words(values["plus"]) | {""}
            facts["sign_columns"] = _place("sign_columns", values["sign_columns"])
        facts |= self._find_facts(values)
        facts["gap"] = _seconds(values["gap"])
        facts["scale"] = values["scale"] or "1"
        facts["unit"], facts["units"] = values["unit"] or None, _spellings(values["units"])
        facts["decimal_comma"], facts["unit_fixed"] = self.comma.isChecked(), self.fixed.isChecked()
        return GenericTemplate(**facts)

    def _find_facts(self, values: dict[str, str]) -> dict[str, Any]:
        find = values["find"]
        facts: dict[str, Any] = {"first_number": find == FIRST}
        if find == COLUMNS:
            facts["columns"] = _place("columns", values["columns"])
            facts["unit_columns"] = _place("unit_columns", values["unit_columns"])
        elif find == DELIMITER:
            facts["delimiter"] = _bytes("delimiter", values["delimiter"]).decode("latin-1")
            facts["position"] = _whole("position", values["position"]) - 1
            unit_at = values["unit_position"]
            facts["unit_position"] = _whole("unit_position", unit_at) - 1 if unit_at else None
        elif find == PATTERN:
            facts["pattern"] = values["pattern"]
        return facts

    def show_wrong(self, name: str, shown: Shown) -> None:
        """Say what is wrong beside a field, and take the words beside the others back."""
        for form in self.forms:
            for key, row in form.rows.items():
                row.show_wrong(shown if key == name else "")

    def _chosen(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        rows = {name: row for form in self.forms for name, row in form.rows.items()}
        for name, (choice, wanted) in _SHOWN.items():
            rows[name].setVisible(rows[choice].field.value() in wanted)  # type: ignore[attr-defined]
        for form in self.forms:
            form.close_gaps()


def _find_of(template: GenericTemplate) -> str:
    if template.pattern:
        return PATTERN
    if template.columns is not None:
        return COLUMNS
    if template.delimiter:
        return DELIMITER
    return FIRST if template.first_number else ONLY


def _columns_text(columns: Columns | None) -> str:
    return "" if columns is None else f"{columns[0] + 1}-{columns[1]}"


def _place(name: str, text: str) -> Columns | None:
    if not text:
        return None
    found = _COLUMNS.fullmatch(text)
    if found is None:
        raise UnreadableFieldError(name)
    return int(found[1]) - 1, int(found[2] or found[1])


def _bytes(name: str, text: str) -> bytes:
    data = bytes_of(text)
    if data is None:
        raise UnreadableFieldError(name)
    return data


def _whole(name: str, text: str) -> int:
    if not text.isdecimal() or len(text) > 4:
        raise UnreadableFieldError(name)
    return int(text)


def _seconds(text: str) -> float:
    try:
        return float(text or 0)
    except ValueError:
        raise UnreadableFieldError("gap") from None


def _words(text: str) -> frozenset[str]:
    return frozenset(each.strip() for each in text.split(_BAR) if each.strip())


def _spellings(text: str) -> dict[str, str]:
    pairs = (each.partition("=") for each in text.split(_BAR) if "=" in each)
    return {key.strip(): unit.strip() for key, _, unit in pairs if key.strip()}
