"""Bill of materials 자재명세서 of a part revision: indented levels, exact totals, weights, substitutes.

Totals are exact; one that no decimal can say is printed as a fraction, never rounded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from app.bom.queries import BomRow, bom_tree
from app.documents.approvals import part_history, reviewed_line
from app.documents.blocks import Align, Block, Cell, ColumnKind, KeyValues, Mark, Paragraph, Table
from app.documents.document import Document
from app.documents.part_facts import part_facts, part_of
from app.documents.source import DocumentSource
from app.documents.terms import LEFT_OUT_WORDS, LeftOut
from app.labels import label
from app.texts import mark, mark_term
from models.types import decimal_text
from models.vocab import Noun, RevisionState

KIND: Final = "bom_list"
TITLE: Final = mark_term("form", "Bill of materials")
SCOPE: Final = "part_revision"
_NUMBER: Final = ColumnKind.NUMBER
# More decimals than any quantity has; a longer exact total is printed as a fraction.
_MOST_DECIMALS: Final = 12


@dataclass(frozen=True)
class _Weighed:
    """A row with its exact total per top part, and its mass in kilograms where it counts."""

    row: BomRow
    total: Fraction
    mass: Fraction | None
    missing: bool

    @property
    def weighs_itself(self) -> bool:
        """Whether the mass is total times weight, both written as decimals."""
        return (
            self.row.weight is not None
            and self.row.unit.casefold() != "kg"
            and self.total.denominator < 10**6
        )


def build(source: DocumentSource, entity_id: int) -> Document:
    """Return the BOM of a part revision.

    Raises:
        PartproofError: ``documents.no_record``.
    """
    part = part_of(source, entity_id)
    left_out = source.terms.left_out
    rows = _weighed(_shown_rows(bom_tree(source.session, entity_id), left_out))
    fact = source.words.fact
    mass = sum((row.mass for row in rows if row.mass is not None), Fraction(0))
    top = KeyValues(
        [
            *part_facts(source, part),
            fact(mark_term("form", "Material"), _open(source, LeftOut.BOM_MATERIALS, part.revision.material)),
            fact(mark_term("form", "Lines"), str(len(rows) - 1)),
            fact(mark_term("form", "State"), label(source.language, part.revision.state)),
            fact(
                mark_term("form", "Weight of the parts (kg)"),
                _open(source, LeftOut.BOM_MATERIALS, exact_text(mass)),
            ),
        ],
        columns=3,
    )
    blocks: list[Block] = [top, *_said_left_out(source), _bom(source, rows)]
    missing = list(dict.fromkeys(row.row.number for row in rows if row.missing))
    if missing and LeftOut.BOM_MATERIALS not in left_out:
        blocks.append(
            Paragraph(source.say(mark("Weight unknown, not in the sum: {parts}."), parts=", ".join(missing)))
        )
    blocks.append(_sums(source, rows))
    return source.document(
        KIND,
        source.words.word(TITLE),
        subtitle=source.words.below(TITLE),
        number=f"BOM-{part.head.number}",
        revision=part.revision.customer_label or str(part.revision.counter),
        approval=reviewed_line(source, Noun.PART_REVISION, entity_id),
        revisions=part_history(source, entity_id),
        blocks=blocks,
        form=source.form(KIND, landscape=True),
    )


def _shown_rows(rows: Sequence[BomRow], left_out: frozenset[LeftOut]) -> list[BomRow]:
    """Return the rows a recipient gets; what is left out by rule is counted nowhere either."""
    if LeftOut.BOM_BELOW_FIRST_LEVEL in left_out:
        return [row for row in rows if row.level <= 1]
    return list(rows)


def _said_left_out(source: DocumentSource) -> list[Block]:
    if not source.terms.left_out:
        return []
    parts = ", ".join(source.say(LEFT_OUT_WORDS[one]) for one in sorted(source.terms.left_out))
    return [Paragraph(source.say(mark("Left out as confidential: {parts}."), parts=parts))]


def _open(source: DocumentSource, rule: LeftOut, text: str) -> str:
    """Return a text, or the word for what is left out by rule."""
    return source.words.word(mark_term("form", "Confidential")) if rule in source.terms.left_out else text


def exact_text(value: Fraction) -> str:
    """Return a fraction as the decimal it is, or as ``1/3`` where no short decimal says it exactly."""
    twos = fives = 0
    rest = value.denominator
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    places = max(twos, fives)
    if rest != 1 or places > _MOST_DECIMALS:
        return f"{value.numerator}/{value.denominator}"
    digits = value.numerator * (10**places // value.denominator)
    return decimal_text(Decimal(digits).scaleb(-places)) if places else str(digits)


def _weighed(rows: Sequence[BomRow]) -> list[_Weighed]:
    """Weigh a BOM: a part's own weight where given, else that of what it contains."""
    weighed: list[_Weighed] = []
    totals: list[Fraction] = []
    covered: int | None = None
    for position, row in enumerate(rows):
        del totals[row.level :]
        above = totals[-1] if totals else Fraction(1)
        total = above * Fraction(row.quantity) / Fraction(row.per)
        totals.append(total)
        if covered is not None and row.level > covered:
            weighed.append(_Weighed(row, total, None, False))
            continue
        covered = None
        each = Fraction(1) if row.unit.casefold() == "kg" else _fraction(row.weight)
        if row.level == 0:
            weighed.append(_Weighed(row, total, None, False))
        elif each is not None:
            covered = row.level
            weighed.append(_Weighed(row, total, total * each, False))
        else:
            leaf = position + 1 == len(rows) or rows[position + 1].level <= row.level
            weighed.append(_Weighed(row, total, None, leaf))
    return weighed


def _fraction(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def _bom(source: DocumentSource, rows: Sequence[_Weighed]) -> Table:
    column = source.words.column
    title = mark_term("form", "Parts by level")
    return Table(
        [
            column("level", mark_term("form", "Level"), 5),
            column("find", mark_term("form", "Find no."), 7),
            column("number", mark_term("form", "Part no."), 15, bold=True),
            column("name", mark_term("form", "Part name"), 18),
            column("material", mark_term("form", "Material / specification"), 12),
            column("revision", mark_term("form", "Rev."), 5, align=Align.CENTER),
            column("source", mark_term("form", "Made / bought"), 6, align=Align.CENTER),
            column("quantity", mark_term("form", "Quantity"), 7, _NUMBER),
            column("per", mark_term("form", "Per"), 4, _NUMBER),
            column("total", mark_term("form", "Total"), 7, _NUMBER),
            column("unit", mark_term("form", "Unit"), 4, align=Align.CENTER),
            column("weight", mark_term("form", "Each (kg)"), 7, _NUMBER),
            column("mass", mark_term("form", "Weight (kg)"), 7, _NUMBER),
            column("remarks", mark_term("form", "Remarks"), 15),
        ],
        [_line(source, weighed) for weighed in rows],
        key="bom",
        title=source.words.word(title),
        subtitle=source.words.below(title),
    )


def _line(source: DocumentSource, weighed: _Weighed) -> tuple[Cell | str, ...]:
    row = weighed.row
    name = row.name_en if source.language.code == "en" and row.name_en else row.name
    total = exact_text(weighed.total)
    check = "={quantity}/{per}" if row.level == 1 and "/" not in total else None
    mass = "" if weighed.mass is None else exact_text(weighed.mass)
    hidden = LeftOut.BOM_MATERIALS in source.terms.left_out
    return (
        "." * row.level + str(row.level),
        row.path,
        row.number,
        name,
        _open(source, LeftOut.BOM_MATERIALS, row.material),
        _revision(row),
        label(source.language, row.source),
        decimal_text(row.quantity),
        decimal_text(row.per),
        Cell(total, formula=check),
        row.unit,
        "" if row.weight is None or hidden else decimal_text(row.weight),
        Cell("")
        if hidden
        else Cell(mass, formula="={total}*{weight}" if mass and weighed.weighs_itself else None),
        _remarks(source, row),
    )


def _revision(row: BomRow) -> Cell | str:
    if row.state is None or row.state is RevisionState.RELEASED:
        return row.revision
    return Cell(row.revision or "—", Mark.WARN)


def _remarks(source: DocumentSource, row: BomRow) -> str:
    private = LeftOut.BOM_SUBSTITUTES_AND_NOTES in source.terms.left_out
    parts = [row.reference, "" if private else row.note]
    if row.optional:
        parts.append(source.words.word(mark_term("form", "Optional")))
    if row.substitutes and not private:
        parts.append(source.say(mark("Substitutes: {parts}"), parts=", ".join(row.substitutes)))
    if row.state is not None and row.state is not RevisionState.RELEASED:
        parts.append(label(source.language, row.state))
    return " · ".join(part for part in parts if part)


def _sums(source: DocumentSource, rows: Sequence[_Weighed]) -> Table:
    """Return what one unit of the top part needs of each part over all levels."""
    sums: dict[tuple[str, str], Fraction] = {}
    names: dict[str, str] = {}
    for weighed in rows[1:]:
        row = weighed.row
        key = (row.number, row.unit)
        sums[key] = sums.get(key, Fraction(0)) + weighed.total
        names[row.number] = row.name_en if source.language.code == "en" and row.name_en else row.name
    # A total that is printed as a fraction is a text, with which no sheet can calculate.
    plain = all("/" not in exact_text(weighed.total) for weighed in rows)
    check = "=SUMPRODUCT(({bom.number}={number})*({bom.unit}={unit})*{bom.total})" if plain else None
    column = source.words.column
    title = mark_term("form", "Needed per unit of the top part")
    return Table(
        [
            column("number", mark_term("form", "Part no."), 30, bold=True),
            column("name", mark_term("form", "Part name"), 36),
            column("total", mark_term("form", "Total"), 16, _NUMBER),
            column("unit", mark_term("form", "Unit"), 8, align=Align.CENTER),
        ],
        [
            (number, names[number], Cell(exact_text(total), formula=check), unit)
            for (number, unit), total in sums.items()
        ],
        key="sums",
        title=source.words.word(title),
        subtitle=source.words.below(title),
    )
