"""Every document in Korean alone, in English alone and side by side, read in its files. What people named stays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import select

from app.documents.blocks import Column, Fact, Heading, Table
from app.documents.document import Document
from app.documents.issue import issue_document, reissue_document
from app.documents.writers.pdf import write_pdf
from app.documents.writers.xlsx import write_xlsx
from models.certification import IssuedDocument
from models.vocab import Role
from tests.documents.tools import pdf_text, squeezed, workbook_text
from tests.documents_built.conftest import Built
from tests.documents_built.test_built_documents import KINDS

HANGUL = re.compile("[가-힣]")
_FIRST = ("최초 발행", "최초 발행", "first issue")
READ = ("bom_list", "change_report", "checklist", "dimensional_results", "submission_warrant")


def parts(value: object) -> Iterator[object]:
    """Yield a document and everything it is made of."""
    if is_dataclass(value) and not isinstance(value, type):
        yield value
        for one in fields(value):
            yield from parts(getattr(value, one.name))
    elif isinstance(value, tuple | list):
        for entry in value:
            yield from parts(entry)


def besides(document: Document) -> set[str]:
    """Return what stands beside the words of a document."""
    found = {getattr(one, name, "") for one in parts(document) for name in ("subtitle", "group_subtitle")}
    return found - {""}


def labels(document: Document) -> set[str]:
    """Return the words that the program puts on a document; none of them is data."""
    found = {document.title}
    for one in parts(document):
        if isinstance(one, Fact):
            found.add(one.label)
        elif isinstance(one, Column):
            found |= {one.title, one.group}
        elif isinstance(one, Heading):
            found.add(one.text)
        elif isinstance(one, Table):
            found.add(one.title)
    return found - {""}


def in_three(built: Built, kind: str) -> tuple[Document, Document, Document]:
    return (
        built.document(kind, "ko", beside=False),
        built.document(kind, "en", beside=False),
        built.document(kind, "ko"),
    )


@pytest.mark.parametrize("kind", KINDS)
def test_each_language_stands_alone_or_beside(unchanged: Built, kind: str) -> None:
    korean, english, both = in_three(unchanged, kind)
    assert [one.written_in for one in (korean, english, both)] == ["ko", "en", "both"]
    assert besides(korean) == besides(english) == set()
    assert besides(both) >= {both.subtitle}
    assert not HANGUL.search(both.subtitle)
    assert labels(korean) == labels(both)
    # A heading may name a record: its number and the part's name as people keep it.
    named = sorted(one for one in labels(english) if HANGUL.search(one))
    assert [one for one in named if not re.fullmatch(r"Lot [0-9-]+ · \S+ 허브 하우징", one)] == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", READ)
def test_the_files_say_only_what_their_language_has(unchanged: Built, tmp_path: Path, kind: str) -> None:
    # The drawing behind a report is the customer's own page, in whatever language it was drawn.
    korean, english, both = (replace(one, attachments=()) for one in in_three(unchanged, kind))
    own = squeezed("\n".join(korean.texts()))
    foreign = [one for one in map(squeezed, besides(both)) if len(one) > 4 and one not in own]
    hangul = [squeezed(one) for one in labels(korean) if len(HANGUL.findall(one)) > 2]
    kept = squeezed("\n".join(english.texts()))
    assert len(foreign) > 10
    assert len(hangul) > 5
    for write, read in ((write_xlsx, workbook_text), (write_pdf, lambda made: pdf_text(made, tmp_path))):
        said = {one.written_in: squeezed(read(write(one))) for one in (korean, english, both)}
        assert [one for one in foreign if one in said["ko"]] == []
        assert [one for one in foreign if one not in said["both"]] == []
        assert [one for one in hangul if one in said["en"] and one not in kept] == []
        assert squeezed(korean.title) in said["ko"]
        assert squeezed(english.title) in said["en"]
    assert [one for one in hangul if one in kept] == []


def test_the_three_have_names_and_records_of_their_own(built: Built, tmp_path: Path) -> None:
    quality, finished = built.crew.actor(Role.QUALITY), built.made.finished
    made = {
        code: issue_document(
            built.factory,
            "inspection_certificate",
            finished,
            tmp_path,
            actor=quality,
            language=code,
            formats=("xlsx",),
        )[0]
        for code in ("", "ko", "en")
    }
    assert [path.stem.rsplit("_", 1)[1] for path in made.values()] == ["ko-en", "ko", "en"]
    with built.factory.reading() as session:
        rows = session.execute(select(IssuedDocument.id, IssuedDocument.language)).all()
    assert [code for _, code in rows] == ["both", "ko", "en"]
    for (row_id, _), path in zip(rows, made.values(), strict=True):
        assert reissue_document(built.factory, row_id, tmp_path / "again").read_bytes() == path.read_bytes()
    # The counts do not run into one another.
    texts = [workbook_text(path.read_bytes()) for path in made.values()]
    assert [word in text for word, text in zip(_FIRST, texts, strict=True)] == [True] * 3
