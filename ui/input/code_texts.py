"""What a person reads of refused, repaired and misplaced scans: the sentences behind the reason codes.

Holds texts only; the codes come from ``devices/barcodes/content.py``, a test compares both lists.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from app.texts import Language, mark

LOST_IN_FIELD: Final = mark("The field could not hold the scan. Click outside the field and scan again.")
TAKEN_FROM_FIELD: Final = mark("Scanned into an open field: taken out of the field and opened as a code.")
SCAN_AGAIN: Final = mark("Scan again.")
CHECK_SCANNER: Final = mark("Set the scanner with its set-up sheet, then scan again.")
ASK_SUPPLIER: Final = mark("Check the label with whoever printed it.")
REFUSED: Final = mark("The code “{code}” was not taken. {why}")
MEANT: Final = mark("It was probably meant as “{code}”.")

_REASONS: Final = MappingProxyType(
    {
        "empty": mark("Nothing was scanned."),
        "unknown_symbology": mark("The scanner sent a symbology identifier that does not exist: {detail}"),
        "unknown_ai": mark("There is no GS1 application identifier {detail}."),
        "ai_not_numeric": mark("A GS1 application identifier is not a number: {detail}"),
        "bad_character": mark("The code holds a character that is not allowed there: {detail}"),
        "non_digit": mark("The code holds something other than digits where only digits may stand: {detail}"),
        "too_short": mark("The code is too short here: {detail}"),
        "too_long": mark("The code is too long here: {detail}"),
        "check_digit": mark("The check digit is wrong: {detail}"),
        "bad_date": mark("There is no such date: {detail}"),
        "piece_exceeds_total": mark("The piece number is above the total: {detail}"),
        "repeated": mark("An identifier stands twice: {detail}"),
        "unknown_format": mark("This ISO/IEC 15434 format is not read: {detail}"),
        "no_identifier": mark("A field has no identifier: {detail}"),
        "separators_lost": mark("The scanner dropped the separators between the fields."),
        "field_missing": mark("A required field is missing: {detail}"),
        "trace_type": mark("The trace type is neither A (serial) nor @ (lot): {detail}"),
        "not_a_number": mark("The quantity is not a number: {detail}"),
        "unknown_own_code": mark("This Partproof code is of an unknown sort: {detail}"),
        "unknown_command": mark("There is no command {detail}."),
    }
)
_WARNINGS: Final = MappingProxyType(
    {
        "empty": mark("The symbol holds nothing."),
        "broken_header": mark("The header of the label is broken; it was read all the same."),
        "no_trailer": mark("The end of the message is missing; it was read all the same."),
        "trailer_spelled": mark("The end of the message is spelled in letters; it was read all the same."),
        "separators_spelled": mark("The separators are spelled in letters; they were read all the same."),
        "trace_without_date": mark("The trace field does not begin with a date and was kept as it is."),
        "hangul_reversed": mark(
            "The keyboard was in Hangul mode: the code was repaired with capital letters. Check it."
        ),
        "start_stop_sent": mark("The scanner sends the asterisks of Code 39; they were left out."),
        "blank_separated": mark("The fields are separated by blanks; they were read all the same."),
        "not_utf8": mark("The code is in the Korean code page and was converted."),
        "unknown_encoding": mark(
            "The characters are in an unknown encoding; do not trust letters beyond A–Z."
        ),
    }
)
_FINDINGS: Final = MappingProxyType(
    {
        "hangul_mode": mark("The keyboard is in Hangul mode: press 한/영, or use the scanner's serial mode."),
        "case_inverted": mark("Caps Lock is on."),
        "layout_wrong": mark("The keyboard layout of the system is not the scanner's (US)."),
        "separators_lost": mark("The separators GS and RS do not arrive: car makers' labels cannot be read."),
        "no_symbology_identifier": mark(
            "The scanner sends no symbology identifier (AIM), so GS1 is less sure."
        ),
    }
)
SCANNER_IS_RIGHT: Final = mark("Scanner and keyboard are set right.")
# What the user does now, where it is not simply to scan again.
_NEXT_STEPS: Final = MappingProxyType(
    {
        "empty": SCAN_AGAIN,
        "unknown_symbology": CHECK_SCANNER,
        "separators_lost": CHECK_SCANNER,
        "unknown_own_code": SCAN_AGAIN,
        "unknown_command": SCAN_AGAIN,
    }
)


def reason_codes() -> frozenset[str]:
    """Return the reason codes that have a sentence."""
    return frozenset(_REASONS)


def warning_codes() -> frozenset[str]:
    """Return the warning codes that have a sentence."""
    return frozenset(_WARNINGS)


def refusal_text(language: Language, reason_code: str, detail: str) -> str:
    """Return why a code is refused and what to do now.

    Args:
        language: The language of the screen.
        reason_code: As in ``CodeRefused``.
        detail: As in ``CodeRefused``; control characters are made visible.
    """
    sentence = language.say(_REASONS[reason_code], detail=visible(detail))
    return f"{sentence} {language.say(_NEXT_STEPS.get(reason_code, ASK_SUPPLIER))}"


def meant_text(language: Language, suggest: str) -> str:
    """Return the sentence that offers what a refused code may have been meant as; it is never used unasked."""
    return language.say(MEANT, code=_breakable(suggest))


def refused_scan_text(language: Language, code: str, reason_code: str, detail: str, suggest: str = "") -> str:
    """Return the whole answer to a scan that is refused: the code, why, what to do, and what it may have been.

    Args:
        language: The language of the screen.
        code: What was scanned.
        reason_code: As in ``CodeRefused``.
        detail: As in ``CodeRefused``.
        suggest: As in ``CodeRefused``; empty for none.
    """
    why = refusal_text(language, reason_code, detail)
    said = language.say(REFUSED, code=_breakable(code), why=why)
    return f"{said} {meant_text(language, suggest)}" if suggest else said


def warning_text(language: Language, code: str) -> str:
    """Return the sentence of a warning."""
    return language.say(_WARNINGS[code])


def finding_codes() -> frozenset[str]:
    """Return the findings of the scanner check that have a sentence."""
    return frozenset(_FINDINGS)


def finding_text(language: Language, code: str) -> str:
    """Return the sentence of one finding of ``devices/barcodes/scanner_check.py``."""
    return language.say(_FINDINGS[code])


def visible(text: str) -> str:
    """Return a code with its control characters as signs a person can see (``\x1d`` becomes ``␝``)."""
    return "".join(chr(0x2400 + ord(sign)) if ord(sign) < 0x20 else sign for sign in text)


def _breakable(code: str) -> str:
    """Return a code as a person sees it, with a place to break the line behind each of its control characters."""
    return "".join(f"{sign}\u200b" if "\u2400" <= sign < "\u2420" else sign for sign in visible(code))
