"""Customers' own forms and the register of what was issued in them 발행대장. Asks queries, runs verbs."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QFileDialog, QWidget
from typing_extensions import override

from app.documents.customer_forms import FormRow, IssueRow, form_rows, give_out, issue_rows, withdraw_form
from ui.forms.click_dialog import ClickDialog
from ui.forms.issue_dialog import ChooseFolder, IssueDialog, choose_folder
from ui.forms.layout_dialog import LayoutDialog
from ui.forms.logo_dialog import Choose as ChoosePicture
from ui.forms.logo_dialog import LogoDialog, choose_picture
from ui.i18n import Shown, say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.link_filter import LinkFilter
from ui.panels import Desk, Screen
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.label import Label
from ui.widgets.reason import ReasonLine
from ui.widgets.tables import RowTable
from ui.wording import minute_text, with_zone

Choose = Callable[[QWidget, str, str], Path | None]
_SHEETS: Final = "Excel (*.xlsx)"
Forms = tuple[FormRow, ...]
Register = tuple[IssueRow, ...]


def choose_form(parent: QWidget, title: str, _name: str) -> Path | None:
    """Ask for a customer's workbook."""
    name, _kind = QFileDialog.getOpenFileName(parent, title, "", _SHEETS)
    return Path(name) if name else None


def choose_target(parent: QWidget, title: str, name: str) -> Path | None:
    """Ask where a filled form is to be written again."""
    chosen, _kind = QFileDialog.getSaveFileName(parent, title, name, _SHEETS)
    return Path(chosen) if chosen else None


class FormsScreen(Screen):
    """The kept forms on the left, the register on the right."""

    nouns = frozenset({"customer", "issued_document", "inspection"})

    def __init__(
        self,
        desk: Desk,
        *,
        to_open: Choose = choose_form,
        to_save: Choose = choose_target,
        to_folder: ChooseFolder = choose_folder,
        to_picture: ChoosePicture = choose_picture,
    ) -> None:
        super().__init__(desk, say("Customers' forms"))
        texts = self.texts
        self._to_open, self._to_save, self._to_folder = to_open, to_save, to_folder
        self._to_picture = to_picture
        self._zone: ZoneInfo | None = None
        self.add_action(say("Columns and words"), self._layouts, name="forms.layouts")
        self.add_action(say("Logos on documents"), self._logos, name="forms.logos")
        self.add_action(say("Keep a new form"), self._new, icon_name="plus", name="forms.new")
        self.add_action(
            say("Issue in a form"), self._issue, icon_name="file-export", kind="primary", name="forms.issue"
        )
        kept = Card(texts, say("Kept forms"), flush=True)
        self.forms = RowTable(RowsModel(texts, self._form_columns(), key=lambda row: row.id), "forms.kept")
        texts.bind(self.forms.setAccessibleName, say("Kept forms"))
        self.forms.when_empty(say("A kept form stands here with its cells."))
        self.forms.chosen_changed.connect(self._dress)
        self.forms.opened.connect(self._click_again)
        self.again = Button(texts, say("Click again"), self._again, name="forms.again")
        self.withdraw = Button(texts, say("Take out of use"), self._withdraw, name="forms.withdraw")
        kept.add_head(self.again)
        kept.add_head(self.withdraw)
        self.none = Label(
            texts,
            say("No form is kept yet. Choose the customer's workbook and click once what belongs where."),
            "muted",
            wrap=True,
        )
        self.none.setContentsMargins(14, 12, 14, 12)
        kept.add(self.none)
        kept.add(self.forms, 1)
        self.reason = ReasonLine(texts)
        self.reason.setContentsMargins(10, 8, 10, 8)
        kept.add(self.reason)
        register = Card(texts, say("Register of issues"), flush=True)
        self.register = RowTable(
            RowsModel(texts, self._issue_columns(), key=lambda row: row.id), "forms.register", sortable=True
        )
        texts.bind(self.register.setAccessibleName, say("Register of issues"))
        self.register.chosen_changed.connect(self._dress)
        self.out = Button(texts, say("Give the file out again"), self._give_out, name="forms.out")
        self.repeat = Button(texts, say("Issue again"), self._issue_again, name="forms.repeat")
        none = say("Every form that is issued gets its number and stands here.")
        self.link = LinkFilter(self, self.register, "forms.link", empty=none)
        register.add(self.link.line())
        register.add_head(self.out)
        register.add_head(self.repeat)
        register.add(self.register, 1)
        self.columns((kept, 10), (register, 15))
        self._dress()

    def _form_columns(self) -> tuple[Column[FormRow], ...]:
        return (
            Column(term("form", "Form"), lambda row: row.name, "strong", weight=2, tip=lambda row: row.name),
            Column(term("form", "Customer"), lambda row: row.customer, weight=1),
            Column(term("form", "Part"), _part_words, "muted"),
            Column(
                term("form", "Cells"),
                lambda row: str(len(row.mapping.cells) + len(row.mapping.columns)),
                "number",
            ),
        )

    def _issue_columns(self) -> tuple[Column[IssueRow], ...]:
        return (
            Column(term("form", "Issue number"), lambda row: row.number, "strong"),
            Column(term("form", "Issue count"), lambda row: str(row.issue), "number"),
            Column(term("form", "Issued on"), self._at),
            Column(term("form", "Inspection"), lambda row: row.inspection),
            Column(term("form", "Form"), lambda row: row.form, "muted", weight=1, tip=lambda row: row.form),
            Column(
                term("form", "For whom"), lambda row: row.recipient, weight=1, tip=lambda row: row.recipient
            ),
            Column(
                term("form", "Why again"),
                lambda row: row.reason,
                "muted",
                weight=1,
                tip=lambda row: row.reason,
            ),
        )

    def _at(self, row: IssueRow) -> str:
        return minute_text(row.issued_at, self._zone) if self._zone is not None else ""

    @override
    def refresh(self) -> None:
        self.ask(form_rows, then=self._put_forms, key="forms")
        linked = self.link.wanted()
        self.ask(with_zone(issue_rows), linked=linked, then=self._put_register, key="register")

    def _put_forms(self, rows: Forms) -> None:
        self.forms.rows_model.set_rows(rows)
        self.none.setVisible(not rows)
        if self.forms.chosen() is None and rows:
            self.forms.choose(rows[-1].id)
        self._dress()

    def _put_register(self, found: tuple[Register, ZoneInfo]) -> None:
        rows, self._zone = found
        self.register.rows_model.set_rows(tuple(reversed(rows)))
        self._dress()

    def _dress(self, _row: object = None) -> None:
        """Buttons of a table work where a row is chosen."""
        for button in (self.again, self.withdraw):
            button.setEnabled(self.forms.chosen() is not None)
        for button in (self.out, self.repeat):
            button.setEnabled(self.register.chosen() is not None)

    # acts
    def _new(self) -> None:
        path = self._to_open(self, self.texts.say("Form of a customer"), "")
        if path is not None:
            self.desk.tasks.read(path.read_bytes, partial(self._click, path.name, None), owner=self)

    def _again(self) -> None:
        self._click_again(self.forms.chosen())

    def _click_again(self, row: FormRow | None) -> None:
        factory = self.desk.factory
        if row is not None and factory is not None:
            self.desk.tasks.read(
                partial(factory.read_file, row.file_hash),
                partial(self._click, row.file_name, row),
                owner=self,
            )

    def _click(self, name: str, row: FormRow | None, content: bytes) -> None:
        ClickDialog(self.desk, content, name, row, self.renew, self.window()).open()

    def _withdraw(self) -> None:
        row = self.forms.chosen()
        if row is None:
            return

        def then(reason: str) -> None:
            said = say("{form} is out of use; what was issued in it stays.", form=row.name)
            self.do(withdraw_form, row.id, reason=reason, said=said, then=lambda _changes: self.renew())

        self.reason.ask(say("Take {form} out of use", form=row.name), then)

    def _layouts(self) -> None:
        LayoutDialog(self.desk, self.window()).open()

    def _logos(self) -> None:
        LogoDialog(self.desk, self.window(), to_picture=self._to_picture).open()

    def _issue(self) -> None:
        IssueDialog(self.desk, None, self.window(), to_folder=self._to_folder).open()

    def _issue_again(self) -> None:
        row = self.register.chosen()
        if row is not None:
            IssueDialog(self.desk, row.inspection_id, self.window(), to_folder=self._to_folder).open()

    def _give_out(self) -> None:
        row, factory = self.register.chosen(), self.desk.factory
        if row is None or factory is None:
            return
        path = self._to_save(self, self.texts.say("Give the file out again"), row.file_name)
        if path is None:
            return

        def written(out: Path) -> None:
            self.desk.notices.toast(say("{file} is written, the same bytes as then.", file=out.name), "ok")

        self.desk.tasks.read(
            partial(give_out, factory, row.id, path), written, failed=self.desk.notices.failed, owner=self
        )


def _part_words(row: FormRow) -> Shown:
    return row.part or term("form", "all parts")
