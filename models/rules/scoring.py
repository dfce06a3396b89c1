"""How an audit's points become a result: VDA 6.3 with its downgrading, and weighted fields with a pass mark. Pure.

Exact fractions inside; rounded only where the scheme rounds and where a result is shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final

# Draft of VDA 6.3 (2022), pages named in resources/checklists/vda63.toml: A from 90 %, B from 80 %.
GRADE_A: Final = 90
GRADE_B: Final = 80
# Below this an element or step leads to C; below GRADE_B it takes A down to B.
LOWEST: Final = 70
COVERAGE: Final = Fraction(2, 3)
FULL: Final = 10


@dataclass(frozen=True)
class Answer:
    """What was given for one question.

    Attributes:
        question: Its number.
        element: Process element, e.g. ``P6``; the sub-element, e.g. ``P6.2``, where the element has some.
        star: A question with special risk.
        points: Points per process step; one entry under "" where steps are not told apart. None was not evaluated.
    """

    question: str
    element: str
    sub_element: str
    star: bool
    points: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True)
class VdaResult:
    """The result of an audit by VDA 6.3.

    Attributes:
        elements: Degree of fulfilment by element in per cent; sub-elements and process steps likewise.
        overall: Mean of the elements that were audited (from memory, unverified: the draft's page was not seen).
        grade: ``A``, ``B`` or ``C`` after downgrading; empty while nothing was evaluated.
        by_points: The grade before downgrading.
        downgrades: Why it is lower: (rule, what), rules ``element_80``, ``sub_element_80``, ``star_4``, ``zero``,
            ``element_70``, ``star_0``.
        thin: Elements, sub-elements and process steps of which less than two thirds of the questions were evaluated;
            their result does not count yet.
    """

    elements: tuple[tuple[str, Decimal], ...]
    sub_elements: tuple[tuple[str, Decimal], ...]
    steps: tuple[tuple[str, Decimal], ...]
    overall: Decimal | None
    grade: str
    by_points: str
    downgrades: tuple[tuple[str, str], ...]
    thin: tuple[str, ...]


def vda63(answers: Iterable[Answer]) -> VdaResult:
    """Return the result of the questions of P2 to P7."""
    asked = list(answers)
    means = {one.question: _mean(one) for one in asked}
    elements = _degrees(asked, means, lambda one: one.element)
    subs = _degrees([one for one in asked if one.sub_element], means, lambda one: one.sub_element)
    steps = _steps(asked)
    overall = _middle([degree for _, degree in elements])
    if overall is None:
        return VdaResult((), (), (), None, "", "", (), _thin(asked, means))
    by_points = _grade(overall)
    lower = tuple(_downgrades(asked, [*elements, *steps], subs))
    grade = by_points
    if any(rule in ("element_70", "star_0") for rule, _ in lower):
        grade = "C"
    elif lower and by_points == "A":
        grade = "B"
    return VdaResult(
        tuple(elements),
        tuple(subs),
        tuple(steps),
        overall,
        grade,
        by_points,
        lower if grade != by_points else (),
        _thin(asked, means),
    )


def _mean(one: Answer) -> Fraction | None:
    given = [points for _, points in one.points if points is not None]
    if not given:
        return None
    # The draft rounds the mean of a question over its steps to two decimals before it is summed.
    return Fraction(_rounded(Fraction(sum(given), len(given)), 2))


def _degrees(
    asked: Sequence[Answer], means: dict[str, Fraction | None], of: Callable[[Answer], str]
) -> list[tuple[str, Decimal]]:
    got: dict[str, list[Fraction]] = defaultdict(list)
    for one in asked:
        mean = means[one.question]
        if mean is not None:
            got[of(one)].append(mean)
    return [(code, _percent(sum(values), FULL * len(values))) for code, values in sorted(got.items())]


def _steps(asked: Sequence[Answer]) -> list[tuple[str, Decimal]]:
    got: dict[str, list[int]] = defaultdict(list)
    for one in asked:
        for step, points in one.points:
            if step and points is not None:
                got[step].append(points)
    return [(step, _percent(Fraction(sum(points)), FULL * len(points))) for step, points in got.items()]


def _thin(asked: Sequence[Answer], means: dict[str, Fraction | None]) -> tuple[str, ...]:
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for one in asked:
        for code in {one.element, one.sub_element} - {""}:
            counts[code][0] += means[one.question] is not None
            counts[code][1] += 1
    # A process step is asked every question of the elements that are scored by steps.
    stepped = {one.element for one in asked if any(step for step, _ in one.points)}
    for step in dict.fromkeys(step for one in asked for step, _ in one.points if step):
        for one in asked:
            if one.element in stepped:
                counts[step][0] += any(at == step and points is not None for at, points in one.points)
                counts[step][1] += 1
    return tuple(sorted(code for code, (done, all_of) in counts.items() if done < COVERAGE * all_of))


def _downgrades(
    asked: Sequence[Answer],
    elements: Sequence[tuple[str, Decimal]],
    subs: Sequence[tuple[str, Decimal]],
) -> Iterable[tuple[str, str]]:
    for code, degree in elements:
        whole = _whole(degree)
        if whole < LOWEST:
            yield "element_70", code
        elif whole < GRADE_B:
            yield "element_80", code
    for code, degree in subs:
        if _whole(degree) < GRADE_B:
            yield "sub_element_80", code
    for one in asked:
        given = [points for _, points in one.points if points is not None]
        if one.star and 0 in given:
            yield "star_0", one.question
        elif 0 in given:
            yield "zero", one.question
        if one.star and 4 in given:
            yield "star_4", one.question


def _grade(degree: Decimal) -> str:
    return "A" if degree >= GRADE_A else "B" if degree >= GRADE_B else "C"


def _whole(degree: Decimal) -> Decimal:
    """Element results are rounded to whole per cent for the downgrading rules."""
    return degree.quantize(Decimal(1), ROUND_HALF_UP)


def _middle(values: Sequence[Decimal]) -> Decimal | None:
    return _rounded(Fraction(sum(map(Fraction, values))) / len(values), 2) if values else None


def _percent(got: Fraction | int, possible: int) -> Decimal:
    return _rounded(Fraction(100 * got, possible), 2)


def _rounded(value: Fraction, places: int) -> Decimal:
    scaled = value * 10**places
    low = scaled.numerator // scaled.denominator
    up = 2 * (scaled - low) >= 1
    return Decimal(low + up).scaleb(-places)


@dataclass(frozen=True)
class Weighed:
    """One item of a weighted scheme: its field, what it may give, and the per cent given; None was not evaluated."""

    field: str
    weight: int
    percent: int | None


@dataclass(frozen=True)
class WeightResult:
    """The result of weighted fields.

    Attributes:
        fields: By field: (code, points got, points possible of what was evaluated, points of the whole field).
        total: Points got, scaled to the full mark where items were not evaluated; None while nothing was.
        scaled: Items were left out, so that the total is not what a full audit would give.
        passed: The total reaches the pass mark; None while items are not evaluated.
    """

    fields: tuple[tuple[str, Decimal, int, int], ...]
    total: Decimal | None
    scaled: bool
    passed: bool | None


def weighted(items: Iterable[Weighed], *, pass_mark: int, full_mark: int) -> WeightResult:
    """Return points by field and in all; an item gives its weight times its per cent."""
    got: dict[str, Fraction] = defaultdict(Fraction)
    done: dict[str, int] = defaultdict(int)
    whole: dict[str, int] = defaultdict(int)
    for item in items:
        whole[item.field] += item.weight
        if item.percent is not None:
            got[item.field] += Fraction(item.weight * item.percent, 100)
            done[item.field] += item.weight
    fields = tuple((code, _rounded(got[code], 2), done[code], whole[code]) for code in whole)
    possible = sum(done.values())
    if not possible:
        return WeightResult(fields, None, False, None)
    total = _rounded(Fraction(sum(got.values())) * full_mark / possible, 2)
    scaled = possible != sum(whole.values())
    return WeightResult(fields, total, scaled, None if scaled else total >= pass_mark)
