"""The base of the ledger's forms: days as ISO texts, parts picked among thousands. Saves nothing itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from PySide6.QtWidgets import QHBoxLayout

from app.changes.picks import Pick, owner_picks
from app.unit_of_work import number_key
from models.vocab import Noun
from ui.changes.form_dialog import FormDialog
from ui.i18n import Shown, say, term
from ui.widgets.buttons import Button
from ui.widgets.fields import ChoiceField, LineField
from ui.widgets.label import Label

# So many are offered at once; what is typed finds the others.
_MOST: Final = 300


def _day(text: str) -> date | None:
    """Return a typed day, None where there is none."""
    return date.fromisoformat(text) if text else None


# Key, words, and the words as they are searched.
Picked = tuple[str, str, str]


def picked(picks: Sequence[Pick]) -> tuple[Picked, ...]:
    """Return picks as they are offered and searched; done on a read thread, for there may be 100,000."""
    told = ((str(pick.id), f"{pick.number}  {pick.name}".strip()) for pick in picks)
    return tuple((key, text, number_key(text)) for key, text in told)


class LedgerDialog(FormDialog):
    """A form that asks for days as ISO texts and for parts by what is picked."""

    _wanted: int | None = None

    def add_day(self, name: str, shown: Shown) -> None:
        """Add a day that may stay empty."""
        self.form.add_line(name, shown, say("YYYY-MM-DD"))

    def day(self, name: str) -> date | None:
        """Return a day; the field says so where it is none.

        Raises:
            ValueError: It is no day.
        """
        try:
            found = _day(self.form.values()[name])
        except ValueError:
            self.form.rows[name].show_wrong(say("Please write a day such as 2026-11-27."))
            raise
        self.form.rows[name].show_wrong("")
        return found

    def add_effect(self) -> None:
        """Add from which day or lot a change holds, and how its lots are counted."""
        self.add_day("effective", term("ledger", "Effective from"))
        self.form.add_line("lot", term("ledger", "Or from lot"))
        self.form.add_line("mask", say("Mask of the lots"), say("empty: every digit of it counts"))

    def offer_parts(self, part_id: int | None, *, several: bool = False) -> None:
        """Add the choice of a part, or of several one after another, and fill it."""
        self._wanted = part_id
        self._taken: dict[int, str] = {}
        self.form.add_choice("part", term("ledger", "Part"), ())
        self.offer_find(term("ledger", "Find the part by number or name"))
        if several:
            self._offer_more()
        ask = self.desk.ask
        self.desk.tasks.read(lambda: picked(ask(owner_picks, Noun.PART_REVISION)), self.put_picks, owner=self)

    def offer_find(self, shown: Shown) -> None:
        """Add a line that narrows what can be picked: among thousands nobody scrolls."""
        texts = self.desk.texts
        self._picks: tuple[Picked, ...] = ()
        self.search = LineField()
        self.search.setObjectName("ledger.find")
        self.search.setClearButtonEnabled(True)
        texts.bind(self.search.setPlaceholderText, shown)
        texts.bind(self.search.setAccessibleName, shown)
        self.search.textChanged.connect(lambda _text: self._narrow())
        self.above.addWidget(self.search)

    def _narrow(self) -> None:
        """Offer what has all words that were typed; where only one is left, it is picked."""
        words = number_key(self.search.text()).split()
        found = [row[:2] for row in self._picks if all(word in row[2] for word in words)]
        field: Any = self.form.rows["part"].field
        chosen = field.value()
        kept = [entry for entry in found[_MOST:] if entry[0] in (chosen, str(self._wanted))]
        field.set_choices([("", "—"), *found[:_MOST], *kept])
        if len(found) == 1 and words:
            field.set_value(found[0][0])

    def _offer_more(self) -> None:
        texts = self.desk.texts
        self.taken = Label(texts, "", "muted", elide=True)
        self.taken.setObjectName("ledger.parts")
        more = Button(texts, term("ledger", "One more part"), self.take_part, name="ledger.more_parts")
        line = QHBoxLayout()
        line.addWidget(more)
        line.addWidget(self.taken, 1)
        self.above.addLayout(line)

    def take_part(self) -> None:
        """Keep the part that is picked, so that another one can be picked beside it."""
        part, field = self.part(), self.form.rows["part"].field
        if part is not None and isinstance(field, ChoiceField):
            self._taken[part] = field.currentText().partition("  ")[0]
            self.taken.put(", ".join(self._taken.values()))

    def parts(self) -> list[int]:
        """Return every part that was kept, and the one that is picked."""
        part = self.part()
        return [*self._taken, *([] if part is None or part in self._taken else [part])]

    def put_picks(self, picks: tuple[Picked, ...]) -> None:
        """Offer what can be picked; what the dialog was opened for is picked already."""
        self._picks = picks
        self._narrow()
        if self._wanted is not None:
            self.form.set_values({"part": str(self._wanted)})

    @staticmethod
    def offer(field: Any, picks: tuple[Pick, ...]) -> None:
        """Offer all of some picks in a field."""
        field.set_choices([(str(pick.id), f"{pick.number}  {pick.name}".strip()) for pick in picks])

    def part(self) -> int | None:
        """Return the part picked."""
        key = self.form.values()["part"]
        return int(key) if key else None
