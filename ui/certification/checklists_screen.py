"""Checklists as data: rows with edition, source and what is verified; edit, export, import, compare with the copy.

Asks one query; every act is one verb, files are read and written on a task.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtWidgets import QFileDialog, QWidget
from typing_extensions import override

from app.certification.checklist_queries import ChecklistHead, ChecklistRow, checklist_heads, checklist_rows
from app.certification.import_xlsx import read_checklist
from app.certification.licensed import record_check, withdraw_check
from app.certification.templates import keep_shipped, keep_template, template_content
from app.documents.checklist_export import write_checklist
from models.vocab import TemplateOrigin
from ui.certification.checklist_detail import ChecklistDetail
from ui.certification.sheet_dialog import SheetDialog
from ui.certification.source_words import scheme_words
from ui.i18n import Shown, say, term
from ui.itemmodels.columns import Column
from ui.itemmodels.rows_model import RowsModel
from ui.panels import Desk, Screen, stacked
from ui.widgets.card import Card
from ui.widgets.tables import RowTable
from ui.wording import worded

_SHEETS: Final = "Excel (*.xlsx *.xls)"
Choose = Callable[[QWidget, str, str], Path | None]


def choose_sheet(parent: QWidget, title: str, _name: str) -> Path | None:
    """Ask for a sheet to read."""
    name, _kind = QFileDialog.getOpenFileName(parent, title, "", _SHEETS)
    return Path(name) if name else None


def choose_target(parent: QWidget, title: str, name: str) -> Path | None:
    """Ask where a sheet is to be written."""
    chosen, _kind = QFileDialog.getSaveFileName(parent, title, name)
    return Path(chosen) if chosen else None


class ChecklistsScreen(Screen):
    """The checklists; ``open_record`` takes a checklist's code."""

    nouns = frozenset({"assessment"})

    def __init__(
        self, desk: Desk, *, to_open: Choose = choose_sheet, to_save: Choose = choose_target
    ) -> None:
        super().__init__(desk, say("Checklists as data"))
        texts = self.texts
        self._to_open, self._to_save = to_open, to_save
        self._code = ""
        self.add_action(
            term("checklists", "Customer's sheet"),
            self._customer,
            icon_name="file-spreadsheet",
            name="checklist.sheet",
        )
        self.add_action(
            term("checklists", "Import"), self._import, icon_name="file-import", name="checklist.import"
        )
        self.add_action(
            term("checklists", "Export"), self._export, icon_name="file-export", name="checklist.export"
        )
        listed = Card(texts, term("certification", "Checklist"), flush=True)
        self.list = RowTable(RowsModel(texts, self._list_columns(), key=lambda row: row.code), "checklists")
        texts.bind(self.list.setAccessibleName, term("certification", "Checklist"))
        self.list.chosen_changed.connect(self._choose)
        listed.add(self.list, 1)
        table = Card(texts, term("certification", "Requirements"), flush=True)
        self.rows = RowTable(RowsModel(texts, self._columns(), key=lambda row: row.code), "checklist.rows")
        texts.bind(self.rows.setAccessibleName, term("certification", "Requirements"))
        self.rows.chosen_changed.connect(self._put_detail)
        table.add(self.rows, 1)
        self.detail = ChecklistDetail(texts, self._save, self._check, self._take_back)
        self.columns((listed, 9), (table, 13), (stacked(self.detail), 10))

    def _list_columns(self) -> tuple[Column[ChecklistHead], ...]:
        return (
            Column(
                term("certification", "Checklist"),
                lambda row: row.title_ko if self.texts.code == "ko" else row.title,
                "strong",
                weight=1,
                second=lambda row: "" if row.origin is TemplateOrigin.SHIPPED else _origin(row),
                tip=lambda row: row.code,
            ),
            Column(term("checklists", "Rows"), lambda row: str(row.rows), "number"),
            Column(
                term("certification", "unverified"),
                lambda row: str(row.unverified) if row.unverified else "",
                "number",
            ),
        )

    def _columns(self) -> tuple[Column[ChecklistRow], ...]:
        return (
            Column("#", lambda row: row.code),
            Column(
                term("certification", "Requirement"),
                lambda row: row.title_ko if self.texts.code == "ko" else row.title,
                weight=2,
                second=lambda row: "" if row.verified else term("certification", "unverified"),
                tip=lambda row: row.text_ko if self.texts.code == "ko" else row.text,
            ),
            Column(
                term("checklists", "Licensed copy"),
                lambda row: row.licensed or "–",
                "muted",
                weight=1,
                tip=lambda row: row.licensed,
            ),
        )

    @override
    def open_record(self, record: object) -> None:
        if isinstance(record, str):
            self._code = record
            self.renew()

    @override
    def refresh(self) -> None:
        self.ask(checklist_heads, then=self._put_list, key="list")

    def _put_list(self, heads: tuple[ChecklistHead, ...]) -> None:
        code = self._code
        self.list.rows_model.set_rows(heads)
        if heads and not self.list.choose(code or "ppap"):
            self.list.choose(heads[0].code)
        self._choose(self.list.chosen())

    def _choose(self, head: ChecklistHead | None) -> None:
        if head is None:
            return
        self._code = head.code
        title = head.title_ko if self.texts.code == "ko" else head.title
        self.head.put(title, scheme_words(head.scheme), say("Checklists as data"))
        chips: list[Any] = [(_origin(head), "neutral")]
        if head.unverified:
            chips.append(
                (
                    say("{count} of {all} {all:row|rows} unverified", count=head.unverified, all=head.rows),
                    "warn",
                )
            )
        chips.append(
            (
                say(
                    "{count} of {all} {all:row|rows} compared with our copy",
                    count=head.compared,
                    all=head.rows,
                ),
                "neutral",
            )
        )
        self.head.set_chips(*chips)
        self.ask(checklist_rows, head.code, then=self._put_rows, key="rows")

    def _put_rows(self, rows: tuple[ChecklistRow, ...]) -> None:
        self.rows.rows_model.set_rows(rows)
        if self.rows.chosen() is None and rows:
            self.rows.choose(rows[0].code)
        self._put_detail(self.rows.chosen())

    def _put_detail(self, row: ChecklistRow | None) -> None:
        self.detail.put(row)

    # acts
    def _save(self, row: ChecklistRow, values: dict[str, str]) -> None:
        """Keep a version of the checklist in which one row reads otherwise."""

        def edited(content: dict[str, Any]) -> None:
            kept = {**content}
            kept["requirements"] = [
                {**one, **_changed(values, row)} if one["code"] == row.code else one
                for one in content["requirements"]
            ]
            said = say("The checklist has a new version; running assessments keep theirs.")
            self.do(keep_template, kept, note=values["note"], said=said)

        self.ask(template_content, self._code, then=edited, key="content")

    def _check(self, row: ChecklistRow, licensed_copy: str, *, whole: bool) -> None:
        """Say that a row, or all of them, was compared with the licensed copy."""
        codes = () if whole else (row.code,)
        # Taken back is only what this act says first.
        first = tuple(
            one.code
            for one in self.rows.rows_model.rows
            if not one.licensed and (whole or one.code == row.code)
        )

        def loaded(changes: Any) -> None:
            said = say("The comparison is recorded.")
            version = int(changes.result)
            reason = self.texts.term("checklists", "by mistake")
            undo = partial(self.do, withdraw_check, version, first, reason=reason) if first else None
            self.do(record_check, version, codes, licensed_copy=licensed_copy, said=said, undo=undo)

        self.do(keep_shipped, self._code, then=loaded)

    def _take_back(self, row: ChecklistRow, reason: str) -> None:
        """Say that a row was not compared after all; both stay on record."""

        def loaded(changes: Any) -> None:
            said = say("The comparison of {code} is taken back.", code=row.code)
            self.do(withdraw_check, int(changes.result), (row.code,), reason=reason, said=said)

        self.do(keep_shipped, self._code, then=loaded)

    def _export(self) -> None:
        path = self._to_save(self, self.texts.say("Export a checklist"), f"{self._code}.xlsx")
        if path is None:
            return

        def write(content: dict[str, Any]) -> None:
            self.desk.tasks.read(
                lambda: write_checklist(content, path),
                lambda _hash: self.desk.notices.toast(say("{file} is written.", file=path.name), "ok"),
                owner=self,
            )

        self.ask(template_content, self._code, then=write, key="export")

    def _import(self) -> None:
        path = self._to_open(self, self.texts.say("Import a checklist"), "")
        if path is not None:
            self.desk.tasks.read(
                lambda: read_checklist(path), lambda content: self._take(content, path.name), owner=self
            )

    def _take(self, content: dict[str, Any], name: str) -> None:
        self._code = str(content["code"])
        said = say("{file} is a checklist now.", file=name)
        self.do(keep_template, content, note=name, origin=TemplateOrigin.IMPORTED, said=said)

    def _customer(self) -> None:
        path = self._to_open(self, self.texts.say("Audit sheet of a customer"), "")
        if path is not None:
            SheetDialog(self.desk, path, self._take, self.window()).open()


def _changed(values: dict[str, str], row: ChecklistRow) -> dict[str, Any]:
    """Return the words of a row that was edited; a title of our own making is no longer the source's."""
    words: dict[str, Any] = {name: values[name] for name in ("title", "title_ko", "text", "text_ko")}
    if (words["title"], words["title_ko"]) != (row.title, row.title_ko):
        words.update(verified=False, verified_ko=False, source_grade="edited here")
    return words


def _origin(head: ChecklistHead) -> Shown:
    if head.origin is TemplateOrigin.SHIPPED:
        return worded(head.origin)
    return say("{origin}, version {number}", origin=worded(head.origin), number=head.sequence)
