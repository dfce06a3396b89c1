"""One row of a checklist: its words to edit, where they come from, and the comparison with the licensed copy."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.certification.checklist_queries import ChecklistRow
from app.certification.rules import kind_of
from ui.certification.assessment_words import NOT_COMPARED, UNVERIFIED
from ui.certification.source_words import edition_words, grade_words, source_words
from ui.i18n import Shown, Texts, Words, say, term
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.facts import FactList
from ui.widgets.forms import Form
from ui.widgets.label import Label


class Save(Protocol):
    """Keeps a row's edited words."""

    def __call__(self, row: ChecklistRow, values: dict[str, str], /) -> object:
        """Take the row and the form's values."""


class Check(Protocol):
    """Records a comparison with the licensed copy."""

    def __call__(self, row: ChecklistRow, licensed_copy: str, /, *, whole: bool) -> object:
        """Take the row, the copy, and whether every row was compared."""


class TakeBack(Protocol):
    """Takes a comparison with the licensed copy back."""

    def __call__(self, row: ChecklistRow, reason: str, /) -> object:
        """Take the row, and why it was not compared after all."""


class ChecklistDetail(QWidget):
    """The right column of the checklists' screen."""

    def __init__(self, texts: Texts, save: Save, check: Check, take_back: TakeBack) -> None:
        super().__init__()
        self._texts, self._save, self._check, self._take_back = texts, save, check, take_back
        self.row: ChecklistRow | None = None
        self.card = Card(texts, " ")
        self.card.title.setWordWrap(True)
        self.facts = FactList(texts)
        self.source = Label(texts, "", "muted", wrap=True)
        self.card.add(self.facts)
        self.card.add(self.source)
        self.proof = Label(texts, "", "muted", wrap=True)
        self.card.add(self.proof)
        compared = Card(texts, term("checklists", "Compared with our licensed copy"))
        self.copy_form = Form(texts)
        self.copy_form.add_line(
            "copy",
            term("checklists", "Which copy"),
            say("For example: IATF 16949:2016, copy no. 3"),
            required=True,
        )
        compared.add(self.copy_form)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(
            Button(
                texts, term("checklists", "All rows"), lambda: self._compare(whole=True), name="checklist.all"
            )
        )
        line.addWidget(
            Button(
                texts,
                term("checklists", "This row"),
                lambda: self._compare(whole=False),
                name="checklist.one",
            )
        )
        compared.add(line)
        self.back_form = Form(texts)
        self.back_form.add_line(
            "reason", term("checklists", "Why the comparison does not hold"), required=True
        )
        self.back = Button(
            texts, term("checklists", "Take the comparison back"), self._back, name="checklist.back"
        )
        compared.add(self.back_form)
        last = QHBoxLayout()
        last.addStretch(1)
        last.addWidget(self.back)
        compared.add(last)
        edit = Card(texts, term("checklists", "Words of this row"))
        self.form = Form(texts)
        self.form.add_line("title", term("checklists", "Title (English)"), required=True)
        self.form.add_line("title_ko", term("checklists", "Title (Korean)"), required=True)
        self.form.add_text("text", term("checklists", "What is asked (English)"), required=True, lines=3)
        self.form.add_text("text_ko", term("checklists", "What is asked (Korean)"), required=True, lines=3)
        self.form.add_line("note", term("checklists", "What was changed and why"), required=True)
        edit.add(self.form)
        last = QHBoxLayout()
        last.addStretch(1)
        last.addWidget(
            Button(texts, term("checklists", "Keep as a new version"), self._keep, name="checklist.save")
        )
        edit.add(last)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for card in (self.card, compared, edit):
            column.addWidget(card)
        texts.language_changed.connect(lambda: self.put(self.row))

    def put(self, row: ChecklistRow | None) -> None:
        """Show a row; what is being typed about the same one stays."""
        changed = row is None or self.row is None or (row.code, row.text) != (self.row.code, self.row.text)
        self.row = row
        self.setVisible(row is not None)
        if row is None:
            return
        title = row.title_ko if self._texts.code == "ko" else row.title
        self.card.set_title(say("{code} {title}", code=row.code, title=title))
        self.card.set_chip(
            "" if row.verified else UNVERIFIED,
            "warn" if not row.verified else "neutral",
        )
        facts = self.facts
        facts.clear()
        facts.add(term("checklists", "Edition"), edition_words(row.edition))
        facts.add(term("checklists", "How good"), grade_words(row.grade) or "–")
        seen, open_yet = term("checklists", "seen in the source"), term("certification", "unverified")
        facts.add(term("checklists", "Number and title"), seen if row.verified else open_yet)
        facts.add(term("checklists", "Korean title"), seen if row.verified_ko else open_yet)
        facts.add(term("checklists", "Licensed copy"), row.licensed or NOT_COMPARED)
        for widget in (self.back_form, self.back):
            widget.setVisible(bool(row.licensed))
        # An address may be broken where it has a sign of its own; a label breaks only at blanks.
        self.source.put(
            say("Source: {source}", source=_breaking(source_words(row.source))) if row.source else ""
        )
        kind = kind_of(row.rule)
        self.proof.put(
            "" if kind is None else say("Proof: {what}", what=Words(kind.text, "", row.parameters))
        )
        if changed:
            self.form.set_values(
                {
                    "title": row.title,
                    "title_ko": row.title_ko,
                    "text": row.text,
                    "text_ko": row.text_ko,
                    "note": "",
                }
            )
            self.back_form.set_values({"reason": ""})

    def _compare(self, *, whole: bool) -> None:
        if self.row is not None and self.copy_form.complete():
            self._check(self.row, self.copy_form.values()["copy"], whole=whole)

    def _back(self) -> None:
        if self.row is not None and self.back_form.complete():
            self._take_back(self.row, self.back_form.values()["reason"])
            self.back_form.set_values({"reason": ""})

    def _keep(self) -> None:
        if self.row is not None and self.form.complete():
            self._save(self.row, self.form.values())


def _breaking(source: Shown) -> Shown:
    """Return a source whose address may break after each of its parts."""
    return source.replace("/", "/\u200b") if isinstance(source, str) else source
