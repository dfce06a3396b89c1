"""Part numbers and internal revision labels from integers. Pure: nothing is looked up, nothing is counted here."""

from __future__ import annotations

from typing import Final

from models.vocab import CheckDigit, LabelScheme

# ASME Y14.35: letters that are taken for digits or for each other are left out.
LETTERS: Final = "ABCDEFGHJKLMNPRTUVWY"


def letters(counter: int) -> str:
    """Return the letter label of a counter: 0 is A, 19 is Y, 20 is AA.

    Raises:
        ValueError: for a counter below zero.
    """
    if counter < 0:
        raise ValueError(f"no label for {counter}")
    label, left = "", counter + 1
    while left:
        left, at = divmod(left - 1, len(LETTERS))
        label = LETTERS[at] + label
    return label


def following(
    scheme: LabelScheme, last: tuple[int, int] | None, counter: int, *, small: bool = False
) -> tuple[int, int]:
    """Return (major, minor) of the next revision.

    Args:
        scheme: How the label is written.
        last: (major, minor) of the revision before, or None for the first.
        counter: The next revision's counter, which numbers and letters write.
        small: A small change; raises only the minor number, where there is one.
    """
    if scheme is not LabelScheme.MAJOR_MINOR:
        return counter, 0
    if last is None:
        return 1, 0
    return (last[0], last[1] + 1) if small else (last[0] + 1, 0)


def label_text(scheme: LabelScheme, major: int, minor: int) -> str:
    """Return the label of a revision's integers."""
    if scheme is LabelScheme.LETTERS:
        return letters(major)
    return f"{major}.{minor}" if scheme is LabelScheme.MAJOR_MINOR else str(major)


def part_number(prefix: str, counter: int, digits: int, check: CheckDigit) -> str:
    """Return the part number of a counter, with its check digit."""
    body = f"{prefix}{counter:0{digits}d}"
    return body + check_digit(check, body)


def check_digit(check: CheckDigit, body: str) -> str:
    """Return the check digit of a number, "" where none is used.

    Letters count as two digits, A 10 to Z 35, and other signs not at all, as in ISO 6166. MOD_10 is the Luhn digit;
    MOD_11 weighs the digits 2, 3 … 7, 2 … from the right, and ten is X.
    """
    if check is CheckDigit.NONE:
        return ""
    figures = [int(figure) for sign in body.upper() if sign.isascii() for figure in _figures(sign)]
    if check is CheckDigit.MOD_10:
        total = 0
        for at, figure in enumerate(reversed(figures)):
            doubled = figure * 2 if at % 2 == 0 else figure
            total += doubled - 9 if doubled > 9 else doubled
        return str(-total % 10)
    rest = -sum(figure * (2 + at % 6) for at, figure in enumerate(reversed(figures))) % 11
    return "X" if rest == 10 else str(rest)


def _figures(sign: str) -> str:
    if sign.isdigit():
        return sign
    return str(ord(sign) - ord("A") + 10) if "A" <= sign <= "Z" else ""
