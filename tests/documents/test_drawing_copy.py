"""Stamped copies of drawings: upright on turned pages, a QR that reads back, a watermark on what is replaced."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
import zxingcpp
from PIL import Image
from sqlalchemy import text

from app.changes.release import release
from app.documents.drawing_copy import export_drawing, stamped_drawing
from app.drawings.distribution import issue_copy
from app.drawings.distribution_queries import copy_row
from app.drawings.documents import attach_file, start_document_revision
from app.drawings.pages import find_text, open_pages, page_source, page_text, render
from app.drawings.queries import document_revision_head
from app.errors import PartproofError
from app.factory import Factory
from models.vocab import Noun, Role
from tests.app.test_thread_of_release import approve, make_drawing
from tests.crew import Crew
from tests.drawings_pages.conftest import one_page
from tests.rules.world import World


def _turned(angle: int) -> bytes:
    # A drawing's sheet in A3, its text along the longer side when shown turned by the angle.
    return one_page(b"BT /F1 20 Tf 100 100 Td (SHEET) Tj ET", "0 0 1191 842", f"/Rotate {angle}")


def _released(factory: Factory, crew: Crew, number: str, content: bytes) -> int:
    engineer = crew.actor(Role.ENGINEER)
    drawing = make_drawing(factory, engineer, number)
    factory.perform(attach_file, drawing, content, "sheet.pdf", actor=engineer)
    approve(factory, crew, Noun.DOCUMENT_REVISION, drawing)
    factory.perform(release, [(Noun.DOCUMENT_REVISION, drawing)], actor=engineer)
    return drawing


@pytest.mark.parametrize("engine_name", ["sqlite"])
@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_a_controlled_copy_is_stamped_upright_and_its_code_reads_back(
    factory: Factory, crew: Crew, angle: int
) -> None:
    engineer = crew.actor(Role.ENGINEER)
    drawing = _released(factory, crew, "DW-1", _turned(angle))
    copy = factory.perform(issue_copy, drawing, place="2라인", holder="최작업", actor=engineer).result
    (file,) = stamped_drawing(factory, drawing, actor=engineer, language="ko", copy_id=copy)
    assert file.name == "DW-1 A 01.pdf"
    source = page_source(file.content, file.name)
    (page,) = open_pages(source).pages
    runs = [run for run in page_text(source, 0) if "DW-1" in run.text or "관리본" in run.text]
    assert {run.angle for run in runs} == {0}
    assert all(run.x > page.width / 2 and run.y < page.height / 3 for run in runs)
    for words in (
        "관리본",
        "CONTROLLED COPY",
        "DW-1",
        "Rev A",
        "출도",
        "1번: 2라인, 최작업",
        "2026-11-24",
        "김설계",
    ):
        assert find_text(source, words, 0), words
    assert not find_text(source, "SUPERSEDED", 0)
    picture = Image.open(io.BytesIO(render(source, 0, 3.0).png()))
    row = factory.ask(copy_row, copy)
    assert row is not None
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [row.code]


def test_what_is_replaced_carries_a_watermark_and_the_print_is_recorded(
    factory: Factory, crew: Crew, tmp_path: Path
) -> None:
    engineer = crew.actor(Role.ENGINEER)
    first = _released(factory, crew, "DW-1", _turned(0))
    head = factory.ask(document_revision_head, first)
    assert head is not None
    facts = {"label": "B", "reason": "EO"}
    second = factory.perform(start_document_revision, head.document_id, **facts, actor=engineer).result
    factory.perform(attach_file, second, _turned(90), "sheet.pdf", actor=engineer)
    (draft,) = stamped_drawing(factory, second, actor=engineer, language="en")
    assert find_text(draft.content, "DRAFT", 0, "d.pdf")
    assert find_text(draft.content, "UNCONTROLLED COPY", 0, "d.pdf")
    approve(factory, crew, Noun.DOCUMENT_REVISION, second)
    factory.perform(release, [(Noun.DOCUMENT_REVISION, second)], actor=engineer)
    (path,) = export_drawing(factory, first, tmp_path, actor=engineer, language="ko")
    assert find_text(path, "구판", 0)
    assert find_text(path, "SUPERSEDED", 0)
    stored = next(file for file in head.files if file.page_count)
    assert factory.read_file(stored.file_hash) == _turned(0), "the original is as it was"
    with pikepdf.open(path) as opened:
        assert len(opened.pages) == 1
    with World(factory, crew, {}).raw() as connection:
        acts = connection.execute(text("SELECT COUNT(*) FROM audit_entry WHERE action = 'drawing_copied'"))
        assert acts.scalar_one() == 1


def test_a_drawing_without_pages_is_not_stamped(factory: Factory, crew: Crew) -> None:
    engineer = crew.actor(Role.ENGINEER)
    drawing = make_drawing(factory, engineer, "DW-1")
    with pytest.raises(PartproofError) as refused:
        stamped_drawing(factory, drawing, actor=engineer, language="ko")
    assert refused.value.code == "distribution.nothing_to_copy"
