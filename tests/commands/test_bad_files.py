"""Files that are not what they should be, through the real command line: one clear line, nothing lost."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.commands.conftest import Run


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (("품번", "품명", "수량"), ("P-1", "볼트", 4)):
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _bomb() -> bytes:
    """A workbook of a few hundred kilobytes whose sheet unpacks to 200 MB."""
    content = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(_workbook())) as source,
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as bomb,
    ):
        for name in source.namelist():
            body = source.read(name)
            if name.endswith("sheet1.xml"):
                body = body.replace(b"</sheetData>", b" " * 200_000_000 + b"</sheetData>")
            bomb.writestr(name, body)
    return content.getvalue()


def _protected() -> bytes:
    """The container of a workbook with a password, as far as a reader gets without it."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 504
        + "EncryptedPackage".encode("utf-16-le")
        + b"\0" * 2048
    )


BAD = {
    "empty.xlsx": (b"", "table.empty"),
    "protected.xlsx": (_protected(), "table.password"),
    "broken.xlsx": (_workbook()[:-200], "table.broken"),
    "turned.xlsx": (
        _workbook().replace(b"PK\x03\x04", b"PK\x03\x05", 1)[: len(_workbook()) // 2],
        "table.broken",
    ),
    "bomb.xlsx": (_bomb(), "table.bomb"),
    "picture.csv": (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "table.not_a_table"),
    "drawing.xlsx": (b"%PDF-1.7\n%", "table.not_a_table"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_one_clear_line(run: Run, tmp_path: Path, name: str) -> None:
    content, code = BAD[name]
    (tmp_path / name).write_bytes(content)
    for kind in ("bom", "plan"):
        said = run("import", kind, tmp_path / name, "--preview", "--json")
        assert said.refusal == code
        assert name in said.err
        assert said.out == ""


def test_a_missing_file_a_folder_and_a_huge_one_are_refused(run: Run, tmp_path: Path) -> None:
    assert run("import", "bom", tmp_path / "none.xlsx", "--preview").refusal == "table.missing"
    assert run("import", "plan", tmp_path, "--preview").refusal == "table.folder"
    with (tmp_path / "huge.xlsx").open("wb") as huge:
        huge.truncate(500_000_000)
    assert run("import", "bom", tmp_path / "huge.xlsx", "--preview").refusal == "table.too_big"


@pytest.mark.parametrize(
    ("encoding", "said_as"), [("cp949", "cp949"), ("utf-16", "utf-16"), ("utf-8-sig", "utf-8")]
)
def test_korean_text_tables_are_read_in_the_encodings_they_come_in(
    run: Run, tmp_path: Path, encoding: str, said_as: str
) -> None:
    file = tmp_path / "부품표.csv"
    file.write_text(
        "품번,품명,수량,단위\nP-1,육각 볼트,4,EA\nP-2,실링 ⌀12"[:48] + ",0.50,m\n",
        encoding=encoding,
        errors="replace",
    )
    said = run("import", "bom", file, "--preview", "--json")
    preview = json.loads(said.out)
    assert said_as in preview["encoding"].lower().replace("_", "-")
    assert (preview["rows"], preview["quantity_total"]) == (2, "4.5")
    assert preview["mapping"] == {"품번": "part_number", "품명": "name", "수량": "quantity", "단위": "unit"}


def test_a_western_text_table_keeps_its_signs(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(
        "Part Number;Name;Qty\nR-1;Widerstand 10 kΩ".replace("Ω", "Ohm") + " ±1 %;3\nR-2;Öse für Kabel;2\n",
        encoding="cp1252",
    )
    preview = json.loads(run("import", "bom", file, "--preview", "--json").out)
    assert "1252" in preview["encoding"]
    assert preview["quantity_total"] == "5"


def test_a_refused_import_changes_nothing(run: Run, place: Path, tmp_path: Path) -> None:
    before = json.loads(run("verify", "--factory", place, "--json").out)
    file = tmp_path / "loop.csv"
    file.write_text("Level,Part Number,Name,Qty\n1,A,a,1\n2,TOP,top,1\n", encoding="utf-8")
    words = ("--factory", place, "--parent", "TOP", "--user", "engineer")
    assert run("import", "bom", file, *words).refusal == "bom.cycle"
    (tmp_path / "broken.xlsx").write_bytes(BAD["broken.xlsx"][0])
    assert run("import", "bom", tmp_path / "broken.xlsx", *words).refusal == "table.broken"
    assert run(
        "import", "bom", file, "--factory", place, "--parent", "NONE", "--user", "engineer"
    ).refusal == ("record.not_found")
    after = json.loads(run("verify", "--factory", place, "--json").out)
    assert after["sound"]
    # Only the sign-ins and the refusals came to the chain; no row but those of the people changed.
    assert (after["rows"], after["files"]) == (before["rows"], before["files"])
    assert after["entries"] > before["entries"]
