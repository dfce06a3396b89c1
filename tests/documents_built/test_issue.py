"""Issuing: recorded with hash and head, whole or not at all, the same bytes again, no open balloons."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from app.audit_trail import check_trail
from app.documents.document import IssueRecord
from app.documents.issue import issue_document, publish, record_issued, reissue_document
from app.drawings.characteristics import CharacteristicFacts, add_characteristic
from app.drawings.documents import start_document_revision
from app.errors import PartproofError
from app.factory import Factory
from app.snapshot import snapshot
from models.audit import AuditEntry
from models.certification import IssuedDocument
from models.document import DocumentRevision
from models.vocab import CharacteristicKind, Role
from tests.crew import Crew
from tests.documents_built.conftest import Built
from tests.documents_built.small_factory import make_small_factory


def test_issued_documents_are_recorded_with_their_hash_and_head(
    factory: Factory, crew: Crew, tmp_path: Path
) -> None:
    made = make_small_factory(factory, crew)
    paths = issue_document(
        factory, "dimensional_results", made.finished, tmp_path / "나감", actor=crew.actor(Role.QUALITY)
    )
    assert [path.name for path in paths] == [
        "dimensional_results_DR-IN-2026-0001_ko-en.xlsx",
        "dimensional_results_DR-IN-2026-0001_ko-en.pdf",
    ]
    with snapshot(factory) as session:
        rows = session.scalars(select(IssuedDocument).order_by(IssuedDocument.id)).all()
        assert [row.file_hash for row in rows] == [
            hashlib.sha256(path.read_bytes()).hexdigest() for path in paths
        ]
        for row in rows:
            entry = session.scalars(select(AuditEntry).where(AuditEntry.seq == row.audit_seq)).one()
            assert entry.hash == row.audit_hash
            assert row.issued_by_id == crew.actor(Role.QUALITY).user_id
        assert check_trail(session).sound
    again = reissue_document(factory, rows[1].id, tmp_path / "again.pdf")
    assert again.read_bytes() == paths[1].read_bytes()


def test_a_document_issued_later_leaves_the_first_as_it_was(built: Built, tmp_path: Path) -> None:
    quality = built.crew.actor(Role.QUALITY)
    (first,) = issue_document(
        built.factory, "checklist", built.made.assessment, tmp_path, actor=quality, formats=("pdf",)
    )
    before = first.read_bytes()
    (second,) = issue_document(
        built.factory, "checklist", built.made.assessment, tmp_path, actor=quality, formats=("pdf",)
    )
    assert second.read_bytes() != before
    with built.factory.reading() as session:
        first_id = session.scalars(select(IssuedDocument.id).order_by(IssuedDocument.id)).first()
    assert first_id is not None
    assert reissue_document(built.factory, first_id, tmp_path / "first.pdf").read_bytes() == before


@pytest.mark.parametrize(
    ("kind", "facts", "code"),
    [
        ("nothing", {}, "documents.no_kind"),
        ("bom_list", {"formats": ("docx",)}, "documents.no_format"),
        ("bom_list", {"language": "de"}, "documents.no_language"),
    ],
)
def test_what_is_not_there_is_refused(
    built: Built, tmp_path: Path, kind: str, facts: dict[str, str], code: str
) -> None:
    with pytest.raises(PartproofError) as refused:
        issue_document(
            built.factory, kind, 1, tmp_path / "out", actor=built.crew.actor(Role.QUALITY), **facts
        )
    assert refused.value.code == code
    with pytest.raises(PartproofError) as missing:
        issue_document(
            built.factory, "bom_list", 9_999, tmp_path / "out", actor=built.crew.actor(Role.QUALITY)
        )
    assert missing.value.code == "documents.no_record"
    assert not (tmp_path / "out").exists()


def test_who_may_not_issue_leaves_no_file(built: Built, tmp_path: Path) -> None:
    with pytest.raises(PartproofError) as refused:
        issue_document(
            built.factory,
            "bom_list",
            built.made.part_revision,
            tmp_path / "out",
            actor=built.crew.actor(Role.OPERATOR),
        )
    assert refused.value.code == "right.missing"
    assert list((tmp_path / "out").iterdir()) == []


def test_a_record_that_fails_leaves_no_file(tmp_path: Path) -> None:
    def fail() -> None:
        assert len(list(tmp_path.iterdir())) == 2
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish([(tmp_path / "a.pdf", b"a"), (tmp_path / "b.pdf", b"b")], fail)
    assert list(tmp_path.iterdir()) == []


def test_unconfirmed_balloons_refuse_the_export(built: Built, tmp_path: Path) -> None:
    engineer = built.crew.actor(Role.ENGINEER)
    with built.factory.reading() as session:
        document_id = session.get_one(DocumentRevision, built.made.drawing).document_id
    draft = built.factory.perform(
        start_document_revision, document_id, label="C", reason="EO", actor=engineer
    ).result
    facts = CharacteristicFacts("1", CharacteristicKind.LENGTH, "40", Decimal("40"), confirmed=False)
    built.factory.perform(add_characteristic, draft, facts, actor=engineer)
    with pytest.raises(PartproofError) as refused:
        issue_document(built.factory, "characteristics_list", draft, tmp_path / "out", actor=engineer)
    assert refused.value.code == "documents.unconfirmed_balloons"
    assert refused.value.values["numbers"] == "1"
    assert not (tmp_path / "out").exists()


def test_a_signature_on_other_content_is_shown_as_void(built: Built) -> None:
    # Behind the program's back, and past the refusals of the database: no verb changes what is signed.
    file = built.factory.place.database_file
    assert file is not None
    with contextlib.closing(sqlite3.connect(file)) as connection:
        connection.execute("DROP TRIGGER part_identity")
        connection.execute("UPDATE part SET unit = 'SET' WHERE number = 'HB-2210-01'")
        connection.commit()
    document = built.document("bom_list")
    assert document.approval is not None
    assert {step.signature for step in document.approval.steps} == {"무효: 내용 변경됨"}


def test_issued_files_can_only_be_recorded_by_who_may_issue(built: Built) -> None:
    issue = IssueRecord(
        built.factory.clock(), "Asia/Seoul", "00000000-0000-0000-0000-000000000001", "", 0, "0" * 64
    )
    with pytest.raises(PartproofError):
        built.factory.perform(record_issued, issue, [], actor=built.crew.actor(Role.READER))
