"""Old xls workbooks, made by LibreOffice from new ones: read alike, and refused when damaged or encrypted."""

from __future__ import annotations

import random
import shutil
import struct
import subprocess
from pathlib import Path

import pytest

from app.bom.import_xlsx import preview_bom
from app.drawings.import_biff import check_xls
from app.errors import PartproofError
from tests.drawings_import.made_files import PARTS, workbook

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("soffice") is None, reason="LibreOffice, which makes the file, is absent"
    ),
]


@pytest.fixture(scope="module")
def old_workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("xls")
    rows = [*PARTS, *((f"P-{index}", "이름", index / 4) for index in range(1, 40))]
    source = workbook(folder, rows)
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    subprocess.run(
        [*command, "--convert-to", "xls", "--outdir", str(folder), str(source)],
        check=True,
        capture_output=True,
    )
    return folder / "parts.xls"


def test_an_old_workbook_is_read_like_a_new_one(old_workbook: Path) -> None:
    old, new = preview_bom(old_workbook), preview_bom(old_workbook.with_suffix(".xlsx"))
    assert (old.rows, old.quantity_total) == (new.rows, new.quantity_total) == (41, "200")
    assert [line.name for line in old.lines] == [line.name for line in new.lines]


def test_an_encrypted_or_endless_old_workbook_is_refused(old_workbook: Path) -> None:
    content = old_workbook.read_bytes()
    dimensions = content.index(struct.pack("<HH", 0x0200, 14))
    wide = bytearray(content)
    struct.pack_into("<IIHH", wide, dimensions + 4, 0, 4_000_000_000, 0, 60_000)
    assert _code(bytes(wide)) == "table.too_many_cells"
    locked = bytearray(content)
    struct.pack_into("<H", locked, dimensions, 0x002F)
    assert _code(bytes(locked)) == "table.password"
    assert _code(content[:700]) == "table.broken"


def _code(content: bytes) -> str:
    with pytest.raises(PartproofError) as caught:
        check_xls(content, "t.xls")
    return caught.value.code


def test_mutated_old_workbooks_raise_refusals_only(old_workbook: Path, tmp_path: Path) -> None:
    chance = random.Random(7)
    content = old_workbook.read_bytes()
    path = tmp_path / "t.xls"
    refused = 0
    for _ in range(100):
        changing = bytearray(content)
        for _ in range(chance.choice((1, 4, 32))):
            changing[chance.randrange(len(changing))] = chance.randrange(256)
        path.write_bytes(bytes(changing))
        try:
            preview_bom(path)
        except PartproofError:
            refused += 1
    assert 0 < refused < 100
