"""Which row is the header and which column holds what: proposals by vocabulary, the user's word over them.

Knows no noun: each importer brings its own vocabulary of fields.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from app.drawings.import_refusals import (
    COLUMN_TWICE,
    FIELD_TWICE,
    NO_HEADER,
    UNKNOWN_COLUMN,
    UNKNOWN_FIELD,
)
from app.drawings.import_remarks import Remark, RemarkKind
from app.drawings.import_table import Row, Table, index_of, letter_of
from app.texts import mark

SEVERAL_COLUMNS: Final = RemarkKind(
    "table.several_columns",
    mark("Several columns could be {field}: {columns}. {taken} was taken; name another one in the mapping."),
)
_SEARCHED_ROWS: Final = 100
EXACT: Final = 100
# A title in two languages, "하한값 Lower limit": each of its halves is asked.
IN_TWO_LANGUAGES: Final = 95
_TWO_LANGUAGES: Final = re.compile(r"(?P<korean>.*[가-힣][^A-Za-z]*?)\s+(?P<other>[A-Za-z#].*)", re.DOTALL)
WITHOUT_BRACKETS: Final = 90
WITHOUT_NUMBER: Final = 80


@dataclass(frozen=True)
class Vocabulary:
    """The fields of one kind of table and how people title them.

    Attributes:
        titles: Field to its titles, already folded by ``folded``.
        telling: Fields of which a header must have at least one.
        near: Further recognition of a title: field and confidence, or None.
        examples: Titles named where no header is found.
    """

    titles: Mapping[str, frozenset[str]]
    telling: frozenset[str]
    near: Callable[[str], tuple[str, int] | None]
    examples: str
    fields: frozenset[str] = field(default_factory=frozenset)

    def recognise(self, title: str) -> tuple[str, int] | None:
        """Return the field a title names, with a confidence in percent."""
        bare = re.sub(r"[(\[（].*?[)\]）]", " ", title)
        halves = _TWO_LANGUAGES.fullmatch(title.strip())
        for text, confidence in (
            (title, EXACT),
            *((half, IN_TWO_LANGUAGES) for half in (halves.groups() if halves else ())),
            (bare, WITHOUT_BRACKETS),
            (re.sub(r"[\s_]*[0-9]$", "", bare), WITHOUT_NUMBER),
        ):
            wanted = folded(text)
            for name, titles in self.titles.items():
                if wanted and wanted in titles:
                    return name, confidence
        return self.near(title)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table and the field it was given.

    Attributes:
        title: Header text, made unique by the column letter where two are alike.
        field: "" for a column that is not read.
        confidence: Percent; 100 also for what the user said.
    """

    index: int
    title: str
    field: str
    confidence: int

    @property
    def letter(self) -> str:
        """The spreadsheet's letter of the column."""
        return letter_of(self.index)


@dataclass(frozen=True)
class Header:
    """The header row found in a table.

    Attributes:
        row: 1-based number of the header row, 0 where there is none.
        first_body_row: Rows from this number on are body.
    """

    table: Table
    row: int
    first_body_row: int
    columns: tuple[Column, ...]
    remarks: tuple[Remark, ...]
    score: int

    def index(self, name: str) -> int:
        """Return the column of a field, -1 where no column has it."""
        return next((column.index for column in self.columns if column.field == name), -1)

    def body(self) -> list[Row]:
        """Return the rows below the header."""
        return [row for row in self.table.rows if row.number >= self.first_body_row]

    def is_repeated_by(self, row: Row) -> bool:
        """Say whether a body row is the header again: most of its filled columns hold their own title."""
        filled = [column for column in self.columns if column.field and row.text(column.index)]
        same = sum(row.text(column.index) == column.title for column in filled)
        return same >= 2 and same * 2 > len(filled)

    def mapping(self) -> dict[str, str]:
        """Return column title to field for the columns that are read."""
        return {column.title: column.field for column in self.columns if column.field}


def folded(title: str) -> str:
    """Return a title for comparison: without case, blanks and punctuation; # means number."""
    text = unicodedata.normalize("NFKC", title).casefold().replace("#", "no").replace("№", "no")
    return "".join(sign for sign in text if sign.isalnum() or sign in "+-±")


def words(title: str) -> list[str]:
    """Return the words of a title, folded."""
    return re.findall(r"[^\W_]+|#", unicodedata.normalize("NFKC", title).casefold())


def titles_of(lines: str) -> dict[str, frozenset[str]]:
    """Return a vocabulary's titles from lines of ``field: title|title``; a field may have several lines."""
    titles: dict[str, frozenset[str]] = {}
    for line in lines.strip().splitlines():
        name, _, listed = line.partition(":")
        more = frozenset(folded(title) for title in listed.split("|"))
        titles[name.strip()] = titles.get(name.strip(), frozenset()) | more
    return titles


def find_header(tables: list[Table], file: str, vocabulary: Vocabulary, chosen: Mapping[str, str]) -> Header:
    """Return the header of the table that fits the vocabulary best.

    Args:
        chosen: Column title or letter to field, the user's word.

    Raises:
        PartproofError: no header, or a mapping that names unknown columns or fields.
    """
    known = vocabulary.fields or frozenset(vocabulary.titles)
    for name in chosen.values():
        if name and name not in known:
            raise UNKNOWN_FIELD(field=name, fields=", ".join(sorted(known)))
    headers = [header for table in tables if (header := _best(table, vocabulary, chosen))]
    if not headers:
        header = _headless(tables[0], vocabulary, chosen)
        if header is None:
            raise NO_HEADER(
                file=file, examples=vocabulary.examples, field=min(vocabulary.telling, default="name")
            )
        return header
    # max keeps the first of equals.
    return max(headers, key=lambda header: header.score)


def _best(table: Table, vocabulary: Vocabulary, chosen: Mapping[str, str]) -> Header | None:
    best: tuple[int, Row] | None = None
    wanted = {_plain_title(column) for column in chosen}
    for row in table.rows[:_SEARCHED_ROWS]:
        score = _score(row, vocabulary, wanted)
        if score and (best is None or score > best[0]):
            best = (score, row)
    return None if best is None else _header(table, best[1], vocabulary, chosen, best[0])


def _score(row: Row, vocabulary: Vocabulary, wanted: set[str]) -> int:
    found: dict[str, int] = {}
    named = 0
    for index in row.filled():
        if isinstance(row.cell(index), Decimal):
            continue
        title = row.text(index)
        named += _plain_title(title) in wanted
        field_found = vocabulary.recognise(title) if len(title) <= 80 else None
        if field_found:
            found[field_found[0]] = max(found.get(field_found[0], 0), field_found[1])
    if not named and (len(found) < 2 or not vocabulary.telling & set(found)):
        return 0
    return sum(found.values()) + 150 * named


def _header(table: Table, row: Row, vocabulary: Vocabulary, chosen: Mapping[str, str], score: int) -> Header:
    titles, last_row = _titles(table, row)
    columns, remarks = _columns(titles, vocabulary, chosen)
    return Header(table, row.number, last_row + 1, columns, remarks, score)


def _titles(table: Table, row: Row) -> tuple[dict[int, str], int]:
    """Return the columns' titles and the header's last row; a title merged over columns takes the row below."""
    titles = {index: row.text(index) for index in row.filled()}
    spans = [
        span
        for span in table.merged
        if span.top == span.bottom == row.number and span.right > span.left and span.left in titles
    ]
    below = next((other for other in table.rows if other.number == row.number + 1), None)
    if not spans or below is None:
        return _widened(titles, table), row.number
    divided = False
    for span in spans:
        over = titles[span.left]
        parts = [i for i in range(span.left, min(span.right, span.left + 200) + 1) if below.text(i)]
        # One text below a merged title is its first value, merged alike; only several are sub-titles.
        if len(parts) > 1:
            divided = True
            titles.update({index: f"{over} {below.text(index)}" for index in parts})
    return _widened(titles, table), below.number if divided else row.number


def _widened(titles: dict[int, str], table: Table) -> dict[int, str]:
    """Keep untitled columns addressable by their letter."""
    width = max((len(row.cells) for row in table.rows), default=0)
    return {index: titles.get(index, "") for index in range(max(width, max(titles, default=-1) + 1))}


def _columns(
    titles: Mapping[int, str], vocabulary: Vocabulary, chosen: Mapping[str, str]
) -> tuple[tuple[Column, ...], tuple[Remark, ...]]:
    said = _said(titles, chosen)
    taken = {name for name in said.values() if name}
    proposals: dict[str, list[tuple[int, int]]] = {}
    for index, title in titles.items():
        proposal = vocabulary.recognise(title) if title and index not in said else None
        if proposal and proposal[0] not in taken:
            proposals.setdefault(proposal[0], []).append((-proposal[1], index))
    fields: dict[int, tuple[str, int]] = {index: (name, EXACT) for index, name in said.items()}
    remarks: list[Remark] = []
    for name, candidates in proposals.items():
        ranked = sorted(candidates)
        fields[ranked[0][1]] = (name, -ranked[0][0])
        alike = [index for confidence, index in ranked if confidence == ranked[0][0]]
        if len(alike) > 1:
            shown = ", ".join(_shown(index, titles) for index in alike)
            remarks.append(SEVERAL_COLUMNS(field=name, columns=shown, taken=_shown(alike[0], titles)))
    unique = _unique(titles)
    columns = tuple(
        Column(index, unique[index], *fields.get(index, ("", 0))) for index in titles if unique[index]
    )
    return columns, tuple(remarks)


def _shown(index: int, titles: Mapping[int, str]) -> str:
    return f"{titles[index]} ({letter_of(index)})" if titles[index] else letter_of(index)


def _unique(titles: Mapping[int, str]) -> dict[int, str]:
    seen = [title for title in titles.values() if title]
    return {
        index: title if title and seen.count(title) == 1 else _shown(index, titles)
        for index, title in titles.items()
    }


def _plain_title(title: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", title).casefold().split())


def _said(titles: Mapping[int, str], chosen: Mapping[str, str]) -> dict[int, str]:
    """Resolve the user's columns, titles before letters.

    Raises:
        PartproofError: unknown or ambiguous column, or one field for two columns.
    """
    said: dict[int, str] = {}
    for column, name in chosen.items():
        said[_column_index(column, titles)] = name
    for name in said.values():
        given = [index for index, other in said.items() if other == name]
        if name and len(given) > 1:
            raise FIELD_TWICE(field=name, columns=", ".join(_shown(index, titles) for index in given))
    return said


def _column_index(column: str, titles: Mapping[int, str]) -> int:
    wanted = _plain_title(column)
    alike = [index for index, title in titles.items() if title and _plain_title(title) == wanted]
    alike = alike or [index for index, title in _unique(titles).items() if _plain_title(title) == wanted]
    if len(alike) > 1:
        raise COLUMN_TWICE(column=column, letters=", ".join(letter_of(index) for index in alike))
    if alike:
        return alike[0]
    if re.fullmatch(r"[A-Za-z]{1,3}", column.strip()):
        index = index_of(column.strip())
        if index in titles:
            return index
    shown = ", ".join(_shown(index, titles) for index in list(titles)[:60])
    raise UNKNOWN_COLUMN(column=column, columns=shown)


def _headless(table: Table, vocabulary: Vocabulary, chosen: Mapping[str, str]) -> Header | None:
    """Return a header without a row where the user named columns by letter only."""
    if not vocabulary.telling & set(chosen.values()):
        return None
    width = max((len(row.cells) for row in table.rows), default=0)
    columns, remarks = _columns(dict.fromkeys(range(width), ""), vocabulary, chosen)
    return Header(table, 0, 1, columns, remarks, 0)
