"""Checklists as data: the submission levels are the table's, and a broken file is refused with its reason."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.certification import templates
from app.certification.assessments import open_assessment
from app.certification.queries import requirement_rows
from app.certification.templates import checked, known_templates, read_template
from app.errors import PartproofError
from app.factory import Factory
from models.vocab import Role
from tests.app.test_thread_of_release import make_part
from tests.crew import Crew

TABLE = templates.FOLDER.parent / "standards" / "ppap-elements.csv"
GOOD = """code = "mine"
edition = "1"
title = "Mine"
title_ko = "우리 것"
levels = ["1", "2"]

[[requirements]]
code = "1"
title = "One"
title_ko = "하나"
text = "One thing."
text_ko = "한 가지."
submission = { 1 = "S", 2 = "R" }
rule = "design_records"
"""


@pytest.mark.parametrize("level", ["1", "2", "3", "4", "5"])
def test_each_level_asks_for_exactly_what_the_table_says(factory: Factory, crew: Crew, level: str) -> None:
    _, revision = make_part(factory, crew.actor(Role.ENGINEER), "P")
    facts = {"template": "ppap", "level": level, "part_revision_id": revision}
    assessment = factory.perform(open_assessment, actor=crew.actor(Role.QUALITY), **facts).result
    found = [(row.code, row.submission) for row in factory.ask(requirement_rows, assessment)]
    with TABLE.open(encoding="utf-8", newline="") as file:
        wanted = [(row["no"], row[f"L{level}"]) for row in csv.DictReader(file)]
    assert found == wanted
    assert len(wanted) == 21


def test_titles_are_the_table_s_and_what_is_unverified_says_so() -> None:
    with TABLE.open(encoding="utf-8", newline="") as file:
        table = {row["no"]: row for row in csv.DictReader(file)}
    content = read_template("ppap")
    assert content["edition"]
    for entry in content["requirements"]:
        row = table[entry["code"]]
        assert (entry["title"], entry["title_ko"]) == (
            row["element_en"].strip("- "),
            row["element_ko"].strip("- "),
        )
        assert entry["verified"] == (row["verified"] == "yes")
        assert entry["source"]


def test_every_checklist_that_comes_along_is_sound() -> None:
    assert "ppap" in known_templates()
    for code in known_templates():
        assert read_template(code)["code"] == code


def _refusal(folder: Path, text: str | bytes) -> str:
    file = folder / "mine.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(PartproofError) as refused:
        checked(file)
    assert refused.value.code == "checklist.broken"
    return str(refused.value.values["reason"])


def test_a_good_file_is_taken(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(GOOD, encoding="utf-8")
    assert checked(tmp_path / "mine.toml")["title_ko"] == "우리 것"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('rule = "design_records"', 'rule = "no_such_rule"', "unknown rule no_such_rule"),
        ('rule = "design_records"', 'rule = ["design_records"]', "unknown rule"),
        ('rule = "design_records"', "rule = 7", "unknown rule"),
        ('title_ko = "하나"', "", "1: no title_ko"),
        ('title_ko = "하나"', 'title_ko = "  "', "1: no title_ko"),
        ('text_ko = "한 가지."', "", "1: no text_ko"),
        ('title = "One"', "title = 1", "1: no title"),
        ('title_ko = "우리 것"', "", "no title_ko"),
        ('edition = "1"', "edition = 1", "no edition"),
        ('code = "mine"', 'code = "another"', "code another"),
        ('levels = ["1", "2"]', 'levels = "12"', "levels"),
        ('levels = ["1", "2"]', "levels = [1, 2]", "levels"),
        ('levels = ["1", "2"]', 'levels = ["1", "2", "3"]', "submission ['3']"),
        ('2 = "R"', '2 = "X"', "unknown mark ['X']"),
        (', 2 = "R"', "", "submission ['2']"),
        ('submission = { 1 = "S", 2 = "R" }', 'submission = "S"', "submission"),
        ("[[requirements]]", "[requirements]", "no requirements"),
        ("[[requirements]]", "[[others]]", "no requirements"),
        ('text = "One thing."', "text = 1.5", "float"),
    ],
)
def test_a_broken_file_says_what_is_broken(tmp_path: Path, old: str, new: str, reason: str) -> None:
    assert old in GOOD
    assert reason in _refusal(tmp_path, GOOD.replace(old, new))


def test_doubled_codes_lists_of_words_and_what_is_no_toml(tmp_path: Path) -> None:
    body = GOOD[GOOD.index("[[") :]
    assert "1: twice" in _refusal(tmp_path, GOOD + body)
    head = GOOD[: GOOD.index("[[")]
    assert "requirements" in _refusal(tmp_path, head + 'requirements = ["one", "two"]\n')
    assert "no requirements" in _refusal(tmp_path, head + "requirements = []\n")
    assert _refusal(tmp_path, "not [ toml")
    assert _refusal(tmp_path, GOOD.encode("cp949"))
    assert _refusal(tmp_path, b"\x00\xff\xfe")
    assert _refusal(tmp_path, "a = " + "[" * 5_000)
    with pytest.raises(PartproofError) as unknown:
        read_template("../ppap")
    assert unknown.value.code == "checklist.none"
    with pytest.raises(PartproofError):
        checked(tmp_path / "nothing.toml")


WORDS = st.one_of(st.text(max_size=6), st.integers(), st.booleans(), st.floats(allow_nan=False), st.none())


@given(
    st.dictionaries(
        st.sampled_from(["code", "edition", "title", "title_ko", "levels", "requirements"]),
        st.one_of(
            WORDS,
            st.lists(WORDS, max_size=3),
            st.lists(st.dictionaries(st.text(max_size=5), WORDS), max_size=3),
        ),
    )
)
def test_no_shape_of_a_file_crashes_the_check(
    tmp_path_factory: pytest.TempPathFactory, content: dict[str, Any]
) -> None:
    import tomli_w

    try:
        text = tomli_w.dumps({key: value for key, value in content.items() if value is not None})
    except (TypeError, ValueError):
        return
    file = tmp_path_factory.getbasetemp() / "shape.toml"
    file.write_text(text, encoding="utf-8", errors="replace")
    with pytest.raises(PartproofError):
        checked(file)


STANDARDS = templates.FOLDER.parent / "standards"


def _table(name: str) -> list[dict[str, str]]:
    with (STANDARDS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("code", "table", "columns", "left_out"),
    [
        ("iso9001", "iso9001-clauses.csv", ("clause", "title_en", "title_ko"), ()),
        ("iatf16949", "iatf16949-clauses.csv", ("clause", "title_en", "title_ko"), ()),
        # The two rows that tell of the 3rd edition are facts, not outputs.
        ("apqp", "apqp-phases.csv", ("item_no", "name_en", "name_ko"), ("gw", "3e")),
    ],
)
def test_numbers_titles_and_what_is_verified_are_the_table_s(
    code: str, table: str, columns: tuple[str, str, str], left_out: tuple[str, ...]
) -> None:
    number, english, korean = columns
    rows = {row[number]: row for row in _table(table) if row[number] not in left_out}
    content = read_template(code)
    requirements = {row["code"]: row for row in content["requirements"]}
    headings = {row["code"]: row for row in content["sections"]}
    if code == "iso9001":
        assert set(requirements) | set(headings) == set(rows)
        assert not set(requirements) & set(headings)
    else:
        assert set(requirements) == set(rows)
    for key, row in requirements.items():
        source = rows[key]
        assert (row["title"], row["title_ko"]) == (source[english], source[korean])
        assert row["verified"] == (source["verified"] == "yes")
        assert row["verified_ko"] == (source["verified_ko"] == "yes")
        assert row["source_grade"] == source["source_grade"]


def test_every_row_says_edition_source_and_whether_it_is_verified_in_two_languages() -> None:
    for code in known_templates():
        for row in read_template(code)["requirements"]:
            assert row["edition"], (code, row["code"])
            assert row["source"], (code, row["code"])
            assert isinstance(row["verified"], bool)
            assert row["text"] != row["title"]
            assert any("가" <= sign <= "힣" for sign in row["text_ko"]), (code, row["code"])
            assert not any("가" <= sign <= "힣" for sign in row["text"]), (code, row["code"])


def test_the_structure_of_the_schemes_is_the_table_s() -> None:
    vda = {
        row["code"].split(" ")[0]: row for row in _table("vda63-structure.csv") if "element" in row["kind"]
    }
    content = read_template("vda63")
    assert {row["code"] for row in content["sections"]} == set(vda)
    scores = [row["code"] for row in _table("vda63-structure.csv") if row["kind"] == "score"]
    assert sorted(int(code) for code in scores if code != "n.e.") == content["scoring"]["points"]
    sq = read_template("sq")
    fields = [
        row for row in _table("hkmc-sq-mark.csv") if row["source"] == "https://m.777doc.com/doc-1389773.html"
    ]
    points = {row["section_ko"]: int(row["max_points"]) for row in fields if row["max_points"]}
    assert {row["title_ko"]: row["points"] for row in sq["sections"]} | {
        "합격점": sq["scoring"]["pass_mark"]
    } == points
    areas = {row["area_ko"]: row for row in _table("smart-factory-areas.csv")}
    company = read_template("smart_company")
    assert [row["title_ko"] for row in company["requirements"]] == list(areas)
    assert [row.get("items") for row in company["requirements"]] == [
        int(row["items"]) if row["items"] else None for row in areas.values()
    ]
    assert sum(row["points"] for row in company["sections"]) == 1000
    # The scale of the built system and that of the company never meet.
    system = {row["title_ko"] for row in read_template("smart_system")["sections"]}
    assert system == {"기초", "중간1", "중간2", "고도"}
    assert not system & {row["title_ko"] for row in company["sections"]}


MORE = (
    GOOD.replace('rule = "design_records"', 'rule = "attached"\nmonths = 12\nneeds = ["2"]')
    + """
[[requirements]]
code = "2"
title = "Two"
title_ko = "둘"
text = "Two things."
text_ko = "두 가지."
submission = { 1 = "S", 2 = "R" }
needs = []
"""
)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("needs = []", 'needs = ["1"]', "loop of needs: 1, 2"),
        ("needs = []", 'needs = ["2"]', "loop of needs: 1, 2"),
        ("needs = []", 'needs = ["9"]', "2: needs unknown 9"),
        ("needs = []", 'needs = "1"', "2: needs"),
        ("months = 12", "months = 0", "1: months 0"),
        ("months = 12", "samples = 3", "1: attached takes no samples"),
        ('rule = "attached"\n', "", "1: months without a rule"),
        ("needs = []", 'section = "9"', "2: unknown section 9"),
        ("needs = []", "weight = -1", "2: weight -1"),
        ("needs = []", 'verified = "yes"', "2: verified"),
    ],
)
def test_loops_and_parameters_are_refused_by_name(tmp_path: Path, old: str, new: str, reason: str) -> None:
    assert reason in _refusal(tmp_path, MORE.replace(old, new))


SCORED = """
[scoring]
kind = "weights"
steps = [0, 50, 100]
full_mark = 4
pass_mark = 3

[[sections]]
code = "a"
title = "A"
title_ko = "가"
points = 4
parent = ""

[[requirements]]
code = "1"
title = "One"
title_ko = "하나"
section = "a"
text = "One thing."
text_ko = "한 가지."
weight = 4
"""


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("weight = 4", "weight = 3", "section a: weights make 3, not 4"),
        ("full_mark = 4", "full_mark = 5", "scoring: full_mark"),
        ("steps = [0, 50, 100]", "steps = [0, 100, 50]", "scoring: steps"),
        ('kind = "weights"', 'kind = "luck"', "scoring"),
        ('parent = ""', 'parent = "a"', "loop of sections"),
        ('parent = ""', 'parent = "b"', "section a: unknown section b"),
        ("points = 4", "points = -4", "section a: points -4"),
    ],
)
def test_scoring_adds_up(tmp_path: Path, old: str, new: str, reason: str) -> None:
    head = 'code = "mine"\nedition = "1"\ntitle = "M"\ntitle_ko = "엠"\n'
    (tmp_path / "mine.toml").write_text(head + SCORED, encoding="utf-8")
    assert checked(tmp_path / "mine.toml")
    assert reason in _refusal(tmp_path, head + SCORED.replace(old, new))
