"""The bound PDF: each requirement has its chapter, each page its number, foreign pages stand upright and harmless."""

from __future__ import annotations

import io
import re
import subprocess
import uuid
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from app.certification.queries import requirement_rows
from app.documents.issue import issue_record
from app.documents.source import DocumentSource
from app.documents.terms import Terms
from app.documents.writers.volume import Binding, Chapter, Leaf, bind, defuse
from app.factory import Factory
from app.jobs import Progress
from app.packs.build import MadePack, make_pack
from app.settings import read_settings
from app.snapshot import snapshot
from app.texts import Language
from tests.crew import Crew
from tests.documents.tools import pdf_text, require, squeezed
from tests.documents_built.conftest import START, Built
from tests.documents_built.small_factory import make_small_factory
from tests.packs_built.conftest import TERMS


def made(built: Built, *languages: str, **facts: Any) -> MadePack:
    with snapshot(built.factory) as session:
        settings = read_settings(session)
        issue = issue_record(session, settings, START, uuid.UUID(int=3), "한길자동차")
        sources = [
            DocumentSource(
                session,
                Language(code),
                issue,
                settings,
                built.factory.read_file,
                "이품질",
                terms=TERMS,
                beside=False,
            )
            for code in languages or ("ko",)
        ]
        return make_pack(sources, built.made.assessment, built.factory.place.factory_id, Progress(), **facts)


@pytest.fixture(scope="module")
def both(unchanged: Built) -> MadePack:
    return made(unchanged, "ko", "en")


def bound(pack: MadePack, language: str = "ko") -> bytes:
    return next(
        one.file.content
        for one in pack.documents
        if one.file.kind == "evidence_pack" and one.file.language == language
    )


def outline(pdf: pikepdf.Pdf) -> list[tuple[str, int]]:
    numbers = {page.obj.objgen: index for index, page in enumerate(pdf.pages, start=1)}
    with pdf.open_outline() as opened:
        return [(item.title, numbers[item.destination[0].objgen]) for item in opened.root]  # type: ignore[index]


def test_every_requirement_has_its_chapter_and_every_page_its_number(
    unchanged: Built, both: MadePack, tmp_path: Path
) -> None:
    pack = both
    with unchanged.factory.reading() as session:
        rows = requirement_rows(session, unchanged.made.assessment)
    for language in ("ko", "en"):
        content = bound(pack, language)
        with pikepdf.open(io.BytesIO(content)) as pdf:
            chapters = outline(pdf)
            pages = len(pdf.pages)
        assert pages == pack.pages[language]
        titles = [title for title, _ in chapters]
        wanted = [f"{row.code}. {row.title_ko if language == 'ko' else row.title}" for row in rows]
        assert titles[-len(wanted) :] == wanted
        assert [number for _, number in chapters] == sorted(number for _, number in chapters)
        texts = pdf_text(content, tmp_path).split("\f")
        for number in range(1, pages + 1):
            line = f"{pages}쪽 중 {number}쪽" if language == "ko" else f"page {number} of {pages}"
            assert squeezed(line) in squeezed(texts[number - 1]), number
        contents = squeezed(texts[chapters[1][1] - 1])
        for title, number in chapters[-len(wanted) :]:
            name = squeezed(title.partition(". ")[2])
            assert re.search(re.escape(name) + r"[^0-9]{0,24}" + str(number), contents), title


def test_all_fonts_are_embedded_and_equal_input_gives_equal_bytes(
    unchanged: Built, both: MadePack, tmp_path: Path
) -> None:
    pack = both
    path = tmp_path / "bound.pdf"
    path.write_bytes(bound(pack))
    lines = subprocess.run(
        [require("pdffonts"), path], capture_output=True, text=True, check=True
    ).stdout.splitlines()[2:]
    assert lines
    assert all(re.search(r"yes yes (yes|no) +\d+ +0$", line) for line in lines), lines
    assert made(unchanged, "ko", "en").packed == pack.packed


def test_terms_are_printed_and_what_is_left_out_is_said(both: MadePack, tmp_path: Path) -> None:
    pack = both
    text = pdf_text(bound(pack), tmp_path)
    flat = squeezed(text)
    assert "양산승인" in flat
    assert "사용기한2027-06-30" in flat
    assert flat.count("대외비") > pack.pages["ko"]
    assert "이패키지에서대외비로제외한내용:자재명세서의1단계아래전개,자재명세서의대체품과비고." in flat
    assert "대체품:ST-BLT-M8B" not in flat
    assert pack.options["terms"] == TERMS.to_json()
    assert Terms.from_json(pack.options["terms"]) == TERMS


@pytest.mark.parametrize("engine_name", ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def test_a_locked_drawing_has_a_page_that_says_so(factory: Factory, crew: Crew, tmp_path: Path) -> None:
    small = make_small_factory(factory, crew, locked_drawing=True)
    pack = made(Built(factory, crew, small))
    text = squeezed(pdf_text(bound(pack), tmp_path))
    assert "암호가걸려있습니다" in text
    assert [path for path in pack.files if path.startswith("files/1_고객 원본")]


def _page(rotate: int) -> bytes:
    out = io.BytesIO()
    with pikepdf.Pdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(842, 595))
        page.obj[pikepdf.Name.Rotate] = rotate
        page.obj[pikepdf.Name.AA] = pikepdf.Dictionary(
            O=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        )
        link = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Link,
            Rect=[0, 0, 10, 10],
            A=pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe"),
        )
        page.obj[pikepdf.Name.Annots] = pdf.make_indirect(pikepdf.Array([link]))
        pdf.save(out)
    return out.getvalue()


def test_foreign_pages_lose_what_runs() -> None:
    with pikepdf.open(io.BytesIO(_page(0))) as pdf:
        defuse(pdf.pages[0])
        assert pikepdf.Name.AA not in pdf.pages[0].obj
        assert pikepdf.Name.A not in pdf.pages[0].obj[pikepdf.Name.Annots][0]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_stamps_stand_upright_on_turned_pages(rotate: int, tmp_path: Path) -> None:
    plain = Leaf("앞", _page(0))
    binding = Binding("t", "a", "ko", lambda page, pages: f"L{page}of{pages}", ["사본 COPY"], "", START)
    whole = bind(
        plain, "목차", lambda _starts: _page(0), [Chapter("1", [Leaf("도면", _page(rotate), True)])], binding
    )
    assert whole.pages == 3
    assert whole.starts == ((3,),)
    path = tmp_path / "w.pdf"
    path.write_bytes(whole.pdf)
    boxes = subprocess.run(
        [require("pdftotext"), "-f", "3", "-l", "3", "-bbox", path, "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    # Boxes are those of the page as it is shown; the size that is printed with them is not.
    width, height = (842.0, 595.0) if rotate in (0, 180) else (595.0, 842.0)
    words = {
        word: tuple(map(float, box))
        for *box, word in re.findall(
            r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]+)<', boxes
        )
    }
    left, top, right, bottom = words["L3of3"]
    assert right - left > bottom - top, "upright"
    assert left < 60
    assert bottom > height - 12
    left, top, right, bottom = words["COPY"]
    assert right - left > bottom - top
    assert right > width - 90
    assert top < 70
