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
    assert content["checked_against_licensed_copy"] == ""
    for entry in content["requirements"]:
        row = table[entry["code"]]
        assert (entry["title"], entry["title_ko"]) == (
            row["element_en"].strip("- "),
            row["element_ko"].strip("- "),
        )
        assert entry["verified"] == (row["verified"] == "yes")
        assert entry["sources"]


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
