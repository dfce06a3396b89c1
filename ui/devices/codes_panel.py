"""The plant's own label patterns and its changes of the Hyundai–Kia table, each tried on a code at once.

Acts by the verb ``change_setting``; without the administrator's role it is refused and nothing is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from PySide6.QtWidgets import QHBoxLayout
from typing_extensions import override

from app.device_bytes import bytes_of
from app.settings import PlantSettings, change_setting, read_settings
from devices.barcodes.code_book import (
    KINDS,
    NEEDED,
    NO_BOOK,
    CodeBook,
    CodeBookError,
    CodePattern,
    FieldRule,
    book_to_plain,
)
from devices.barcodes.hkmc import rules
from models.vocab import Noun
from ui.devices.code_view import KINDS as KIND_WORDS
from ui.devices.code_view import CodeView, Seen
from ui.devices.parted_panel import CardColumn, PartedPanel
from ui.i18n import Shown, Words, say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.check import CheckField
from ui.widgets.fields import LineField
from ui.widgets.forms import Form
from ui.widgets.label import Label
from ui.widgets.tables import RowTable

_EXAMPLE: Final = "L(?P<lot>[0-9]{8})-(?P<part>.+)"
FLAWS: Final[dict[str, tuple[str, Words]]] = {
    "not_a_book": ("name", say("The patterns cannot be read.")),
    "too_many": ("name", say("At most 50 patterns.")),
    "name": ("name", say("Give each pattern a name of its own.")),
    "kind": ("kind", say("There is no such kind.")),
    "pattern": ("pattern", say("This is no regular expression.")),
    "pattern.unsupported": ("pattern", say("Look-around, back references and flags are not read here.")),
    "pattern.long": ("pattern", say("The regular expression is too long.")),
    "pattern.groups": (
        "pattern",
        say("It needs a named group, (?P<lot>…), and one of the name of its kind."),
    ),
    "aim": ("aim", say("The beginning of a symbology identifier, e.g. ]d2.")),
    "hkmc.letter": ("name", say("A field is named by its data identifier, e.g. S or 1T, and stands once.")),
    "hkmc.needed": ("name", say("The label is known by V, P and T: they can be changed, not taken out.")),
    "hkmc.many": ("name", say("At most 30 fields.")),
    "hkmc.length": ("name", say("The lengths must be 1 to 60, the least one first.")),
    "hkmc.signs": ("name", say("Only one class of signs, e.g. [0-9A-Z]*, or single letters.")),
}


class CodesPanel(PartedPanel):
    """Patterns and table on the left, a code to try them on at the right."""

    nouns = frozenset({Noun.PLANT.value})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.book: CodeBook = NO_BOOK
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        left, right = CardColumn(), CardColumn()
        line.addWidget(left.area, 1)
        line.addWidget(right.area, 1)
        self.make_in_turns(
            lambda: left.add(self._pattern_card()),
            lambda: left.add(self._hkmc_card()),
            lambda: right.add(self._try_card()),
            lambda: right.add(self._view()),
        )

    # building
    def _pattern_card(self) -> Card:
        texts = self.texts
        columns: list[Column[CodePattern]] = [
            Column(term("pattern", "Name"), lambda row: row.name, "strong", weight=1),
            Column(term("pattern", "It is"), lambda row: KIND_WORDS[row.kind]),
            Column(
                term("pattern", "Pattern"),
                lambda row: row.pattern,
                "muted",
                weight=2,
                tip=lambda row: row.pattern,
            ),
        ]
        self.model: RowsModel[CodePattern] = RowsModel(texts, columns, key=lambda row: row.name)
        self.table: RowTable[CodePattern] = RowTable(self.model, "patterns")
        self.table.when_empty(say("No own pattern. Add one below for labels that follow no standard."))
        texts.bind(self.table.setAccessibleName, say("Own label patterns"))
        self.table.chosen_changed.connect(self._show)
        self.table.setFixedHeight(130)
        card = Card(texts, say("Own labels"), say("patterns of the plant"))
        card.add(self.table)
        self.form = Form(texts, 2)
        self.form.add_line("name", term("pattern", "Name"), required=True)
        self.form.add_choice("kind", term("pattern", "It is"), [(kind, KIND_WORDS[kind]) for kind in KINDS])
        self.form.add_line(
            "pattern",
            say("Regular expression"),
            say("Of the whole code; named groups are its fields, e.g. {example}", example=_EXAMPLE),
            required=True,
            wide=True,
        )
        self.form.add_line("aim", say("Only with symbology"), say("e.g. ]d; empty takes any."))
        card.add(self.form)
        self.first = CheckField(texts, say("Ask it before the known standards"), "pattern.first")
        card.add(self.first)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        self.remove = Button(
            texts, term("pattern", "Remove"), self.remove_pattern, icon_name="trash", name="pattern.remove"
        )
        foot.addWidget(self.remove)
        foot.addStretch(1)
        foot.addWidget(Button(texts, say("New pattern"), self.begin, icon_name="plus", name="pattern.new"))
        foot.addWidget(
            Button(texts, say("Save the pattern"), self.save_pattern, "primary", name="pattern.save")
        )
        card.add(foot)
        return card

    def _hkmc_card(self) -> Card:
        texts = self.texts
        columns: list[Column[FieldRule]] = [
            Column(term("hkmc", "Field"), lambda row: row.letter, "strong"),
            Column(
                term("hkmc", "Least"), lambda row: str(row.shortest), "number", edit=self._edit("shortest")
            ),
            Column(term("hkmc", "Most"), lambda row: str(row.longest), "number", edit=self._edit("longest")),
            Column(term("hkmc", "Signs"), lambda row: row.signs or "", weight=1, edit=self._edit("signs")),
            Column(
                term("hkmc", "Must"),
                lambda row: term("hkmc", "yes") if row.required else term("hkmc", "no"),
                edit=self._edit("required"),
            ),
            Column(
                term("hkmc", "Changed"),
                lambda row: term("hkmc", "own") if self._is_own(row) else "",
                "chip",
                tone=lambda _row: "info",
            ),
        ]
        self.hkmc_model: RowsModel[FieldRule] = RowsModel(texts, columns, key=lambda row: row.letter)
        self.hkmc_table: RowTable[FieldRule] = RowTable(self.hkmc_model, "hkmc")
        texts.bind(self.hkmc_table.setAccessibleName, say("Table of the Hyundai–Kia label"))
        self.hkmc_table.chosen_changed.connect(self._show_field)
        card = Card(texts, say("Hyundai–Kia part label"), say("lengths; double-click changes"), flush=True)
        self.back = Button(texts, say("As delivered"), self.reset_hkmc, name="hkmc.reset")
        card.add_head(self.back)
        card.add(self.hkmc_table)
        foot = QHBoxLayout()
        foot.setContentsMargins(14, 8, 14, 0)
        foot.setSpacing(8)
        self.letter = LineField()
        self.letter.setObjectName("hkmc.letter")
        texts.bind(self.letter.setAccessibleName, say("Data identifier of a new field"))
        texts.bind(self.letter.setPlaceholderText, say("New field, e.g. 1T"))
        self.letter.returnPressed.connect(self.add_field)
        foot.addWidget(self.letter, 1)
        foot.addWidget(Button(texts, say("Add the field"), self.add_field, icon_name="plus", name="hkmc.add"))
        self.take_out = Button(
            texts, say("Take the field out"), self.remove_field, icon_name="trash", name="hkmc.remove"
        )
        foot.addWidget(self.take_out)
        card.add(foot)
        note = Label(
            texts,
            say(
                "The public descriptions disagree; the customer's current issue decides. T counts its number only."
            ),
            "muted",
            wrap=True,
        )
        note.setContentsMargins(14, 8, 14, 10)
        card.add(note)
        return card

    def _try_card(self) -> Card:
        texts = self.texts
        card = Card(texts, say("Try it on a code"))
        line = QHBoxLayout()
        self.sample = LineField()
        self.sample.setObjectName("code.sample")
        texts.bind(self.sample.setAccessibleName, say("A code to try"))
        texts.bind(
            self.sample.setPlaceholderText, say("Type a code, or scan one; <GS> and the like are read.")
        )
        self.sample.returnPressed.connect(self.try_sample)
        line.addWidget(self.sample, 1)
        line.addWidget(Button(texts, say("Try"), self.try_sample, name="code.try"))
        card.add(line)
        return card

    def _view(self) -> CodeView:
        self.view = CodeView(self.desk)
        return self.view

    # showing
    @override
    def refresh(self) -> None:
        self.ask(read_settings, then=self._put, key="plant")

    def _put(self, settings: PlantSettings) -> None:
        self.book = settings.code_book
        self.model.set_rows(self.book.patterns)
        self.hkmc_model.set_rows(list(rules(self.book).values()))
        self.hkmc_table.setFixedHeight(self.hkmc_table.full_height())
        self.back.setEnabled(bool(self.book.hkmc or self.book.hkmc_without))
        self._show_field(self.hkmc_table.chosen())
        self.view.use_settings(settings)
        self._show(self.table.chosen())

    def _show(self, row: CodePattern | None) -> None:
        self.remove.setEnabled(row is not None)
        if row is not None:
            self.form.set_values({"name": row.name, "kind": row.kind, "pattern": row.pattern, "aim": row.aim})
            self.first.setChecked(row.first)
            self._say("", "")

    def _show_field(self, row: FieldRule | None) -> None:
        self.take_out.setEnabled(row is not None and row.letter not in NEEDED)

    def _is_own(self, row: FieldRule) -> bool:
        return any(rule.letter == row.letter for rule in self.book.hkmc)

    def _say(self, name: str, shown: Shown) -> None:
        for key, row in self.form.rows.items():
            row.show_wrong(shown if key == name else "")

    # acting
    def begin(self) -> None:
        """Empty the fields for a new pattern."""
        self.table.clearSelection()
        self.table.setCurrentIndex(self.model.index(-1, -1))
        self.form.set_values({"name": "", "kind": "user", "pattern": "", "aim": ""})
        self.first.setChecked(False)
        self.form.rows["name"].field.setFocus()

    def typed(self) -> CodePattern:
        """Return the pattern of the fields, right or wrong."""
        values = self.form.values()
        return CodePattern(
            values["name"], values["pattern"], values["kind"], values["aim"], self.first.isChecked()
        )

    def save_pattern(self) -> None:
        """Keep the pattern for the plant; one of the same name, or the one chosen, is replaced."""
        if not self.form.complete():
            return
        pattern, chosen = self.typed(), self.table.chosen()
        replaced = {pattern.name, chosen.name if chosen is not None else pattern.name}
        kept = [each for each in self.book.patterns if each.name not in replaced]
        self._keep(replace(self.book, patterns=(*kept, pattern)), say("The pattern was saved."))

    def remove_pattern(self) -> None:
        """Take the chosen pattern away."""
        row = self.table.chosen()
        if row is not None:
            before = self.book
            kept = tuple(each for each in self.book.patterns if each.name != row.name)
            self._keep(
                replace(self.book, patterns=kept),
                say("The pattern {name} was removed.", name=row.name),
                before,
            )

    def reset_hkmc(self) -> None:
        """Use the table as it was delivered."""
        delivered = replace(self.book, hkmc=(), hkmc_without=())
        self._keep(delivered, say("The table is as delivered."), self.book)

    def add_field(self) -> None:
        """Add a field of the customer's label; one that was taken out comes back as delivered."""
        letter = self.letter.value().strip().upper()
        if not letter:
            self.letter.setFocus()
            return
        if letter in self.book.hkmc_without:
            kept = tuple(each for each in self.book.hkmc_without if each != letter)
            book = replace(self.book, hkmc_without=kept)
        elif letter in rules(self.book):
            self.desk.notices.toast(FLAWS["hkmc.letter"][1], "warn")
            return
        else:
            # Optional and of any length: what it must be is then changed in its row.
            book = replace(self.book, hkmc=(*self.book.hkmc, FieldRule(letter, 1, 50, None, required=False)))
        if self._keep(book, say("Field {letter} was added.", letter=letter), self.book):
            self.letter.clear()

    def remove_field(self) -> None:
        """Take the chosen field out of the label."""
        row = self.hkmc_table.chosen()
        if row is None:
            return
        own = tuple(rule for rule in self.book.hkmc if rule.letter != row.letter)
        without = self.book.hkmc_without + ((row.letter,) if row.letter in rules() else ())
        self._keep(
            replace(self.book, hkmc=own, hkmc_without=without),
            say("Field {letter} was taken out.", letter=row.letter),
            self.book,
        )

    def _edit(self, name: str) -> Callable[[FieldRule, str], None]:
        def edit(row: FieldRule, text: str) -> None:
            self._change_rule(row, name, text.strip())

        return edit

    def _change_rule(self, row: FieldRule, name: str, text: str) -> None:
        if name in ("shortest", "longest"):
            if not text.isdecimal() or len(text) > 3:
                self.desk.notices.toast(FLAWS["hkmc.length"][1], "warn")
                return
            number = int(text)
            changed = replace(row, shortest=number) if name == "shortest" else replace(row, longest=number)
        elif name == "signs":
            changed = replace(row, signs=text or None)
        else:
            yes = self.texts.term("hkmc", "yes")
            changed = replace(row, required=text.casefold() in (yes.casefold(), "yes", "y", "1"))
        if changed == row:
            return
        others = tuple(rule for rule in self.book.hkmc if rule.letter != row.letter)
        delivered = rules().get(row.letter)
        own = others if changed == delivered else (*others, changed)
        self._keep(
            replace(self.book, hkmc=own), say("Field {letter} was changed.", letter=row.letter), self.book
        )

    def _keep(self, book: CodeBook, said: Words, before: CodeBook | None = None) -> bool:
        """Keep the book; False, with the reason said, where it has a flaw."""
        try:
            book.check()
        except CodeBookError as error:
            name, words = FLAWS.get(error.code, ("name", say("The patterns cannot be read.")))
            if error.code.startswith("hkmc"):
                self.desk.notices.toast(words, "warn")
            else:
                self._say(name, words)
            return False
        self._say("", "")
        undo = None if before is None else lambda: self._undo(before, said)
        self.do(change_setting, reason="code book", codes=book_to_plain(book), said=said, undo=undo)
        return True

    def _undo(self, before: CodeBook, said: Words) -> None:
        self._keep(before, said)

    def try_sample(self) -> None:
        """Show what the typed code is, by the kept patterns and the one in the fields."""
        data = bytes_of(self.sample.value())
        if data is None or not data:
            return
        typed = self.typed()
        others = tuple(each for each in self.book.patterns if each.name != typed.name)
        trial = self.book
        if typed.flaw() is None:
            trial = replace(self.book, patterns=(*others, typed))
        self.view.book = trial
        self.view.put(Seen(data, say("typed here")))

    def take_raw(self, raw: bytes, source: Shown, *, from_keyboard: bool) -> None:
        """Show a scan."""
        self.view.put(Seen(raw, source, from_keyboard))
