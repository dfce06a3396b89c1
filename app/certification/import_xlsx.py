"""Reading checklists from sheets: our own form, and a customer's audit sheet whose columns were clicked once.

A file is read in a child process under limits (see app/drawings); nothing is written here but the remembered clicks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.certification.refusals import BROKEN_TEMPLATE, NO_CHECKLIST_SHEET
from app.certification.sheet_rows import COLUMNS, HEAD_FACT, content_of
from app.certification.templates import require_sound
from app.drawings.import_table import Table
from app.drawings.import_xlsx import read_tables
from app.refusals import NOT_FOUND
from app.rights import filled, require
from app.unit_of_work import UnitOfWork, number_key
from models.certification import SheetMapping
from models.vocab import AssessmentScope, Noun, Role

# What a clicked column may be; code and text are needed.
FIELDS: Final = ("code", "section", "title", "text", "points", "star")
_STEPS: Final = (0, 25, 50, 75, 100)
_SHOWN: Final = 60


@dataclass(frozen=True)
class SheetView:
    """A sheet as it is shown for clicking: the first rows, all columns.

    Attributes:
        rows: (row number, cells) as the spreadsheet program shows them.
    """

    sheet: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    width: int


def read_checklist(path: Path) -> dict[str, Any]:
    """Return the checked content of a checklist in our own form, as it was exported and perhaps edited.

    Raises:
        PartproofError: unreadable, not our form, or not whole.
    """
    tables = read_tables(path)
    head = ""
    for table in tables:
        for row in table.rows:
            if row.text(0) == HEAD_FACT:
                head = str(row.cell(1))
    main = tables[0]
    titles = tuple(main.rows[0].text(at) for at in range(len(main.rows[0].cells)))
    if not head or not set(COLUMNS[:7]) <= set(titles):
        raise NO_CHECKLIST_SHEET(file=path.name)
    rows = [tuple(str(cell) for cell in row.cells) for row in main.rows[1:]]
    content = content_of(titles, rows, head, path.name)
    require_sound(content, path.name)
    return content


def view_sheets(path: Path) -> tuple[SheetView, ...]:
    """Return the sheets of a customer's file to be clicked in.

    Raises:
        PartproofError: unreadable.
    """
    return tuple(_view(table) for table in read_tables(path))


def _view(table: Table) -> SheetView:
    width = max((len(row.cells) for row in table.rows), default=0)
    rows = tuple((row.number, tuple(row.text(at) for at in range(width))) for row in table.rows[:_SHOWN])
    return SheetView(table.sheet or "", rows, width)


def read_customer_sheet(
    path: Path,
    columns: Mapping[str, int],
    *,
    sheet: str,
    first_row: int,
    code: str,
    edition: str,
    title: str,
    pass_mark: int | None = None,
) -> dict[str, Any]:
    """Return the checked checklist of a customer's audit sheet.

    Args:
        path: The file.
        columns: Field to 0-based column; ``code`` and ``text`` are needed, see ``FIELDS``.
        sheet: Name of the sheet.
        first_row: First row below the headings, as the spreadsheet program counts.
        code: Code of the checklist it becomes.
        edition: Edition as the sheet says.
        title: Its name; sheets in one language carry the same words in both.
        pass_mark: Points needed, where the sheet gives points.

    Raises:
        PartproofError: unreadable, a column that is not there, or rows that make no checklist.
    """
    table = next((one for one in read_tables(path) if (one.sheet or "") == sheet), None)
    if table is None or "code" not in columns or "text" not in columns:
        raise NO_CHECKLIST_SHEET(file=path.name)
    fields = _spread(table)
    rows: list[dict[str, Any]] = []
    sections: dict[str, str] = {}
    for row in table.rows:
        if row.number < first_row:
            continue
        cells = {
            field: fields.get((row.number, at), row.text(at)) for field, at in columns.items() if at >= 0
        }
        if not cells.get("code") or not cells.get("text"):
            continue
        rows.append(_customer_row(cells, sections, row.number, edition, path.name))
    content: dict[str, Any] = {
        "code": code,
        "edition": edition,
        "title": title,
        "title_ko": title,
        "scheme": path.name,
        "scope": AssessmentScope.PLANT.value,
        "one_language": True,
        "sections": [],
        "requirements": rows,
    }
    points = all("weight" in row for row in rows) and bool(rows)
    content["sections"] = [_section(key, name, rows, points=points) for name, key in sections.items()] or (
        [_section("all", title, rows, points=points)] if points else []
    )
    if points and not sections:
        for entry in rows:
            entry["section"] = "all"
    if points:
        full = sum(int(row["weight"]) for row in rows)
        content["scoring"] = {"kind": "weights", "steps": list(_STEPS), "full_mark": full}
        if pass_mark is not None:
            content["scoring"]["pass_mark"] = pass_mark
    require_sound(content, path.name)
    return content


def _section(key: str, name: str, rows: list[dict[str, Any]], *, points: bool) -> dict[str, Any]:
    entry: dict[str, Any] = {"code": key, "title": name, "title_ko": name}
    if points:
        mine = [row for row in rows if row.get("section", key) == key]
        entry["points"] = sum(int(row["weight"]) for row in mine)
    return entry


def _customer_row(
    cells: Mapping[str, str], sections: dict[str, str], number: int, edition: str, name: str
) -> dict[str, Any]:
    title = cells.get("title") or cells["text"][:120]
    entry: dict[str, Any] = {
        "code": cells["code"],
        "title": title,
        "title_ko": title,
        "text": cells["text"],
        "text_ko": cells["text"],
        "edition": edition,
        "source": name,
        "source_grade": "customer's sheet",
        "verified": True,
        "verified_ko": True,
    }
    if cells.get("section"):
        entry["section"] = sections.setdefault(cells["section"], f"s{len(sections) + 1}")
    if cells.get("points"):
        if not cells["points"].isdigit() or not int(cells["points"]):
            raise BROKEN_TEMPLATE(file=name, reason=f"{number}: points {cells['points']}")
        entry["weight"] = int(cells["points"])
    if cells.get("star"):
        entry["star"] = True
    return entry


def _spread(table: Table) -> dict[tuple[int, int], str]:
    """Return what merged cells say at each of their places: the text stands in the first only."""
    texts = {row.number: row for row in table.rows}
    spread: dict[tuple[int, int], str] = {}
    for span in table.merged:
        first = texts.get(span.top)
        if first is None:
            continue
        for row in range(span.top, span.bottom + 1):
            for column in range(span.left, span.right + 1):
                spread[row, column] = first.text(span.left)
    return spread


def remember_mapping(unit: UnitOfWork, name: str, content: dict[str, Any]) -> int:
    """Remember where a customer's sheet keeps what, under a name; the same name is overwritten. Returns its id."""
    require(unit, Role.QUALITY, Role.ADMINISTRATOR)
    text = filled("name", name)
    query = select(SheetMapping).where(SheetMapping.name_key == number_key(text))
    row = unit.session.scalars(query).one_or_none()
    if row is None:
        row = SheetMapping(name_key=number_key(text))
        unit.session.add(row)
    row.name, row.content = text, content
    row.saved_by_id, row.saved_at = unit.actor.user_id, unit.now
    unit.session.flush()
    unit.record("sheet_mapping_saved", Noun.ASSESSMENT, None, name=text)
    return row.id


def forget_mapping(unit: UnitOfWork, name: str) -> None:
    """Forget the clicks remembered under a name; what they once read stays as it is.

    Raises:
        PartproofError: nothing is remembered under it, or no right.
    """
    require(unit, Role.QUALITY, Role.ADMINISTRATOR)
    query = select(SheetMapping).where(SheetMapping.name_key == number_key(name))
    row = unit.session.scalars(query).one_or_none()
    if row is None or not row.content:
        raise NOT_FOUND(what=name)
    row.content = {}
    row.saved_by_id, row.saved_at = unit.actor.user_id, unit.now
    unit.record("sheet_mapping_forgotten", Noun.ASSESSMENT, None, name=row.name)


def remembered_mappings(session: Session) -> tuple[tuple[str, dict[str, Any]], ...]:
    """Return the remembered clicks as (name, content), by name; forgotten ones are not among them."""
    query = select(SheetMapping).order_by(SheetMapping.name)
    return tuple((row.name, dict(row.content)) for row in session.scalars(query) if row.content)
