"""Bad files: each is refused with its own sentence in both languages, fast, and never by another exception."""

from __future__ import annotations

import os
import stat
import struct
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.bom.import_xlsx import preview_bom
from app.drawings.import_guard import MAX_FILE
from app.drawings.import_xlsx import preview_plan, read_tables
from app.errors import PartproofError
from app.texts import Language
from tests.drawings_import.made_files import SHEET, changed, text_file, with_rows, workbook

SECONDS = 30.0  # far above what it takes: a hang fails, a busy machine does not
# The folder of a test serves all its examples; how long they take to make is no finding.
_SHARED = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


def _refused(path: Path) -> str:
    """Return the code of the refusal; the sentence must be whole in both languages."""
    begun = time.monotonic()
    with pytest.raises(PartproofError) as caught:
        read_tables(path)
    assert time.monotonic() - begun < SECONDS
    for language in (Language("en"), Language("ko")):
        sentence = language.explain(caught.value)
        assert path.name in sentence
        assert "{" not in sentence
    return caught.value.code


def _bytes(folder: Path, content: bytes, name: str = "t.xlsx") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_missing_folder_empty_and_blank(tmp_path: Path) -> None:
    assert _refused(tmp_path / "없음.xlsx") == "table.missing"
    assert _refused(tmp_path) == "table.folder"
    assert _refused(_bytes(tmp_path, b"")) == "table.empty"
    assert _refused(_bytes(tmp_path, b"\r\n  \t\r\n", "t.csv")) == "table.empty"
    assert _refused(_bytes(tmp_path, b",,,\n,,,\n", "u.csv")) == "table.empty"


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "big.xlsx"
    with path.open("wb") as target:
        target.truncate(500 * 1024 * 1024)
    assert path.stat().st_size > MAX_FILE
    assert _refused(path) == "table.too_big"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "pipe.csv"
    os.mkfifo(path)
    assert _refused(path) == "table.not_a_file"


@pytest.mark.skipif(getattr(os, "geteuid", lambda: 0)() == 0, reason="this user may read every file")
def test_a_file_without_read_permission(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    path.chmod(stat.S_IWUSR)
    assert _refused(path) == "table.unreadable"


def test_other_kinds_of_files_are_named(tmp_path: Path) -> None:
    assert _refused(_bytes(tmp_path, b"%PDF-1.7\n...", "t.csv")) == "table.not_a_table"
    assert _refused(_bytes(tmp_path, b"\x89PNG\r\n\x1a\n", "t.xlsx")) == "table.not_a_table"
    assert _refused(_bytes(tmp_path, b"<html><table><tr><td>1</td></tr>", "t.xls")) == "table.other_format"
    assert _refused(_bytes(tmp_path, b"a,b\n\x00\x01\x02\x00,1\n", "t.csv")) == "table.nul_bytes"


def test_encrypted_workbooks(tmp_path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
    encrypted = ole + "EncryptedPackage".encode("utf-16-le") + b"\0" * 96
    assert _refused(_bytes(tmp_path, encrypted)) == "table.password"
    assert _refused(_bytes(tmp_path, ole + "Workbook".encode("utf-16-le"), "t.xls")) == "table.broken"


def test_broken_and_cut_off_workbooks(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    whole = path.read_bytes()
    assert _refused(_bytes(tmp_path, whole[: len(whole) // 2])) == "table.broken"
    assert _refused(_bytes(tmp_path, b"PK\x03\x04" + b"x" * 100)) == "table.broken"
    assert _refused(changed(workbook(tmp_path), {SHEET: lambda body: body[:-40]})) == "table.broken"


def test_bombs(tmp_path: Path) -> None:
    zip_bomb = changed(workbook(tmp_path), {SHEET: lambda body: body + b" " * 150_000_000})
    assert zip_bomb.stat().st_size < 300_000
    assert _refused(zip_bomb) == "table.bomb"
    entities = b'<!DOCTYPE a [<!ENTITY b "cccccccc"><!ENTITY d "&b;&b;&b;&b;">]>'
    assert _refused(changed(workbook(tmp_path), {SHEET: lambda body: entities + body})) == "table.entities"


def test_a_lie_about_the_unpacked_size_is_counted(tmp_path: Path) -> None:
    path = changed(workbook(tmp_path), {SHEET: lambda body: body + b" " * 150_000_000})
    content = bytearray(path.read_bytes())
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        content[at + 24 : at + 28] = struct.pack("<I", 1000)
        at = content.find(b"PK\x01\x02", at + 1)
    assert _refused(_bytes(tmp_path, bytes(content))) in ("table.bomb", "table.broken")


@pytest.mark.parametrize(
    "xml",
    [
        pytest.param(b"<row/>" * 400_000, id="empty rows"),
        pytest.param(b"<row>" + b"<c/>" * 400_000 + b"</row>", id="empty cells in one row"),
        pytest.param(
            b"".join(b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (n, n) for n in range(10, 20_000)),
            id="last column",
        ),
        pytest.param(b'<row r="99999999999"><c><v>1</v></c></row>', id="row number"),
        pytest.param(b"<a>" * 100_000, id="depth"),
        pytest.param(b'<c r="A1" t="e">' * 50_000, id="unclosed errors"),
        pytest.param(b'<c r="A1"><f>' * 50_000, id="unclosed formulas"),
    ],
)
def test_sheets_made_to_exhaust_are_read_or_refused_in_time(tmp_path: Path, xml: bytes) -> None:
    path = with_rows(workbook(tmp_path), xml)
    outcome = _outcome_in_time(path)
    assert outcome in (2, "table.broken", "table.too_many_cells", "table.too_many_rows")


def _outcome_in_time(path: Path) -> int | str:
    """Return the number of rows read, or the code of the refusal."""
    begun = time.monotonic()
    outcome: int | str
    try:
        outcome = preview_bom(path).rows
    except PartproofError as refusal:
        outcome = refusal.code
    assert time.monotonic() - begun < SECONDS
    return outcome


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("part number,qty\n" + '"a,1\n' * 5_000, id="unclosed quotes"),
        pytest.param("part number,qty\n" + "," * 2_000_000, id="commas"),
        pytest.param("part number,qty\na," + "9" * 400_000, id="digits"),
        pytest.param("part number,qty\na," + "1 " * 60_000, id="digits and blanks"),
        pytest.param(
            "part number,parent,qty\n" + "".join(f"a{n},a{n + 1},1\n" for n in range(8_000)),
            id="a long chain",
        ),
        pytest.param("part number,qty,ref\na,1," + "R1-R99999 " * 10_000, id="ranges"),
    ],
)
def test_texts_made_to_exhaust_are_read_or_refused_in_time(tmp_path: Path, text: str) -> None:
    outcome = _outcome_in_time(text_file(tmp_path, text))
    assert isinstance(outcome, int) or outcome in ("table.broken_text", "table.too_many_cells")


_EDITS = st.lists(
    st.tuples(st.integers(0, 1_000_000), st.integers(0, 255), st.sampled_from("rdi")), max_size=12
)


def _mutated(content: bytes, edits: list[tuple[int, int, str]]) -> bytes:
    changing = bytearray(content)
    for place, value, how in edits:
        at = place % max(len(changing), 1)
        if how == "r" and changing:
            changing[at] = value
        elif how == "d":
            del changing[at : at + value % 16]
        else:
            changing[at:at] = bytes([value])
    return bytes(changing)


def _only_refusals(path: Path) -> None:
    for preview in (preview_bom, preview_plan):
        try:
            shown = preview(path).to_json()
        except PartproofError:
            continue
        assert shown["rows"] == len(preview(path).lines)


@given(edits=_EDITS)
@settings(max_examples=40, deadline=None, suppress_health_check=_SHARED)
def test_mutated_workbooks_raise_refusals_only(tmp_path: Path, edits: list[tuple[int, int, str]]) -> None:
    source = workbook(tmp_path)
    _only_refusals(_bytes(tmp_path, _mutated(source.read_bytes(), edits), "mutated.xlsx"))


@given(edits=_EDITS)
@settings(max_examples=40, deadline=None, suppress_health_check=_SHARED)
def test_mutated_sheets_raise_refusals_only(tmp_path: Path, edits: list[tuple[int, int, str]]) -> None:
    _only_refusals(changed(workbook(tmp_path), {SHEET: lambda body: _mutated(body, edits)}))


@given(edits=_EDITS)
@settings(max_examples=60, deadline=None, suppress_health_check=_SHARED)
def test_mutated_texts_raise_refusals_only(tmp_path: Path, edits: list[tuple[int, int, str]]) -> None:
    text = "품번,품명,규격,수량,상한공차\nP-1,하우징,62 ±0.1,2,0.1\nP-2,볼트,M6,1.5,\n합계,,,3.5,\n"
    _only_refusals(_bytes(tmp_path, _mutated(text.encode("cp949"), edits), "mutated.csv"))
