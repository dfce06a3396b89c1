"""What is to be printed: kind of tag, its record, layout, language, and what is typed for this print."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.documents.tag_content import TITLES
from app.documents.tag_plant_layouts import LayoutRow, layouts_of
from app.documents.tag_printing import TagOrder
from app.documents.tag_records import TagRecord, tag_records
from app.documents.tag_words import CHANGE_KINDS, FIELD_WORDS, LAYOUT_WORDS
from app.documents.tags import KINDS, TagKind
from models.vocab import Noun
from ui.i18n import Shown, Words, say, term
from ui.panels import Desk
from ui.widgets.fields import ChoiceField, LineField
from ui.widgets.forms import Form

_SETTLE_MS: Final = 250
# Kinds in the order they are wanted on the floor.
_ORDER: Final = (
    "identification", "lot", "box", "delivery", "traveller", "part", "nonconforming", "first_submission",
    "four_m_change", "calibration", "badge", "commands",
)  # fmt: skip

_HINTS: Final[dict[str, Words]] = {
    "box_number": say("Empty: all of them; 4-6: these."),
    "box_quantity": say("The last box gets what is left."),
}


class WhatForm(QWidget):
    """The upper half of the print dialog.

    Args:
        desk: What screens are given.
        noun: Only tags of this noun; empty offers all.
        record: The record, where it is known already.

    Signals:
        changed: What is to be printed is another now.
    """

    changed = Signal()

    def __init__(self, desk: Desk, noun: str, record: int | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._record = desk, record
        self._records: tuple[TagRecord, ...] = ()
        texts = desk.texts
        kinds = [name for name in _ORDER if noun in ("", KINDS[name].noun.value)]
        self.form = Form(texts, 2)
        self.kind_field = self.form.add_choice(
            "kind", term("tag", "Kind of tag"), [(name, term("tag", TITLES[name])) for name in kinds]
        )
        self.layout_field = self.form.add_choice("layout", term("tag", "Layout"), ())
        self.search = self.form.add_line("search", term("tag", "Number, or scan it"))
        self.record_field = self.form.add_choice("record", term("tag", "Record"), ())
        self.language_field = self.form.add_choice(
            "language",
            term("tag", "Language of the tag"),
            (("ko", say("Korean")), ("en", say("English"))),
        )
        self.language_field.set_value(texts.code)
        self.entries = Form(texts, 2)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        self._column.addWidget(self.form)
        self._column.addWidget(self.entries)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self.changed)
        self._searching = QTimer(self)
        self._searching.setSingleShot(True)
        self._searching.setInterval(_SETTLE_MS)
        self._searching.timeout.connect(self._ask_records)
        self.kind_field.chosen.connect(lambda _key: self._kind_chosen())
        self.layout_field.chosen.connect(lambda _key: self._settle.start())
        self.language_field.chosen.connect(lambda _key: self._settle.start())
        self.record_field.chosen.connect(lambda _key: self._settle.start())
        self.search.textChanged.connect(lambda _text: self._searching.start())
        self._kind_chosen()

    @property
    def kind(self) -> TagKind:
        """The kind now chosen."""
        return KINDS[self.kind_field.value()]

    def take(self, code: str) -> bool:
        """Look for what was scanned; False where the record is known already."""
        if self.search.isHidden() or not self.form.rows["search"].isVisible():
            return False
        self.search.setText(code)
        return True

    def order(self) -> TagOrder | None:
        """Return what is to be printed, or None while no record is chosen."""
        record = self._record if self._record is not None else self._chosen_record()
        if record is None:
            return None
        entries = {name: value for name, value in self.entries.values().items() if value}
        return TagOrder(
            self.kind.kind, record, self.layout_field.value(), self.language_field.value(), entries
        )

    def _chosen_record(self) -> int | None:
        if self.kind.noun is Noun.PLANT:
            return 0
        key = self.record_field.value()
        return int(key) if key else None

    def _kind_chosen(self) -> None:
        asked = self._record is None and self.kind.noun is not Noun.PLANT
        self.form.rows["search"].setVisible(asked)
        self.form.rows["record"].setVisible(asked)
        self._make_entries()
        tasks, kind = self._desk.tasks, self.kind
        tasks.read(lambda: self._desk.ask(layouts_of, kind.kind), self._put_layouts, owner=self)
        if asked:
            self._ask_records()

    def _put_layouts(self, rows: tuple[LayoutRow, ...]) -> None:
        if not rows or rows[0].kind != self.kind.kind:
            return
        choices: list[tuple[str, Shown]] = [
            (row.name, say("{name} · {width} × {height} mm", name=layout_title(row), width=f"{row.width:g}",
                           height=f"{row.height:g}"))
            for row in rows
        ]  # fmt: skip
        self.layout_field.set_choices(choices)
        self._settle.start()

    def _ask_records(self) -> None:
        kind, text = self.kind, self.search.value()
        self._desk.tasks.read(
            lambda: (kind.kind, self._desk.ask(tag_records, kind, text)), self._put_records, owner=self
        )

    def _put_records(self, found: tuple[str, tuple[TagRecord, ...]]) -> None:
        if found[0] != self.kind.kind:
            return
        self.record_field.set_choices(
            [(str(row.id), f"{row.number}  {row.detail}".strip()) for row in found[1]]
        )
        self._settle.start()

    def _make_entries(self) -> None:
        """Ask for what this kind of tag needs typed."""
        kept = self.entries.values()
        former, self.entries = self.entries, Form(self._desk.texts, 2)
        for name, needed in self.kind.entries.items():
            shown = term("tag", FIELD_WORDS[name])
            if name == "change_kind":
                words = [(key, term("tag", word)) for key, word in CHANGE_KINDS.items()]
                choice = self.entries.add(name, shown, ChoiceField(self._desk.texts, words), required=needed)
                choice.chosen.connect(lambda _key: self._settle.start())
                continue
            hint = say("YYYY-MM-DD; empty is today") if name.endswith("_on") else _HINTS.get(name, "")
            line: LineField = self.entries.add_line(name, shown, hint, required=needed)
            line.textChanged.connect(lambda _text: self._settle.start())
        self.entries.set_values(kept)
        self._column.replaceWidget(former, self.entries)
        former.deleteLater()
        self.entries.setVisible(bool(self.kind.entries))


def layout_title(row: LayoutRow) -> Shown:
    """Return what a layout is called: one of the plant by its own name."""
    if row.name == row.kind:
        return term("tag", "ordinary")
    word = LAYOUT_WORDS.get(row.name)
    return row.name if word is None else term("tag", word)
