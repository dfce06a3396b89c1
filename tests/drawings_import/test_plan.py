"""Plans of characteristics: the columns 1factory reads and Korean inspection sheets, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from app.drawings.import_preview import PlanPreview
from app.drawings.import_xlsx import preview_plan
from app.errors import PartproofError
from app.texts import Language
from models.vocab import CharacteristicKind, Special
from tests.drawings_import.made_files import text_file, workbook

ONE_FACTORY: Sequence[Sequence[object]] = (
    ("Inspection plan HUB-001",),
    (),
    (
        *("Balloon #", "Sheet/Zone", "Characteristic type", "Places", "Characteristic", "Specification"),
        *("Bonus Tol.", "Descriptor", "UoM", "Data Type", "Key", "Inspection Method", "Sampling"),
    ),
    (1, "S1 A3", "Nom ± Tol", 1, "Linear", "62 ±0.1", "", "", "mm", "NUM", "", "Caliper", "5/LOT"),
    (
        2,
        "S1 B2",
        "Nom ± Tol",
        "2X",
        "Diameter",
        "40 +0.05/0",
        "",
        "",
        "mm",
        "NUM",
        "CC",
        "Bore gauge",
        "1 per lot",
    ),
    (3, "", "Basic", 1, "Linear", 50, "", "", "mm", "NUM", "", "CMM", "100%"),
    (4, "", "GD&T", 1, "Position", "⌀0.1", "MMC", "A|B", "mm", "NUM", "Y", "CMM", "1 in 5"),
    (5, "", "Min - Max", 1, "Diameter", "8.20/8.00", "", "", "mm", "NUM", "", "", 5),
    (6, "", "Note", 1, "No burrs", "", "", "", "", "P/F", "", "Visual", ""),
    (7, "", "Nom ± Tol", 4, "Diameter", "⌀26 H7", "", "", "mm", "NUM", "", "", ""),
    ("", "", "", "", "", "all edges deburred", "", "", "", "", "", "", ""),
    (7, "", "Nom ± Tol", 1, "Length", "12", "", "", "mm", "NUM", "", "", ""),
)
KOREAN = (
    "번호,검사항목,기준,상한공차,하한공차,단위,특별특성,계측기,시료수·주기\n"
    "1,길이,62,0.1,0.1,mm,,버니어캘리퍼스,5개/LOT\n"
    "2,내경,26.00,+0.021,0,mm,SC,내경마이크로,1개 LOT\n"
    "3,외관,흠집 없을 것,,,,,육안,전수\n"
    "4,폭,8,0.05,0.02,mm,,,\n"
)


def _codes(preview: PlanPreview) -> dict[str, str]:
    return {remark.code: str(remark.values.get("rows", "")) for remark in preview.warnings}


def test_the_columns_of_1factory(tmp_path: Path) -> None:
    preview = preview_plan(workbook(tmp_path, ONE_FACTORY))
    assert preview.header_row == 3
    assert list(preview.mapping.values()) == [
        *("number", "zone", "type", "places", "characteristic", "specification", "bonus", "descriptor"),
        *("unit", "data_type", "special", "method", "sampling"),
    ]
    by_number = {line.number: line for line in preview.lines}
    assert (by_number["1"].lower_limit, by_number["1"].upper_limit) == (Decimal("61.9"), Decimal("62.1"))
    assert (by_number["1"].sample_size, by_number["1"].frequency) == (5, "LOT")
    assert (by_number["2"].kind, by_number["2"].places) == (CharacteristicKind.DIAMETER, 2)
    assert (by_number["2"].special, by_number["2"].special_symbol) == (Special.CRITICAL, "CC")
    assert (by_number["3"].nominal, by_number["3"].upper_limit) == (Decimal(50), None)
    assert (by_number["3"].sample_size, by_number["3"].frequency) == (None, "100%")
    assert by_number["4"].kind is CharacteristicKind.GEOMETRIC
    assert (by_number["4"].upper_limit, by_number["4"].lower_limit) == (Decimal("0.1"), None)
    assert (by_number["5"].lower_limit, by_number["5"].upper_limit) == (Decimal("8.00"), Decimal("8.20"))
    assert (by_number["6"].kind, by_number["6"].data_type) == (CharacteristicKind.NOTE, "pass_fail")
    assert [line.upper_limit for line in preview.lines[6:]] == [None, None]


def test_what_the_plan_leaves_open_is_named(tmp_path: Path) -> None:
    preview = preview_plan(workbook(tmp_path, ONE_FACTORY))
    assert [(entry.row, entry.reason.code) for entry in preview.skipped] == [(11, "plan.heading")]
    assert _codes(preview) == {
        "plan.basic": "6",
        "plan.bonus_tolerance": "7",
        "plan.fit_without_table": "10",
        "plan.no_limits": "12",
        "plan.duplicate_number": "10, 12",
    }


def test_korean_sheets_with_deviation_columns(tmp_path: Path) -> None:
    preview = preview_plan(
        text_file(tmp_path, KOREAN.replace("8,0.05,0.02", "8,-0.02,-0.05"), encoding="cp949")
    )
    first, second, third, fourth = preview.lines
    assert (first.lower_limit, first.upper_limit) == (Decimal("61.9"), Decimal("62.1"))
    assert (second.lower_limit, second.upper_limit) == (Decimal("26.00"), Decimal("26.021"))
    assert (second.kind, second.special) == (CharacteristicKind.DIAMETER, Special.SIGNIFICANT)
    assert (third.kind, third.upper_limit, third.specification) == (
        CharacteristicKind.NOTE,
        None,
        "흠집 없을 것",
    )
    assert (fourth.lower_limit, fourth.upper_limit) == (Decimal("7.95"), Decimal("7.98"))
    assert (first.sample_size, first.frequency, third.frequency) == (5, "LOT", "전수")
    assert _codes(preview) == {"plan.read_as_minus": "2"}


def test_a_lower_deviation_without_sign_is_not_guessed(tmp_path: Path) -> None:
    preview = preview_plan(text_file(tmp_path, KOREAN, encoding="utf-8-sig"))
    assert (preview.lines[3].lower_limit, preview.lines[3].upper_limit) == (None, None)
    assert _codes(preview)["plan.unsigned"] == "5"


def test_one_deviation_limits_one_side_and_says_so(tmp_path: Path) -> None:
    preview = preview_plan(
        text_file(tmp_path, "번호,기준,상한공차,하한공차\n1,62,0.1,\n2,8,,-0.2\n3,5,0,-0.1\n")
    )
    assert [(line.lower_limit, line.upper_limit) for line in preview.lines] == [
        (None, Decimal("62.1")),
        (Decimal("7.8"), None),
        (Decimal("4.9"), Decimal(5)),
    ]
    assert _codes(preview)["plan.one_sided"] == "2, 3"


def test_columns_that_contradict_the_text_are_named(tmp_path: Path) -> None:
    text = "No,Specification,USL,LSL\n1,62 ±0.1,62.2,61.9\n2,62 ±0.1,62.1,61.9\n3,abc,1,2\n"
    preview = preview_plan(text_file(tmp_path, text))
    assert preview.lines[0].upper_limit == Decimal("62.2")
    assert _codes(preview)["plan.contradiction"] == "2"
    assert _codes(preview)["plan.limits_reversed"] == "4"


def test_json_holds_exact_decimals_as_text(tmp_path: Path) -> None:
    shown = preview_plan(workbook(tmp_path, ONE_FACTORY)).to_json(Language("ko"))
    lines = shown["lines"]
    assert isinstance(lines, list)
    assert (lines[4]["lower_limit"], lines[4]["upper_limit"]) == ("8.00", "8.20")
    assert shown["rows"] == 8
    assert "끼워맞춤" in str(shown["warnings"])


def test_the_user_says_what_a_column_holds(tmp_path: Path) -> None:
    path = text_file(tmp_path, "특별,내용,값\n1,길이,62 ±0.1\n")
    with pytest.raises(PartproofError) as caught:
        preview_plan(path)
    assert caught.value.code == "table.no_header"
    preview = preview_plan(path, {"A": "number", "값": "specification"})
    assert preview.lines[0].upper_limit == Decimal("62.1")
