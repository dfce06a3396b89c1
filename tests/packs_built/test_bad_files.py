"""Files that a pack cannot show or hold: the pack is made and says so, or is refused with nothing left behind."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from app.certification.assessments import attach_evidence
from app.certification.queries import requirement_rows
from app.errors import PartproofError
from app.packs import build, volume
from app.packs.assemble import issue_pack
from app.packs.verify import verify_pack
from models.vocab import Role
from tests.documents.tools import pdf_text, squeezed
from tests.documents_built.conftest import Built
from tests.documents_built.small_factory import locked_pdf
from tests.packs_built.test_pack import entries

LONG = "가" * 200 + ".pdf"
ESCAPING = "../../../etc/=cmd|calc.pdf"
DECOMPOSED = "도면.pdf"


def attach(built: Built, files: dict[str, bytes]) -> None:
    with built.factory.reading() as session:
        row = next(one for one in requirement_rows(session, built.made.assessment) if one.code == "5")
    for name, content in files.items():
        built.factory.perform(attach_evidence, row.id, content, name, actor=built.crew.actor(Role.QUALITY))


def packed(built: Built, out: Path) -> dict[str, bytes]:
    pack = issue_pack(built.factory, built.made.assessment, out, actor=built.crew.actor(Role.QUALITY))
    assert verify_pack(out, built.factory).sound
    assert pack.pages["both"] > 20
    return entries(out)


def test_hostile_names_and_damaged_files_are_packed_and_named(built: Built, tmp_path: Path) -> None:
    broken = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>"
    files = {LONG: broken, ESCAPING: locked_pdf(), DECOMPOSED: b"%PDF-1.4 cut", "CON.pdf": b"%PDF-"}
    attach(built, files)
    inside = packed(built, tmp_path / "p.zip")
    named = [name for name in inside if name.startswith("files/5_")]
    assert {inside[name] for name in named} >= set(files.values())
    assert all(".." not in name and "|" not in name and len(name.encode()) <= 350 for name in inside)
    text = squeezed(pdf_text(inside["evidence_pack_PPAP-2026-001_ko-en.pdf"], tmp_path))
    assert "암호가걸려있습니다" in text
    assert text.count("손상되었거나PDF가아닙니다") >= 2


def test_what_is_too_large_to_show_goes_in_as_a_file(
    built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(volume, "MOST_SHOWN_BYTES", 1_000)
    inside = packed(built, tmp_path / "p.zip")
    text = squeezed(pdf_text(inside["evidence_pack_PPAP-2026-001_ko-en.pdf"], tmp_path))
    assert "여기에싣기에는너무큽니다" in text
    assert "files/1_도면 DW-2210.pdf" in inside


def test_more_than_a_pack_holds_is_refused_with_nothing_left(
    built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "MOST_BYTES", 10)
    with pytest.raises(PartproofError) as refused:
        issue_pack(
            built.factory,
            built.made.assessment,
            tmp_path / "out" / "p.zip",
            actor=built.crew.actor(Role.QUALITY),
        )
    assert refused.value.code == "packs.too_large"
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
@pytest.mark.skipif(
    "PARTPROOF_LARGE_FILES" not in os.environ, reason="needs some gigabytes of memory and disk"
)
def test_a_file_of_400_megabytes_goes_in(built: Built, tmp_path: Path) -> None:
    content = io.BytesIO()
    content.write(b"%PDF-1.7\n")
    content.truncate(400 * 1024 * 1024)
    content.seek(0, 2)
    attach(built, {"크다.pdf": content.getvalue().ljust(400 * 1024 * 1024, b"\0")})
    inside = packed(built, tmp_path / "p.zip")
    assert max(map(len, inside.values())) == 400 * 1024 * 1024
