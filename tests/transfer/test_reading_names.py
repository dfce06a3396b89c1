"""File names, revision labels and days as people write them."""

from __future__ import annotations

import time
import unicodedata
from datetime import date

import pytest

from app.errors import PartproofError
from app.texts import Language
from app.transfer.days import read_day
from app.transfer.gauge_columns import measure_of, months_of, range_of
from app.transfer.patterns import PROPOSED, checked, read_name
from app.transfer.revisions import comes_before, label_key

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("stem", "pattern", "number", "revision"),
    [
        ("HB-2200-00_C_브라켓", "{number}_{revision}_{name}", "HB-2200-00", "C"),
        (unicodedata.normalize("NFD", "HB-1_0_브라켓"), "{number}_{revision}_{name}", "HB-1", "0"),
        ("HB-2200-00 Rev.C 브라켓", "{number} [Rev|R][.]{revision} {name}", "HB-2200-00", "C"),
        ("HB-2200-00_REVC", "{number}_[Rev|R][.]{revision}", "HB-2200-00", "C"),
        ("HB-2200-00(C)", "{number}[ ]({revision})", "HB-2200-00", "C"),
        ("브라켓_HB-2200-00_C", "{name}_{number}_{revision}", "HB-2200-00", "C"),
        ("20190531 HB-1", "{date} {number}", "HB-1", ""),
        ("도면 HB-1 끝", "{*} {number} 끝", "HB-1", ""),
    ],
)
def test_a_pattern_reads_number_and_revision(stem: str, pattern: str, number: str, revision: str) -> None:
    (reading,) = read_name(stem, [pattern])
    assert (reading.number, reading.revision) == (number, revision)


@pytest.mark.parametrize(
    ("pattern", "cause"),
    [
        ("", "1–120"),
        ("{name}", "where the number stands"),
        ("{number}_{colour}", "not known"),
        ("{number}_{number}", "twice"),
        ("{number}{revision}", "something between"),
        ("{number}[_{revision}", "not closed"),
        ("{number}]_{revision}", "not opened"),
        ("{number}[a[b]]", "inside another"),
    ],
)
def test_a_wrong_pattern_says_what_is_wrong(pattern: str, cause: str) -> None:
    with pytest.raises(PartproofError) as refused:
        checked(pattern)
    assert refused.value.code == "transfer.pattern"
    assert cause in Language("en").explain(refused.value)
    assert "{number}_{revision}_{name}" in Language("ko").explain(refused.value)


def test_a_long_name_is_read_at_once() -> None:
    # Processor time: what other programs take of a busy machine does not count.
    began = time.process_time()
    read_name("_".join(["a"] * 125), [*PROPOSED, "{*}_{number}_{name}"])
    assert time.process_time() - began < 1.0


@pytest.mark.parametrize(
    ("one", "other", "before"),
    [
        ("A", "B", True),
        ("Z", "AA", True),
        ("9", "10", True),
        ("1.9", "1.10", True),
        ("", "A", True),
        ("Rev.B", "A", False),
        ("A1", "A10", True),
        ("A", "1", None),
        ("가", "나", None),
    ],
)
def test_labels_are_ordered_by_what_they_count(one: str, other: str, before: bool | None) -> None:
    assert comes_before(one, other) is before


def test_one_label_in_three_spellings_is_one() -> None:
    assert {label_key(label) for label in ("C", "Rev.C", "rev c", "REV-C")} == {"c"}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2019-05-31", date(2019, 5, 31)),
        ("2019.5.31", date(2019, 5, 31)),
        ("2019년 5월 31일", date(2019, 5, 31)),
        ("20190531", date(2019, 5, 31)),
        ("2019-05-31 00:00:00", date(2019, 5, 31)),
        ("19.05.31", date(2019, 5, 31)),
        ("-", None),
    ],
)
def test_a_day_is_read_as_written(text: str, day: date | None) -> None:
    reading = read_day(text, today=TODAY)
    assert reading.day == day
    assert reading.refused is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31/05/2019", "row.bad_date"),
        ("2019-02-30", "row.bad_date"),
        ("43616", "row.bad_date"),
        ("곧", "row.bad_date"),
        ("2027-01-01", "row.future_date"),
        ("1900-01-01", "row.old_date"),
    ],
)
def test_an_odd_day_is_refused_with_its_reason(text: str, code: str) -> None:
    reading = read_day(text, today=TODAY)
    assert reading.refused is not None
    assert reading.refused.code == code


def test_ranges_steps_and_intervals_of_gauges() -> None:
    assert range_of("0~150 mm") is not None
    assert [str(value) for value in range_of("-20 ~ 50℃") or ()] == ["-20", "50", "℃"]
    assert [str(value) for value in range_of("25-50mm") or ()] == ["25", "50", "mm"]
    assert [str(value) for value in range_of("150mm") or ()] == ["0", "150", "mm"]
    assert range_of("M6 GO") is None
    assert [str(value) for value in measure_of("0.010mm") or ()] == ["0.010", "mm"]
    assert [months_of(text) for text in ("12", "12개월", "1년", "24M", "언젠가")] == [12, 12, 12, 24, None]
