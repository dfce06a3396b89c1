"""Specification texts of drawings and plans read into nominal, tolerances and limits as exact decimals.

Pure. What the text does not say stays empty: no limits from a fit class, no general tolerance, no default.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Final

from models.vocab import CharacteristicKind


class SpecificationDoubt(StrEnum):
    """What a person should look at, or why limits stay empty."""

    COMMA_AS_POINT = "comma_as_point"
    AMBIGUOUS_COMMA = "ambiguous_comma"
    FIT_WITHOUT_TABLE = "fit_without_table"
    NO_TOLERANCE = "no_tolerance"
    REFERENCE = "reference"
    BASIC = "basic"
    BONUS_TOLERANCE = "bonus_tolerance"
    UNREAD_TEXT = "unread_text"
    NOT_READ = "not_read"
    REVERSED = "reversed"


@dataclass(frozen=True, slots=True)
class SpecificationReading:
    """What a specification text says; every number exact, None where the text says nothing.

    Attributes:
        upper_tolerance: Signed deviation from nominal.
        lower_tolerance: Signed deviation from nominal.
        upper_limit: Highest accepted value, inclusive.
        lower_limit: Lowest accepted value, inclusive.
        places: How often the feature occurs (``2X``), 1 when not said.
        fit: Fit class as written (``H7``), "" when none.
        decimals: Digits after the point of the finest number that sets a limit (or of the nominal).
        unit: As written in the text, "" when it names none.
    """

    kind: CharacteristicKind
    nominal: Decimal | None = None
    upper_tolerance: Decimal | None = None
    lower_tolerance: Decimal | None = None
    upper_limit: Decimal | None = None
    lower_limit: Decimal | None = None
    places: int = 1
    fit: str = ""
    unit: str = ""
    decimals: int = 0
    doubts: tuple[SpecificationDoubt, ...] = ()


_N: Final = r"(?:[0-9]+(?:[.,][0-9]+)?|[.,][0-9]+)"
_S: Final = rf"[+-]\s*{_N}"
_FIT: Final = r"[A-Za-z]{1,2}[0-9]{1,2}"
_PLUS_MINUS = re.compile(rf"^(?P<nominal>{_N})\s*(?:±|\+\s*/\s*-)\s*(?P<both>{_N})(?P<rest>.*)$")
_DEVIATIONS = re.compile(
    rf"^(?P<nominal>{_N})\s*[(\[]?\s*(?P<first>{_S}|(?<![0-9.,])0(?:[.,]0+)?)\s*[/,;| ]?\s*"
    rf"(?P<second>{_S}|(?<![0-9.,])0(?:[.,]0+)?)\s*[)\]]?(?P<rest>.*)$"
)
_LIMITS = re.compile(
    rf"^(?P<first>{_N})(?P<sign>\s*(?:/|~|to\b|\.\.\.?|…)\s*|-|\s-\s)(?P<second>{_N})(?P<rest>.*)$",
    re.IGNORECASE,
)
_AMBIGUOUS_COMMA = re.compile(r"(?<![0-9.,])[1-9][0-9]{0,2}(?:,[0-9]{3})+(?![0-9,])")
_WITH_FIT = re.compile(rf"^(?P<nominal>{_N})\s*(?P<fit>{_FIT}(?:/{_FIT})?)(?![0-9A-Za-z])(?P<rest>.*)$")
_BOUND = re.compile(
    rf"^(?:(?P<word>min|max|≥|≤|>=|<=|최소|최대)\.?\s*(?P<sign>[⌀ØRC]*)\s*(?P<value>{_N})"
    rf"|(?P<value2>{_N})\s*(?P<word2>min|max|이상|이하|↑|↓)\b\.?)(?P<rest>.*)$",
    re.IGNORECASE,
)
_BARE = re.compile(rf"^(?P<nominal>{_N})(?P<rest>.*)$")
_PLACES = re.compile(
    r"^(?P<places>[1-9][0-9]{0,2})\s*(?:[xX×]\s*|-\s*(?=[⌀ØφΦMRC]))(?=[⌀ØφΦMRCS(\[0-9.]|min|max)"
)
_UNIT = re.compile(
    r"^\s*(?P<unit>mm|cm|µm|μm|um|inch|in|°|º|deg|도|HRC|HRB|HV|HB|kg|g|N·m|Nm|kgf·cm|N|MPa|%|m)(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_UNIT_NAMES: Final = {"º": "°", "deg": "°", "도": "°", "um": "µm", "μm": "µm", "inch": "in", "nm": "N·m"}
_GEOMETRIC: Final = "⌖⏥⏤○⌭⌒⌓⏊∥⊥∠◎⌯↗⌰⏠"
_GEOMETRIC_WORDS: Final = re.compile(
    r"^(?P<word>true position|position|flatness|parallelism|perpendicularity|concentricity|roundness|"
    r"circularity|cylindricity|straightness|angularity|symmetry|circular runout|total runout|runout|"
    r"profile|위치도|평면도|평행도|직각도|동심도|동축도|진원도|원통도|진직도|경사도|대칭도|흔들림|온흔들림|윤곽도)"
    r"\s*:?\s*(?=[⌀Ø0-9.,])",
    re.IGNORECASE,
)
_ROUGHNESS = re.compile(r"^(?:R(?P<parameter>a|z|max|t|q)|√|▽+)\s*(?P<rest>[0-9.,].*)$")
_THREAD = re.compile(r"^(?:M[0-9]+(?:[.,][0-9]+)?|G[0-9]/[0-9]|R[cp][0-9]/[0-9]|UN[CF]\b|#[0-9]+-[0-9]+)")
_CHAMFER = re.compile(rf"^(?:C\s*{_N}\s*$|{_N}\s*[xX×]\s*[0-9]+\s*[°º])")
_REMAINDERS = re.compile(
    r"\b(?:typ|thru(?: all)?|through|places?|plcs?|ref|basic|tol|depth|deep)\b\.?|관통|깊이|[\s.,;:]+",
    re.IGNORECASE,
)


def parse_specification(text: str, *, kind: CharacteristicKind | None = None) -> SpecificationReading:
    """Read a specification such as ``62 ±0.1``, ``40 +0.05/0``, ``⌀26 H7``, ``8.20/8.00`` or ``R0.5 MAX``.

    Args:
        text: The specification as written.
        kind: What the plan already says the characteristic is; it then wins over the signs in the text.
    """
    written = _normal(text)
    if _AMBIGUOUS_COMMA.search(written):
        # 1,250 is one thing in Seoul and another in Stuttgart.
        return SpecificationReading(
            kind or CharacteristicKind.OTHER, doubts=(SpecificationDoubt.AMBIGUOUS_COMMA,)
        )
    body, places = _places(written)
    boxed, body = _enclosed(body)
    geometric = _geometric(body)
    if geometric is None and kind is CharacteristicKind.GEOMETRIC:
        # The plan names the sign elsewhere: its number is the zone.
        geometric = _geometric(f"⌖{body}")
    if geometric is not None:
        reading = geometric
    elif _THREAD.match(body) or _CHAMFER.match(body):
        reading = _words_only(body)
    else:
        reading = _dimension(body)
    if boxed is not None:
        reading = _without_limits(reading, boxed)
    if kind is not None:
        reading = replace(reading, kind=kind)
    return replace(reading, places=places)


def _normal(text: str) -> str:
    composed = unicodedata.normalize("NFC", text).replace("\u00a0", " ")
    for sign, plain in (
        ("−", "-"),
        ("–", "-"),
        ("＋", "+"),
        ("／", "/"),
        ("～", "~"),
        ("〜", "~"),
        ("∼", "~"),
        ("⊘", "⌀"),
    ):
        composed = composed.replace(sign, plain)
    composed = composed.translate({0xFF10 + digit: str(digit) for digit in range(10)})
    composed = re.sub(r"\s+", " ", composed).strip()
    # "%%c", "dia" and the Greek phi are how a diameter sign is typed where the keyboard has none.
    return re.sub(r"^(%%c|dia\.?\s|[φΦ∅ø])", "⌀", composed, flags=re.IGNORECASE)


def _places(text: str) -> tuple[str, int]:
    match = _PLACES.match(text)
    if match is None or _CHAMFER.match(text):
        return text, 1
    rest = text[match.end() :].strip()
    return re.sub(r"^[φΦ∅ø]", "⌀", rest), int(match["places"])


def _enclosed(text: str) -> tuple[SpecificationDoubt | None, str]:
    """Recognise (18) as a reference and [18], ▭18 as a basic dimension."""
    for opening, closing, doubt in (
        ("(", ")", SpecificationDoubt.REFERENCE),
        ("[", "]", SpecificationDoubt.BASIC),
    ):
        if text.startswith(opening) and text.endswith(closing) and text.count(opening) == 1:
            return doubt, text[1:-1].strip()
    if re.search(r"\bREF\b\.?$", text, re.IGNORECASE):
        return SpecificationDoubt.REFERENCE, re.sub(r"\bREF\b\.?$", "", text, flags=re.IGNORECASE).strip()
    if re.search(r"\b(BASIC|BSC)\b\.?$", text, re.IGNORECASE):
        return SpecificationDoubt.BASIC, re.sub(r"\b(BASIC|BSC)\b\.?$", "", text, flags=re.IGNORECASE).strip()
    return None, text


def _without_limits(reading: SpecificationReading, doubt: SpecificationDoubt) -> SpecificationReading:
    others = tuple(known for known in reading.doubts if known is not SpecificationDoubt.NO_TOLERANCE)
    return replace(
        reading,
        upper_tolerance=None,
        lower_tolerance=None,
        upper_limit=None,
        lower_limit=None,
        doubts=(*others, doubt),
    )


def _geometric(text: str) -> SpecificationReading | None:
    word = _GEOMETRIC_WORDS.match(text)
    if word is None and not (text and text[0] in _GEOMETRIC):
        return None
    body = (text[word.end() :] if word else text[1:]).lstrip(" |⌀Ø")
    match = _BARE.match(body)
    if match is None:
        return SpecificationReading(CharacteristicKind.GEOMETRIC, doubts=(SpecificationDoubt.NOT_READ,))
    zone, doubts = _number(match["nominal"])
    rest = match["rest"]
    if re.search(r"[ⓂⓁ]|\((?:M|L)\)|\bMMC\b|\bLMC\b", rest):
        doubts = (*doubts, SpecificationDoubt.BONUS_TOLERANCE)
    unit, _ = _unit(rest)
    return SpecificationReading(
        CharacteristicKind.GEOMETRIC, upper_limit=zone, unit=unit, decimals=_decimals(zone), doubts=doubts
    )


def _words_only(text: str) -> SpecificationReading:
    """Threads and chamfers: the text is the requirement; numbers in it are no limits."""
    kind = CharacteristicKind.THREAD if _THREAD.match(text) else CharacteristicKind.OTHER
    return SpecificationReading(kind, doubts=(SpecificationDoubt.NO_TOLERANCE,))


def _dimension(text: str) -> SpecificationReading:
    kind, body = _kind(text)
    reading = _bound(body) or _toleranced(body) or _pair(body) or _fitted(body) or _bare(body)
    if reading is None:
        note = CharacteristicKind.NOTE if kind is CharacteristicKind.LENGTH else kind
        return SpecificationReading(note, doubts=(SpecificationDoubt.NOT_READ,))
    if kind is CharacteristicKind.LENGTH:
        kind = _kind_of_unit(reading.unit)
    if kind is CharacteristicKind.ROUGHNESS and reading.lower_limit is None and reading.upper_limit is None:
        # ISO 1302: a single roughness value is the upper limit.
        reading = _roughness_limit(reading)
    return replace(reading, kind=kind)


def _roughness_limit(reading: SpecificationReading) -> SpecificationReading:
    others = tuple(doubt for doubt in reading.doubts if doubt is not SpecificationDoubt.NO_TOLERANCE)
    return replace(reading, nominal=None, upper_limit=reading.nominal, doubts=others)


_KIND_OF_UNIT: Final = {
    "°": CharacteristicKind.ANGLE,
    "HRC": CharacteristicKind.HARDNESS,
    "HRB": CharacteristicKind.HARDNESS,
    "HV": CharacteristicKind.HARDNESS,
    "HB": CharacteristicKind.HARDNESS,
    "kg": CharacteristicKind.WEIGHT,
    "g": CharacteristicKind.WEIGHT,
    "N·m": CharacteristicKind.TORQUE,
    "kgf·cm": CharacteristicKind.TORQUE,
    "N": CharacteristicKind.OTHER,
    "MPa": CharacteristicKind.OTHER,
    "%": CharacteristicKind.OTHER,
}


def _kind_of_unit(unit: str) -> CharacteristicKind:
    return _KIND_OF_UNIT.get(unit, CharacteristicKind.LENGTH)


def _kind(text: str) -> tuple[CharacteristicKind, str]:
    roughness = _ROUGHNESS.match(text)
    if roughness:
        return CharacteristicKind.ROUGHNESS, roughness["rest"]
    for signs, kind in (
        (("S⌀", "SØ", "⌀", "Ø"), CharacteristicKind.DIAMETER),
        (("SR", "R"), CharacteristicKind.RADIUS),
        (("HRC", "HRB", "HV", "HB"), CharacteristicKind.HARDNESS),
    ):
        for sign in signs:
            rest = text.removeprefix(sign)
            if rest != text and re.match(r"\s*[0-9.,(]", rest):
                return kind, rest.strip()
    bound = _BOUND.match(text)
    if bound and bound["sign"]:
        return (
            CharacteristicKind.RADIUS if "R" in bound["sign"].upper() else CharacteristicKind.DIAMETER
        ), text
    return CharacteristicKind.LENGTH, text


def _bound(text: str) -> SpecificationReading | None:
    match = _BOUND.match(text)
    if match is None:
        return None
    value, doubts = _number(match["value"] or match["value2"])
    word = (match["word"] or match["word2"]).lower()
    lower = word in {"min", "≥", ">=", "최소", "이상", "↑"}
    unit, rest_doubts = _unit(match["rest"])
    return SpecificationReading(
        CharacteristicKind.LENGTH,
        lower_limit=value if lower else None,
        upper_limit=None if lower else value,
        unit=unit,
        decimals=_decimals(value),
        doubts=doubts + rest_doubts,
    )


def _toleranced(text: str) -> SpecificationReading | None:
    text = _drop_inner_unit(text)
    match = _PLUS_MINUS.match(text)
    if match is not None:
        both, doubts = _number(match["both"])
        return _with_tolerances(match["nominal"], both, -both, match["rest"], doubts)
    match = _DEVIATIONS.match(text)
    if match is None:
        return None
    first, doubts = _signed(match["first"])
    second, second_doubts = _signed(match["second"])
    doubts = doubts + second_doubts
    if first < second:
        first, second = second, first
        doubts = (*doubts, SpecificationDoubt.REVERSED)
    return _with_tolerances(match["nominal"], first, second, match["rest"], doubts)


def _drop_inner_unit(text: str) -> str:
    """Read ``62 mm ±0.1`` and ``45° ±1°`` like ``62 ±0.1 mm`` and ``45 ±1 °``."""
    match = re.match(rf"^({_N})\s*(mm|cm|in|°|º)\s*(?=[±+-])(.*)$", text, re.IGNORECASE)
    if match is None:
        return text
    rest = re.sub(r"(?<=[0-9])\s*" + re.escape(match[2]), " ", match[3], flags=re.IGNORECASE).rstrip()
    return f"{match[1]} {rest} {match[2]}"


def _with_tolerances(
    written: str, upper: Decimal, lower: Decimal, rest: str, doubts: tuple[SpecificationDoubt, ...]
) -> SpecificationReading:
    nominal, nominal_doubts = _number(written)
    unit, rest_doubts = _unit(rest)
    return SpecificationReading(
        CharacteristicKind.LENGTH,
        nominal=nominal,
        upper_tolerance=upper,
        lower_tolerance=lower,
        upper_limit=nominal + upper,
        lower_limit=nominal + lower,
        unit=unit,
        decimals=max(_decimals(nominal), _decimals(upper), _decimals(lower)),
        doubts=_once(nominal_doubts + doubts + rest_doubts),
    )


def _pair(text: str) -> SpecificationReading | None:
    match = _LIMITS.match(text)
    if match is None:
        return None
    first, doubts = _number(match["first"])
    second, second_doubts = _number(match["second"])
    if "-" in match["sign"] and first >= second:
        # "20-0.05" is rather a deviation than a range from high to low.
        return None
    unit, rest_doubts = _unit(match["rest"])
    return SpecificationReading(
        CharacteristicKind.LENGTH,
        upper_limit=max(first, second),
        lower_limit=min(first, second),
        unit=unit,
        decimals=max(_decimals(first), _decimals(second)),
        doubts=_once(doubts + second_doubts + rest_doubts),
    )


def _fitted(text: str) -> SpecificationReading | None:
    match = _WITH_FIT.match(text)
    if match is None:
        return None
    nominal, doubts = _number(match["nominal"])
    # "26 H7 (+0.021/0)": the drawing gives the deviations of its fit itself.
    given = (
        _DEVIATIONS.match(f"{match['nominal']} {match['rest'].strip()}") if match["rest"].strip() else None
    )
    if given is not None:
        reading = _toleranced(f"{match['nominal']} {match['rest'].strip()}")
        if reading is not None:
            return replace(reading, fit=match["fit"])
    unit, rest_doubts = _unit(match["rest"])
    return SpecificationReading(
        CharacteristicKind.LENGTH,
        nominal=nominal,
        fit=match["fit"],
        unit=unit,
        decimals=_decimals(nominal),
        doubts=_once((*doubts, SpecificationDoubt.FIT_WITHOUT_TABLE, *rest_doubts)),
    )


def _bare(text: str) -> SpecificationReading | None:
    match = _BARE.match(text)
    if match is None or re.match(r"\s*(?:places?|plcs?|holes?)\b", match["rest"], re.IGNORECASE):
        return None
    nominal, doubts = _number(match["nominal"])
    unit, rest_doubts = _unit(match["rest"])
    if SpecificationDoubt.UNREAD_TEXT in rest_doubts and re.match(r"\s*[A-Za-z가-힣]{3}", match["rest"]):
        return None
    return SpecificationReading(
        CharacteristicKind.LENGTH,
        nominal=nominal,
        unit=unit,
        decimals=_decimals(nominal),
        doubts=_once((*doubts, SpecificationDoubt.NO_TOLERANCE, *rest_doubts)),
    )


def _unit(rest: str) -> tuple[str, tuple[SpecificationDoubt, ...]]:
    """Return the unit that follows the numbers, and a doubt when words remain that were not understood."""
    match = _UNIT.match(rest)
    unit = match["unit"] if match else ""
    remainder = rest[match.end() :] if match else rest
    known = _UNIT_NAMES.get(unit.lower(), unit)
    if known.lower() in {"mm", "cm", "in", "kg", "g"}:
        known = known.lower()
    unread = _REMAINDERS.sub("", remainder)
    return known, (SpecificationDoubt.UNREAD_TEXT,) if unread else ()


def _number(text: str) -> tuple[Decimal, tuple[SpecificationDoubt, ...]]:
    if "," in text:
        return Decimal(text.replace(",", ".")), (SpecificationDoubt.COMMA_AS_POINT,)
    return Decimal(text), ()


def _signed(text: str) -> tuple[Decimal, tuple[SpecificationDoubt, ...]]:
    value, doubts = _number(text.lstrip("+- "))
    return (-value if text.startswith("-") else value), doubts


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _once(doubts: tuple[SpecificationDoubt, ...]) -> tuple[SpecificationDoubt, ...]:
    return tuple(dict.fromkeys(doubts))
