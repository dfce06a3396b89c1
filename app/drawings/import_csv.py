"""Text tables: encoding, separator and records of a csv, tsv or txt file.

The name of the file says nothing; tables named .csv are cut by tabs and semicolons too.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import Final

from app.drawings.import_refusals import BROKEN_TEXT, EMPTY, NUL_BYTES, TOO_MANY_CELLS, TOO_MANY_ROWS
from app.drawings.import_remarks import Remark, row_list
from app.drawings.import_table import (
    CONTROL_SIGNS,
    ENCODING_GUESSED,
    LONG_QUOTE,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    Row,
    Table,
    clean,
)

SEPARATORS: Final = (",", ";", "\t", "|")
_SAMPLE_RECORDS: Final = 300
_SAMPLE_SIGNS: Final = 200_000
_LONG_QUOTE_LINES: Final = 20
# Fewer non-ASCII signs than this prove no 8-bit encoding.
_FEW_SIGNS: Final = 3


def read_text_table(content: bytes, name: str) -> Table:
    """Read a text table.

    Raises:
        PartproofError: binary bytes, unclosed quotation marks, too many cells, nothing but blanks.
    """
    text, encoding, certain = decode(content, name)
    remarks: list[Remark] = [] if certain else [ENCODING_GUESSED(encoding=encoding)]
    text, separator = _separator(text)
    rows, controls, long_quotes = _records(text, separator, name)
    if not rows:
        raise EMPTY(file=name)
    if controls:
        remarks.append(CONTROL_SIGNS(rows=row_list(controls)))
    remarks.extend(LONG_QUOTE(row=row, lines=lines) for row, lines in long_quotes[:5])
    return Table(tuple(rows), encoding=encoding, remarks=tuple(remarks))


def decode(content: bytes, name: str) -> tuple[str, str, bool]:
    """Return the text, the name of its encoding, and whether that is certain.

    Raises:
        PartproofError: bytes that no text has.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace"), "utf-16", True
    if content.startswith(b"\xef\xbb\xbf"):
        content = content[3:]
    unmarked = _unmarked_utf16(content)
    if unmarked:
        return content.decode(unmarked, "replace"), "utf-16", True
    if b"\x00" in content:
        raise NUL_BYTES(file=name)
    try:
        return content.decode("utf-8"), "utf-8", True
    except UnicodeDecodeError:
        return _decode_8bit(content)


def _unmarked_utf16(content: bytes) -> str | None:
    """Recognise UTF-16 without a mark by its zero bytes, nearly all on one side.

    Commas, digits and line ends have them; Hangul has none, and of its neighbours only a rare sign such as
    U+2300 (diameter) has one on the other side.
    """
    sample = content[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    least = len(sample) // 2 * 0.1
    for name, these, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if these > least and others * 8 <= these and _is_text(sample[: len(sample) // 2 * 2], name):
            return name
    return None


def _is_text(sample: bytes, encoding: str) -> bool:
    """Tell whether bytes are a text in an encoding: no zeros, no half pairs but one cut off at the end."""
    text = sample.decode(encoding, "replace")[:-1]
    return "\0" not in text and "\ufffd" not in text


def _decode_8bit(content: bytes) -> tuple[str, str, bool]:
    """Choose between CP949 and Windows-1252.

    Western bytes rarely form valid CP949 pairs, and where they do, they give rare signs instead of the
    Hangul syllables of KS X 1001 whose two bytes are both 0xA1 or more.
    """
    latin = content.decode("cp1252", "replace")
    try:
        korean = content.decode("cp949")
    except UnicodeDecodeError:
        return latin, "windows-1252", sum(byte > 0x7F for byte in content) >= _FEW_SIGNS or _is_usual(latin)
    signs = [sign for sign in korean if ord(sign) > 0x7F]
    hangul = sum("\uac00" <= sign <= "\ud7a3" for sign in signs)
    usual = sum(
        len(sign.encode("cp949", "replace")) == 2 and sign.encode("cp949")[1] >= 0xA1 for sign in signs
    )
    if hangul * 2 >= len(signs) and usual * 10 >= len(signs) * 9:
        return korean, "cp949", len(signs) >= _FEW_SIGNS
    if hangul or usual * 10 >= len(signs) * 9:
        return korean, "cp949", False
    return latin, "windows-1252", False


def _is_usual(text: str) -> bool:
    """Say whether all signs beyond ASCII are ones that drawings and names use."""
    return all(sign in "±°µØøäöüÄÖÜßéèàçñ²³½¼®™–—“”‘’·×" for sign in text if ord(sign) > 0x7F)


def _separator(text: str) -> tuple[str, str]:
    """Return the text without a ``sep=`` line, and the separator that cuts it most evenly."""
    first, _, rest = text.partition("\n")
    stated = first.strip().strip('"').lower()
    if stated.startswith("sep=") and len(stated) == 5:
        # Excel's own first line; kept as an empty record so that row numbers stay those of the file.
        return "\n" + rest, stated[4]
    best, best_score = ",", (0, 0, 0)
    for separator in SEPARATORS:
        score = _evenness(text, separator)
        if score > best_score:
            best, best_score = separator, score
    return text, best


def _evenness(text: str, separator: str) -> tuple[int, int, int]:
    """Score a separator: whether the first record is cut, records with the usual count, that count."""
    counts: list[int] = []
    try:
        for record in csv.reader(io.StringIO(text[:_SAMPLE_SIGNS]), delimiter=separator):
            if any(field.strip() for field in record):
                counts.append(len(record))
            if len(counts) >= _SAMPLE_RECORDS:
                break
    except csv.Error:
        return (0, 0, 0)
    cut = [count for count in counts if count > 1]
    if not cut:
        return (0, 0, 0)
    usual, _ = max(Counter(cut).items(), key=lambda entry: (entry[1], entry[0]))
    near = sum(1 for count in cut if abs(count - usual) <= max(1, usual // 4))
    return (int(counts[0] > 1), near, usual)


def _records(text: str, separator: str, name: str) -> tuple[list[Row], list[int], list[tuple[int, int]]]:
    rows: list[Row] = []
    controls: list[int] = []
    long_quotes: list[tuple[int, int]] = []
    number = cells = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for number, record in enumerate(reader, start=1):
            if not any(record) or not any(field.strip() for field in record):
                continue
            cells += len(record)
            if len(rows) >= MAX_ROWS:
                raise TOO_MANY_ROWS(file=name, limit=MAX_ROWS)
            if cells > MAX_CELLS:
                raise TOO_MANY_CELLS(file=name, limit=MAX_CELLS)
            cleaned = [clean(field) for field in record[:MAX_COLUMNS]]
            if any(changed for _, changed in cleaned):
                controls.append(number)
            lines = max(field.count("\n") for field in record)
            if lines > _LONG_QUOTE_LINES:
                long_quotes.append((number, lines))
            rows.append(Row(number, tuple(field for field, _ in cleaned), len(record)))
    except csv.Error as fault:
        raise BROKEN_TEXT(file=name, row=number + 1) from fault
    return rows, controls, long_quotes
