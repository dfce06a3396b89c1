"""Hyundai–Kia parts barcode: an ISO/IEC 15434 format 06 message of the fields V P S E T M C.

Lengths and needs are read from ``resources/standards/hkmc-barcode.csv`` with their sources; the customer's current
issue decides, so nothing of it is written here. Lost separators are refused, with a suggestion where only one
reading exists.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final

from devices.barcodes.code_book import NO_BOOK, CodeBook, FieldRule
from devices.barcodes.content import EOT, GS, RS, CodeContent, CodeRefused, ContentParser, Scan
from devices.barcodes.data_identifiers import MEANINGS, split_message
from devices.barcodes.iso15434 import Envelope, open_envelope

TABLE: Final = Path(__file__).resolve().parents[2] / "resources" / "standards" / "hkmc-barcode.csv"
NAMES: Final = {
    "V": "supplier", "P": "part", "S": "sequence", "E": "eo", "M": "initial_sample", "C": "supplier_area",
}  # fmt: skip
_HEADER: Final = f"[)>{RS}06{GS}"
_TRAILER: Final = f"{GS}{RS}{EOT}"
_LENGTHS: Final = re.compile(r"(\d+)(?:-(\d+))?")
_TRACE_LENGTHS: Final = re.compile(r"6\+4\+1\+\((\d+)-(\d+)\)")
_CHARACTER_CLASS: Final = re.compile(r"(\[[^\]]+\])\{|([A-Z](?:\|[A-Z])+)$")
_CAPITALS: Final = re.compile(r"[A-Z0-9]*")
_DAY: Final = re.compile(r"\d{6}")


@lru_cache(maxsize=1)
def table_rules() -> dict[str, FieldRule]:
    """Return the rules by letter, from the table alone."""
    found: dict[str, FieldRule] = {}
    with TABLE.open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            letter = row["tag"]
            lengths = _TRACE_LENGTHS.fullmatch(row["length"]) or _LENGTHS.fullmatch(row["length"])
            if len(letter) == 1 and lengths:
                signs = _CHARACTER_CLASS.search(row["pattern"])
                pattern = None if signs is None else (f"{signs[1]}*" if signs[1] else signs[2])
                longest = int(lengths[2] or lengths[1])
                found[letter] = FieldRule(letter, int(lengths[1]), longest, pattern, row["required"] == "yes")
    return found


def rules(book: CodeBook = NO_BOOK) -> dict[str, FieldRule]:
    """Return the rules by letter: those of the shop's book before those of the table, without those it leaves out."""
    found = {**table_rules(), **{rule.letter: rule for rule in book.hkmc}}
    return {letter: rule for letter, rule in found.items() if letter not in book.hkmc_without}


def build(
    *, supplier: str, part: str, made_on: date, m4: str, trace: str, lot: bool = False, sequence: str = "",
    eo: str = "", initial_sample: str = "", supplier_area: str = "", book: CodeBook = NO_BOOK,
) -> str:  # fmt: skip
    """Return the message for a label; read back before it is returned.

    Args:
        supplier: The customer's code for us.
        part: Customer part number.
        made_on: Day of manufacture or assembly.
        m4: Four signs of our own for plant, line, shift, equipment.
        trace: Serial number, or lot number where ``lot`` is set.
        lot: The trace number is a lot number.
        sequence: Sequence code, for sequenced parts.
        eo: Engineering order number.
        initial_sample: ``Y``, ``N`` or nothing.
        supplier_area: Free text of the supplier; the field is left out where empty.
        book: The shop's own rows of the table.

    Raises:
        ValueError: A value breaks the table's rules; the reason code stands in the text.
    """
    known = rules(book)
    fields = [f"V{supplier}", f"P{part}"]
    # An empty field keeps its letter, unless the customer's label has no such field at all.
    fields += [
        f"{letter}{value}" for letter, value in (("S", sequence), ("E", eo)) if value or letter in known
    ]
    fields.append(f"T{made_on:%y%m%d}{m4}{'@' if lot else 'A'}{trace}")
    fields += [f"M{initial_sample}"] if initial_sample or "M" in known else []
    fields += [f"C{supplier_area}"] if supplier_area else []
    text = _HEADER + GS.join(fields) + _TRAILER
    answer = _read(Scan(text, text.encode(), None, made_on, book=book))
    if not isinstance(answer, CodeContent) or answer.warnings:
        reason = answer.reason_code if isinstance(answer, CodeRefused) else "not read back"
        raise ValueError(f"not an HKMC message: {reason}")
    return text


def _read(scan: Scan) -> CodeContent | CodeRefused | None:
    lost = _separators_lost(scan)
    if lost is not None:
        return lost
    envelope = open_envelope(scan)
    if not isinstance(envelope, Envelope) or len(envelope.messages) != 1 or envelope.messages[0][0] != "06":
        return None
    fields, stray = split_message(envelope.messages[0][1])
    letters = [letter for letter, _ in fields]
    # V and P alone also stand on other labels; three of our letters, and no other, are this one.
    if stray or letters[:1] != ["V"] or not set(letters) <= set(rules(scan.book)) or len(letters) < 3:
        return None
    return _judge(scan, fields, envelope.warnings)


def _judge(
    scan: Scan, fields: tuple[tuple[str, str], ...], warnings: tuple[str, ...]
) -> CodeContent | CodeRefused:
    values = dict(fields)
    if len(values) != len(fields):
        return scan.refuse("repeated", "".join(letter for letter, _ in fields), kind="hkmc")
    for rule in rules(scan.book).values():
        value = values.get(rule.letter, "")
        if rule.required and not value:
            return scan.refuse("field_missing", rule.letter, kind="hkmc")
        reason = _fault_of(rule, value) if value and rule.letter != "T" else None
        if reason is not None:
            return scan.refuse(reason, f"{rule.letter} {value}", kind="hkmc")
    # A field the shop added is called by what its data identifier means.
    named = tuple(
        (NAMES.get(letter) or MEANINGS.get(letter, letter), value)
        for letter, value in fields
        if letter != "T"
    )
    trace = values.get("T", "")
    if not trace:
        # Only where the shop's own table lets it be left out.
        return scan.content("hkmc", named, warnings=warnings, envelope="06")
    if not _DAY.match(trace):
        # Seen in the field: a supplier's own trace format. Kept whole, never taken apart.
        return scan.content(
            "hkmc", (*named, ("trace_raw", trace)), warnings=("trace_without_date", *warnings), envelope="06"
        )
    return _with_trace(scan, named, trace, warnings)


def _with_trace(
    scan: Scan, named: tuple[tuple[str, str], ...], trace: str, warnings: tuple[str, ...]
) -> CodeContent | CodeRefused:
    rule = rules(scan.book)["T"]
    day, m4, sort, number = trace[:6], trace[6:10], trace[10:11], trace[11:]
    try:
        made_on = date(2000 + int(day[:2]), int(day[2:4]), int(day[4:6]))
    except ValueError:
        return scan.refuse("bad_date", day, kind="hkmc")
    if sort not in ("A", "@"):
        return scan.refuse("trace_type", sort, kind="hkmc")
    reason = _fault_of(rule, number)
    if reason is not None:
        return scan.refuse(reason, f"T {number}", kind="hkmc")
    parts = (("date", made_on.isoformat()), ("m4", m4), ("trace_type", sort), ("trace", number))
    return scan.content("hkmc", named + parts, warnings=warnings, dates=(("date", made_on),), envelope="06")


def _fault_of(rule: FieldRule, value: str) -> str | None:
    if len(value) < rule.shortest:
        return "too_short"
    if len(value) > rule.longest:
        return "too_long"
    if rule.signs is not None and not re.fullmatch(rule.signs, value):
        return "bad_character"
    return None


def _separators_lost(scan: Scan) -> CodeRefused | None:
    if GS in scan.text or not re.match(r"\[\)>\x1e?06V", scan.text):
        return None
    body = scan.text.replace(RS, "").replace(EOT, "").removeprefix("[)>06")
    readings = _readings(body, rules(scan.book))
    suggest = _HEADER + readings[0] + _TRAILER if len(readings) == 1 else None
    return scan.refuse("separators_lost", f"{len(readings)}", kind="hkmc", suggest=suggest)


def _readings(body: str, rows: dict[str, FieldRule]) -> list[str]:
    """Return every way to cut a message without separators that keeps the table's rules, at most two.

    Part numbers hold the letters used as identifiers, so several ways may exist; then nothing is suggested.
    """
    found: list[str] = []
    if rows.keys() != set("VPSETMC"):
        # With other fields than these a letter may be the beginning of any of them.
        return found
    v, p, s, e = (rows[letter] for letter in "VPSE")
    tail = _tail(rows["T"], rows["C"])
    at = 1 + v.longest
    if not body.startswith("V") or body[at : at + 1] != "P":
        return found
    for part, after_part in _cuts(body, at, "S", range(p.shortest, p.longest + 1)):
        for sequence, after_sequence in _cuts(body, after_part, "E", (0, *range(s.shortest, s.longest + 1))):
            for order, place in _cuts(body, after_sequence, "T", (0, *range(e.shortest, e.longest + 1))):
                if match := tail.fullmatch(body, place):
                    rest = [group for group in match.groups() if group is not None]
                    found.append(GS.join([body[:at], part, sequence, order, *rest]))
                if len(found) > 1:
                    return found
    return found


def _cuts(body: str, place: int, following: str, lengths: Iterable[int]) -> Iterator[tuple[str, int]]:
    """The fields that begin at a place with their letter and end before the following letter, with its place."""
    for length in lengths:
        end = place + 1 + length
        if body[end : end + 1] == following and _CAPITALS.fullmatch(body, place + 1, end):
            yield body[place:end], end


def _tail(trace: FieldRule, area: FieldRule) -> re.Pattern[str]:
    number = rf"[0-9A-Z]{{{trace.shortest},{trace.longest}}}"
    return re.compile(rf"(T\d{{6}}.{{4}}[A@]{number})(M[YN]?)(C.{{0,{area.longest}}})?")


PARSER: Final = ContentParser("hkmc", 20, _read)
