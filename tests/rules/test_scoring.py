"""Results of audits against tables worked out by hand, and what no audit may do to its grade."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.scoring import Answer, Weighed, vda63, weighted

ELEMENTS = ("P2", "P3", "P4", "P5", "P7")


def _answers(points: Mapping[str, Sequence[int | None]], star: frozenset[str] = frozenset()) -> list[Answer]:
    """Questions ``P2#1`` … with one score each."""
    return [
        Answer(
            f"{code}#{at}",
            code.split(".")[0],
            code if "." in code else "",
            f"{code}#{at}" in star,
            (("", one),),
        )
        for code, given in points.items()
        for at, one in enumerate(given, start=1)
    ]


# Worked out by hand: points per element, overall, grade by points, grade, rules that lowered it.
TABLE: list[tuple[Mapping[str, Sequence[int | None]], frozenset[str], str, str, str, tuple[str, ...]]] = [
    ({"P2": [10, 10], "P5": [10, 10]}, frozenset(), "100.00", "A", "A", ()),
    ({"P2": [10, 8], "P5": [10, 8]}, frozenset(), "90.00", "A", "A", ()),
    ({"P2": [10, 8], "P5": [8, 8]}, frozenset(), "85.00", "B", "B", ()),
    ({"P2": [8, 6], "P5": [8, 8]}, frozenset(), "75.00", "C", "C", ()),
    # 4 points on a question with special risk takes A down to B.
    ({"P2": [10] * 9 + [4], "P5": [10] * 10}, frozenset({"P2#10"}), "97.00", "A", "B", ("star_4",)),
    ({"P2": [10] * 9 + [4], "P5": [10] * 10}, frozenset(), "97.00", "A", "A", ()),
    # 0 points anywhere takes A to B, on a question with special risk to C.
    ({"P2": [10] * 9 + [0], "P5": [10] * 10}, frozenset(), "95.00", "A", "B", ("zero",)),
    ({"P2": [10] * 9 + [0], "P5": [10] * 10}, frozenset({"P2#10"}), "95.00", "A", "C", ("star_0",)),
    # An element below 80 % (here 75 %) takes A to B, below 70 % (65 %) to C.
    (
        {"P2": [8, 8, 8, 6], "P3": [10], "P4": [10], "P5": [10]},
        frozenset(),
        "93.75",
        "A",
        "B",
        ("element_80",),
    ),
    (
        {"P2": [8, 6, 6, 6], "P3": [10], "P4": [10], "P5": [10]},
        frozenset(),
        "91.25",
        "A",
        "C",
        ("element_70",),
    ),
    # Rounded to whole per cent first: 79.5 % counts as 80 %, 69.5 % as 70 %.
    ({"P2": [8] * 39 + [6], "P5": [10] * 40, "P7": [10]}, frozenset(), "93.17", "A", "A", ()),
    (
        {"P2": [6] * 20 + [8] * 19 + [7], "P5": [10], "P7": [10], "P4": [10]},
        frozenset(),
        "92.44",
        "A",
        "B",
        ("element_80",),
    ),
    # A sub-element of P6 below 80 % while P6 itself is above.
    (
        {"P6.1": [10, 10, 10], "P6.2": [6, 8], "P7": [10], "P5": [10]},
        frozenset(),
        "96.00",
        "A",
        "B",
        ("sub_element_80",),
    ),
]


@pytest.mark.parametrize(("points", "star", "overall", "by_points", "grade", "rules"), TABLE)
def test_a_vda_result_is_that_of_the_hand_made_table(
    points: Mapping[str, Sequence[int | None]],
    star: frozenset[str],
    overall: str,
    by_points: str,
    grade: str,
    rules: tuple[str, ...],
) -> None:
    result = vda63(_answers(points, star))
    assert result.overall == Decimal(overall)
    assert (result.by_points, result.grade) == (by_points, grade)
    assert tuple(rule for rule, _ in result.downgrades) == rules


def test_questions_are_averaged_over_process_steps_first() -> None:
    # (10 + 8 + 8) / 3 = 8.67, (10 + 10 + 4) / 3 = 8.00: 16.67 of 20 = 83.35 %.
    steps = ("다이캐스팅", "선삭", "세척")
    answers = [
        Answer("P6.1#1", "P6", "P6.1", False, tuple(zip(steps, (10, 8, 8), strict=True))),
        Answer("P6.1#2", "P6", "P6.1", False, tuple(zip(steps, (10, 10, 4), strict=True))),
    ]
    result = vda63(answers)
    assert result.elements == (("P6", Decimal("83.35")),)
    assert dict(result.steps) == {
        "다이캐스팅": Decimal("100.00"),
        "선삭": Decimal("90.00"),
        "세척": Decimal("60.00"),
    }
    # A step below 70 % leads to C whatever the element says.
    assert (result.by_points, result.grade) == ("B", "C")


def test_two_thirds_of_the_questions_are_needed() -> None:
    assert vda63(_answers({"P2": [10, 10, None]})).thin == ()
    assert vda63(_answers({"P2": [10, None, None]})).thin == ("P2",)
    # Of each process step too: a question that another step answered was not asked of this one.
    steps = [(("선삭", 10), ("세척", 8)), (("선삭", 10), ("세척", None)), (("선삭", 10),)]
    apart = vda63([Answer(f"P6.1#{at}", "P6", "P6.1", False, given) for at, given in enumerate(steps)])
    assert (apart.thin, dict(apart.steps)["세척"]) == (("세척",), Decimal("80.00"))
    empty = vda63(_answers({"P2": [None]}))
    assert (empty.overall, empty.grade, empty.thin) == (None, "", ("P2",))


@given(
    st.dictionaries(
        st.sampled_from(ELEMENTS),
        st.lists(st.sampled_from([0, 4, 6, 8, 10, None]), min_size=1, max_size=8),
        min_size=1,
    ),
    st.data(),
)
def test_downgrading_never_lifts_and_a_better_answer_never_harms(
    points: dict[str, list[int | None]], data: st.DataObject
) -> None:
    before = vda63(_answers(points))
    assert before.grade >= before.by_points or before.grade == ""
    code = data.draw(st.sampled_from(sorted(points)))
    at = data.draw(st.integers(0, len(points[code]) - 1))
    if points[code][at] is None:
        return
    points[code][at] = 10
    after = vda63(_answers(points))
    assert after.grade <= before.grade
    assert after.overall is not None
    assert before.overall is not None
    assert after.overall >= before.overall


# SQ: fields 10 / 40 / 20 / 20 / 10, pass 82; worked out by hand.
SQ = (("1", 10), ("2", 40), ("3", 20), ("4", 20), ("5", 10))


@pytest.mark.parametrize(
    ("percents", "total", "passed"),
    [
        ((100, 100, 100, 100, 100), "100.00", True),
        ((75, 75, 75, 75, 75), "75.00", False),
        ((100, 75, 75, 75, 100), "80.00", False),
        ((100, 75, 100, 75, 100), "85.00", True),
        ((0, 100, 75, 100, 75), "82.50", True),
        ((25, 100, 75, 75, 100), "82.50", True),
        ((50, 50, 50, 50, 50), "50.00", False),
    ],
)
def test_weights_add_up_as_in_the_hand_made_table(
    percents: tuple[int, ...], total: str, passed: bool
) -> None:
    items = [Weighed(code, weight, one) for (code, weight), one in zip(SQ, percents, strict=True)]
    result = weighted(items, pass_mark=82, full_mark=100)
    assert (result.total, result.passed, result.scaled) == (Decimal(total), passed, False)


def test_what_was_not_evaluated_is_left_out_and_never_passes() -> None:
    items = [Weighed("1", 10, 100), Weighed("2", 40, None)]
    result = weighted(items, pass_mark=82, full_mark=100)
    assert (result.total, result.passed, result.scaled) == (Decimal("100.00"), None, True)
    assert result.fields == (("1", Decimal("10.00"), 10, 10), ("2", Decimal("0.00"), 0, 40))
    assert weighted([], pass_mark=82, full_mark=100).total is None
