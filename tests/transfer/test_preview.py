"""What the preview says before anything is written: matches, doubts, what is missing, what is left out."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from app.errors import PartproofError
from app.transfer.planning import Existing, plan_parts, read_sources
from app.transfer.preview import FileChoice, MatchState, Reading, TransferPreview
from tests.transfer.shop import TODAY, drawing, register, row

NOTHING = Existing({}, {})


class Desk:
    """A register and a folder that a test fills."""

    def __init__(self, folder: Path) -> None:
        self.place = folder
        self.folder = folder / "도면"
        self.folder.mkdir()

    def file(self, name: str, text: str = "") -> None:
        """Put a drawing into the folder."""
        (self.folder / name).write_bytes(drawing(text or name.encode().hex()))

    def show(
        self, *rows: list[object], reading: Reading | None = None, existing: Existing = NOTHING
    ) -> TransferPreview:
        """Return the preview of these rows."""
        book = register(self.place / "대장.xlsx", rows)
        return plan_parts(
            read_sources(book, self.folder), reading or Reading(), today=TODAY, existing=existing
        )


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An empty desk."""
    return Desk(tmp_path)


def _matches(shown: TransferPreview) -> dict[str, tuple[str, str, str]]:
    return {match.path: (match.revision, match.state.value, match.reason.code) for match in shown.matches}


def _reasons(rows: object) -> dict[tuple[int, str], str]:
    return {(entry.row, entry.what): entry.reason.code for entry in rows}  # type: ignore[attr-defined]


def test_number_and_revision_of_the_name_meet_the_register(desk: Desk) -> None:
    desk.file("HB-1_A_축.pdf")
    desk.file("HB2_B_축.pdf")
    desk.file("HB-3 스케치.pdf")
    desk.file("엉뚱한 것.pdf")
    shown = desk.show(row("HB-1"), row("HB-2", rev="B"), row("HB-3", rev="C"))
    assert _matches(shown) == {
        "HB-1_A_축.pdf": ("A", "taken", "match.number"),
        "HB2_B_축.pdf": ("B", "taken", "match.spelling"),
        "HB-3 스케치.pdf": ("C", "taken", "match.number_alone"),
        "엉뚱한 것.pdf": ("", "left", "match.not_listed"),
    }
    assert shown.reading.patterns[0] == "{number}_{revision}_{name}"
    strict = desk.show(
        row("HB-1"), row("HB-3", rev="C"), reading=Reading(patterns=("{number}_{revision}_{name}",))
    )
    assert _matches(strict)["HB-3 스케치.pdf"] == ("C", "check", "match.beginning")
    assert _matches(strict)["엉뚱한 것.pdf"] == ("", "left", "match.no_pattern")
    assert (shown.count("part", release=True), shown.count("revision"), shown.count("file")) == (3, 3, 3)


def test_a_name_against_the_register_waits_for_a_word(desk: Desk) -> None:
    desk.file("HB-1_B_축.pdf")
    shown = desk.show(row("HB-1", rev="A"))
    assert _matches(shown)["HB-1_B_축.pdf"] == ("B", "contradiction", "match.newer")
    assert _reasons(shown.missing) == {(3, "HB-1"): "missing.file"}
    assert shown.count("part", release=True) == 0
    said = Reading(choices={"HB-1_B_축.pdf": FileChoice(revision="A")})
    settled = desk.show(row("HB-1", rev="A"), reading=said)
    assert _matches(settled)["HB-1_B_축.pdf"] == ("A", "taken", "match.hand")
    assert settled.count("part", release=True) == 1
    assert settled.plan_hash != shown.plan_hash


def test_a_laxer_pattern_does_not_silence_a_contradiction(desk: Desk) -> None:
    desk.file("HB-1_D_축.pdf")
    patterns = ("{number}_{name}", "{number}_{revision}_{name}")
    shown = desk.show(row("HB-1", rev="C"), reading=Reading(patterns=patterns))
    assert _matches(shown)["HB-1_D_축.pdf"][2] == "match.newer"


def test_older_revisions_come_along_as_history(desk: Desk) -> None:
    for label in "CAB":
        desk.file(f"HB-1_{label}_축.pdf")
    shown = desk.show(row("HB-1", rev="C"))
    revisions = [line.content for line in shown.lines if line.content["what"] == "revision"]
    assert [(line["revision"], line["order"], line["current"]) for line in revisions] == [
        ("A", 0, False),
        ("B", 1, False),
        ("C", 2, True),
    ]
    # Only the register's own revision has its date: nobody said when the others were approved.
    assert [line["approved_on"] for line in revisions] == [None, None, "2019-05-31"]


def test_old_files_do_not_stand_in_for_the_current_one(desk: Desk) -> None:
    desk.file("HB-1_A_축.pdf")
    shown = desk.show(row("HB-1", rev="C"))
    assert shown.count("revision") == 0
    assert _reasons(shown.missing) == {(3, "HB-1"): "missing.file"}


def test_two_files_that_cannot_both_be_it_are_held(desk: Desk) -> None:
    desk.file("HB-1_A_축.pdf", "one")
    desk.file("HB-1_A_축 (2).pdf", "another")
    shown = desk.show(row("HB-1"))
    assert {match.reason.code for match in shown.matches} == {"match.several"}
    left = Reading(choices={"HB-1_A_축 (2).pdf": FileChoice(leave=True)})
    assert desk.show(row("HB-1"), reading=left).count("file") == 1


def test_the_same_content_is_taken_once(desk: Desk) -> None:
    desk.file("HB-1_A_축.pdf", "one")
    desk.file("HB-1_A_사본.pdf", "one")
    states = sorted(match.state for match in desk.show(row("HB-1")).matches)
    assert states == [MatchState.LEFT, MatchState.TAKEN]


def test_a_pdf_and_its_model_are_one_revision(desk: Desk) -> None:
    desk.file("HB-1_A_축.pdf")
    (desk.folder / "HB-1_A_축.step").write_bytes(b"ISO-10303-21;")
    shown = desk.show(row("HB-1"))
    assert (shown.count("revision"), shown.count("file")) == (1, 2)


def test_files_beside_the_register_are_taken_only_when_wanted(desk: Desk) -> None:
    desk.file("HB-1_A_축.pdf")
    desk.file("ZZ-9_B_기타.pdf")
    assert _matches(desk.show(row("HB-1")))["ZZ-9_B_기타.pdf"][2] == "match.not_listed"
    wanted = desk.show(row("HB-1"), reading=Reading(unlisted=True))
    assert wanted.count("revision") == 2
    assert wanted.count("part") == 1


def test_what_needs_no_drawing_is_released_in_bulk(desk: Desk) -> None:
    shown = desk.show(
        row("M-1", "강판", "원자재", rev=""),
        row("B-1", "볼트", "표준품", rev=""),
        row("P-1", "박스", "포장재", rev=""),
        row("C-1", "베어링", "구매품", rev=""),
        row("S-1", "하우징", "부품", source="사급"),
        row("HB-1", "축", "부품"),
    )
    released = {line.content["number"] for line in shown.lines if line.content["release"]}
    assert released == {"M-1", "B-1", "P-1", "C-1", "S-1"}
    assert desk.show(row("HB-1"), reading=Reading(drafts=False)).count("part") == 0


def test_rows_that_contradict_or_repeat_each_other_are_listed(desk: Desk) -> None:
    shown = desk.show(
        row("HB-1"),
        row("hb-1"),
        row("HB-1", "다른 이름"),
        row("HB-2", day="내년"),
        row("HB-3", day="2031-01-01"),
        row(""),
        row("X" * 70),
        row("HB-4", kind="처음 보는 말"),
        row("HB-5", day="19.05.31"),
    )
    assert _reasons(shown.left_out) == {
        (4, "hb-1"): "row.twice",
        (5, "HB-1"): "row.twice_otherwise",
        (6, "HB-2"): "row.bad_date",
        (7, "HB-3"): "row.future_date",
        (8, ""): "row.no_number",
        (9, "X" * 60): "row.too_long",
    }
    assert _reasons(shown.notes) == {
        (4, "hb-1"): "row.other_spelling",
        (10, "HB-4"): "row.unknown_word",
        (11, "HB-5"): "row.short_year",
    }


def test_numbers_of_the_factory_are_left_out_in_any_spelling(desk: Desk) -> None:
    desk.file("HB-1_A_축.pdf")
    existing = Existing({"hb-1": "hb-1", "hb-2": "HB-2"}, {"hb-1": "hb-1"})
    shown = desk.show(row("HB-1"), row("HB-2", kind="표준품"), existing=existing)
    assert shown.lines == ()
    codes = sorted(entry.reason.code for entry in shown.left_out)
    assert codes == ["row.exists", "row.exists_otherwise", "row.exists_otherwise"]


def test_the_users_words_win_over_what_is_recognised(desk: Desk) -> None:
    reading = Reading(mapping={"비품명": "name"}, kinds={"볼트류": "standard"})
    with pytest.raises(PartproofError, match=r"table\.unknown_column"):
        desk.show(row("B-1", "볼트", "볼트류", rev=""), reading=reading)
    shown = desk.show(row("B-1", "볼트", "볼트류", rev=""), reading=Reading(kinds={"볼트류": "standard"}))
    assert shown.count("part", kind="standard", release=True) == 1


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp949", "utf-16"])
def test_a_text_register_is_read_in_any_usual_encoding(desk: Desk, encoding: str) -> None:
    desk.file("HB-1_A_축.pdf")
    book = desk.place / "대장.csv"
    titles = "품번,품명,Rev,승인일,승인자"
    lines = f"{titles}\nHB-1,회전축 조립체,A,2019-05-31,김부장\nHB-2,하우징 덮개,B,2020-01-02,이과장\n"
    book.write_bytes(lines.encode(encoding))
    shown = plan_parts(read_sources(book, desk.folder), Reading(), today=TODAY, existing=NOTHING)
    assert [line.content["name"] for line in shown.lines if line.content["what"] == "part"] == [
        "회전축 조립체",
        "하우징 덮개",
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "table.empty"),
        (b"%PDF-1.7", "table.not_a_table"),
        (b"PK\x03\x04broken", "table.broken"),
        ("가,나\n1,2\n".encode(), "table.no_header"),
    ],
)
def test_a_register_that_is_none_is_refused(desk: Desk, content: bytes, code: str) -> None:
    book = desk.place / "대장.csv"
    book.write_bytes(content)
    with pytest.raises(PartproofError) as refused:
        plan_parts(read_sources(book, desk.folder), Reading(), today=TODAY, existing=NOTHING)
    assert refused.value.code == code


def test_the_hash_of_a_plan_knows_every_fact_of_it(desk: Desk) -> None:
    desk.file("HB-1_A_축.pdf", "one")
    book = desk.place / "대장.csv"

    def plan_hash(text: str, reading: Reading | None = None) -> str:
        book.write_text(f"품번,품명,Rev,승인일\n{text}\n", encoding="utf-8")
        sources = read_sources(book, desk.folder)
        return plan_parts(sources, reading or Reading(), today=TODAY, existing=NOTHING).plan_hash

    first = plan_hash("HB-1,축,A,2019-05-31")
    assert plan_hash("HB-1,축,A,2019-05-31") == first
    assert plan_hash("HB-1,축2,A,2019-05-31") != first
    assert plan_hash("HB-1,축,A,2019-05-30") != first
    assert plan_hash("HB-1,축,A,2019-05-31", Reading(unlisted=True)) != first
    desk.file("HB-1_A_축.pdf", "another content")
    assert plan_hash("HB-1,축,A,2019-05-31") != first


def test_one_sheet_under_two_numbers_and_dates_against_labels_are_named(desk: Desk) -> None:
    desk.file("HB-1_B_축.pdf", "one")
    desk.file("HB-2_A_축.pdf", "one")
    shown = desk.show(
        row("HB-1", rev="A", day="2020-05-01"), row("HB-1", rev="B", day="2019-05-01"), row("HB-2")
    )
    assert _reasons(shown.notes) == {
        (4, "HB-1"): "row.dates_against_labels",
        (5, "HB-2_A_축.pdf"): "match.shared_content",
    }
    assert shown.count("file") == 2


def test_a_column_read_as_the_number_by_mistake_is_noticed(desk: Desk) -> None:
    lines = "".join(f"단품,축 {at},R{at},2019-05-31\n" for at in range(20_000))
    book = desk.place / "대장.csv"
    book.write_text(f"품번,품명,Rev,승인일\n{lines}", encoding="utf-8")
    # Processor time: what other programs take of a busy machine does not count.
    began = time.process_time()
    shown = plan_parts(read_sources(book, desk.folder), Reading(), today=TODAY, existing=NOTHING)
    assert time.process_time() - began < 20
    assert {entry.reason.code for entry in shown.left_out} == {"row.too_many_revisions"}
    assert len(shown.left_out) == 19_800
