"""Signing, storing and bringing in, on both engines: one signature, all or nothing, and the mark that stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.audit_queries import audit_rows
from app.audit_trail import check_trail
from app.changes.content import content_hash
from app.changes.queries import approval_line, review_view
from app.drawings.queries import document_revision_head, document_rows
from app.errors import PartproofError
from app.factory import Factory
from app.jobs import CanceledError, Progress
from app.labels import document_state, with_origin
from app.parts.parts import add_part
from app.parts.queries import part_rows
from app.texts import Language
from app.transfer.acts import bring_in, give_up, sign_transfer, store_transfer_files
from app.transfer.preview import Reading
from app.transfer.queries import open_transfer, remembered_reading, transfer_rows
from app.transfer.run import run_transfer
from models.catalogue import metadata
from models.database import write_engine
from models.document import DocumentRevision, PartDocument
from models.part import Part, PartRevision
from models.person import Signature
from models.transfer import TransferLine
from models.vocab import Meaning, Noun, PartKind, RevisionState, Role, Source
from models.vocab_transfer import TransferState
from tests.crew import PASSWORD, Crew
from tests.transfer.shop import drawing, preview, register, row, transfer


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two revisions of one drawing and one of another."""
    made = tmp_path / "도면"
    made.mkdir()
    for name in ("HB-1_A_축.pdf", "HB-1_B_축.pdf", "HB-2_0_커버.pdf"):
        (made / name).write_bytes(drawing(name.encode().hex()))
    return made


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Its register."""
    rows = [
        row("HB-1", "축", rev="B", customer="현대", their="97700", vehicle="CN7"),
        row("HB-2", "커버", rev="0", day="2020.1.2", who=""),
        row("B-M6", "볼트", "표준품", rev=""),
        row("HB-3", "없는 것"),
    ]
    return register(tmp_path / "대장.xlsx", rows)


def test_everything_is_there_at_once_and_marked(
    factory: Factory, crew: Crew, book: Path, folder: Path
) -> None:
    shown = preview(factory, book, folder)
    transfer(factory, shown, crew.actor(Role.APPROVER))
    with factory.reading() as session:
        parts = {row.part.number: row for row in session.scalars(select(PartRevision))}
        assert {number: revision.state for number, revision in parts.items()} == {
            "HB-1": RevisionState.RELEASED,
            "HB-2": RevisionState.RELEASED,
            "B-M6": RevisionState.RELEASED,
            "HB-3": RevisionState.DRAFT,
        }
        assert {number for number, revision in parts.items() if revision.migrated} == {"HB-1", "HB-2", "B-M6"}
        first = parts["HB-1"]
        assert (first.original_revision, str(first.original_approved_on), first.original_approver) == (
            "B",
            "2019-05-31",
            "김부장",
        )
        assert (first.customer_label, first.counter) == ("B", 0)
        assert first.content_hash == content_hash(session, Noun.PART_REVISION, first.id)
        documents = {
            (row.document.number, row.label): row for row in session.scalars(select(DocumentRevision))
        }
        assert {key: row.state.value for key, row in documents.items()} == {
            ("HB-1", "A"): "superseded",
            ("HB-1", "B"): "released",
            ("HB-2", "0"): "released",
        }
        assert documents["HB-1", "A"].superseded_by_id == documents["HB-1", "B"].id
        assert all(row.migrated and row.original_revision == row.label for row in documents.values())
        assert documents["HB-1", "A"].original_approved_on is None
        link = session.scalars(select(PartDocument).where(PartDocument.part_revision_id == first.id)).one()
        assert link.document_revision_id == documents["HB-1", "B"].id
        (signature,) = session.scalars(select(Signature))
        assert (signature.meaning, signature.content_hash) == (Meaning.TRANSFERRED, shown.plan_hash)
        line = session.get_one(TransferLine, first.transfer_line_id)
        assert line.content["number"] == "HB-1"
    assert factory.read_file(next(line.file_hash for line in shown.lines if line.file_hash))
    assert factory.ask(check_trail).problems == []
    assert {row.number for row in factory.ask(part_rows) if row.number.startswith("HB")} == {
        "HB-1",
        "HB-2",
        "HB-3",
    }


def test_nothing_is_seen_before_the_end_and_it_goes_on_where_it_was(
    factory: Factory, crew: Crew, book: Path, folder: Path
) -> None:
    shown = preview(factory, book, folder)
    approver = crew.actor(Role.APPROVER)
    running = factory.perform(sign_transfer, shown, book.read_bytes(), secret=PASSWORD, actor=approver).result
    file = next(line for line in shown.lines if line.file_hash)
    content = (folder / file.file_path).read_bytes()
    stored = [(file.file_path, str(file.file_hash), content)]
    factory.perform(store_transfer_files, running, stored, actor=approver)
    with pytest.raises(PartproofError, match=r"transfer\.files_left"):
        factory.perform(bring_in, running, actor=approver)
    stopped = Progress(lambda step: stopped.cancel() if step.what.startswith("Making") else None)
    with pytest.raises(CanceledError):
        run_transfer(factory, actor=approver, progress=stopped)
    with factory.reading() as session:
        assert session.scalars(select(Part)).all() == []
        assert session.scalars(select(DocumentRevision)).all() == []
    waiting = factory.ask(open_transfer)
    assert waiting is not None
    assert (waiting.files, waiting.stored, waiting.signer) == (3, 3, "박승인")
    done = run_transfer(factory, actor=crew.actor(Role.ENGINEER))
    assert done.state is TransferState.DONE
    with pytest.raises(PartproofError, match=r"transfer\.not_running"):
        run_transfer(factory, actor=approver)


def test_who_may_not_sign_and_who_does_not_prove_it_is_refused(
    factory: Factory, crew: Crew, book: Path, folder: Path
) -> None:
    shown = preview(factory, book, folder)
    content = book.read_bytes()
    for actor, secret, code in (
        (crew.actor(Role.ENGINEER), PASSWORD, "right.missing"),
        (crew.actor(Role.OPERATOR), PASSWORD, "right.missing"),
        (crew.actor(Role.APPROVER), "falsch", "sign_in.wrong_password"),
    ):
        with pytest.raises(PartproofError) as refused:
            factory.perform(sign_transfer, shown, content, secret=secret, actor=actor)
        assert refused.value.code.rpartition(".")[2] == code.rpartition(".")[2]
    assert factory.ask(transfer_rows) == ()


def test_one_transfer_after_the_other(factory: Factory, crew: Crew, book: Path, folder: Path) -> None:
    shown = preview(factory, book, folder)
    approver = crew.actor(Role.APPROVER)
    factory.perform(sign_transfer, shown, book.read_bytes(), secret=PASSWORD, actor=approver)
    with pytest.raises(PartproofError, match=r"transfer\.open_already") as refused:
        factory.perform(sign_transfer, shown, book.read_bytes(), secret=PASSWORD, actor=approver)
    assert refused.value.values["who"] == "박승인"
    running = factory.ask(open_transfer)
    assert running is not None
    factory.perform(give_up, running.id, reason="잘못 골랐다", actor=approver)
    assert factory.ask(open_transfer) is None
    with factory.reading() as session:
        assert session.scalars(select(Part)).all() == []
    transfer(factory, preview(factory, book, folder), approver)


def test_what_changed_after_the_preview_or_the_signature_is_refused(
    factory: Factory, crew: Crew, book: Path, folder: Path
) -> None:
    shown = preview(factory, book, folder)
    approver = crew.actor(Role.APPROVER)
    with pytest.raises(PartproofError, match=r"transfer\.file_changed"):
        factory.perform(sign_transfer, shown, b"another register", secret=PASSWORD, actor=approver)
    factory.perform(sign_transfer, shown, book.read_bytes(), secret=PASSWORD, actor=approver)
    original = (folder / "HB-2_0_커버.pdf").read_bytes()
    (folder / "HB-2_0_커버.pdf").write_bytes(drawing("replaced on disk"))
    with pytest.raises(PartproofError, match=r"transfer\.file_changed"):
        run_transfer(factory, actor=approver)
    (folder / "HB-2_0_커버.pdf").unlink()
    with pytest.raises(PartproofError, match=r"transfer\.file_gone"):
        run_transfer(factory, actor=approver)
    (folder / "HB-2_0_커버.pdf").write_bytes(original)
    engineer = crew.actor(Role.ENGINEER)
    factory.perform(
        add_part, number="hb-1", name="먼저", kind=PartKind.STANDARD, source=Source.BOUGHT, actor=engineer
    )
    with pytest.raises(PartproofError, match=r"transfer\.number_taken"):
        run_transfer(factory, actor=approver)
    with factory.reading() as session:
        assert [part.number for part in session.scalars(select(Part))] == ["hb-1"]


def test_an_empty_plan_is_not_signed(factory: Factory, crew: Crew, tmp_path: Path) -> None:
    book = register(tmp_path / "대장.xlsx", [row("HB-1")])
    shown = preview(factory, book, None, Reading(drafts=False))
    with pytest.raises(PartproofError, match=r"transfer\.nothing"):
        factory.perform(
            sign_transfer, shown, book.read_bytes(), secret=PASSWORD, actor=crew.actor(Role.APPROVER)
        )


def test_a_layout_is_remembered(factory: Factory, crew: Crew, book: Path, folder: Path) -> None:
    reading = Reading(mapping={"재질": ""}, patterns=("{number}_{revision}_{name}",))
    shown = preview(factory, book, folder, reading)
    assert factory.ask(remembered_reading, shown.layout) is None
    transfer(factory, shown, crew.actor(Role.ADMINISTRATOR))
    assert factory.ask(remembered_reading, shown.layout) == reading


def test_no_statement_takes_the_mark_away_or_gives_it(
    factory: Factory, crew: Crew, book: Path, folder: Path
) -> None:
    transfer(factory, preview(factory, book, folder), crew.actor(Role.ADMINISTRATOR))
    engine = write_engine(factory.place.database)
    tables = [
        metadata.tables[name]
        for name in ("part_revision", "document_revision", "transfer", "transfer_line", "calibration")
    ]

    def rows() -> list[object]:
        with engine.begin() as connection:
            return [connection.execute(select(table).order_by(table.c.id)).all() for table in tables]

    before = rows()
    attacks = Path(__file__).with_name("attacks.sql").read_text(encoding="utf-8").splitlines()
    for attack in attacks:
        changed, refused = 0, ""
        try:
            with engine.begin() as connection:
                changed = connection.execute(text(attack)).rowcount
        except DBAPIError as error:
            refused = str(error.orig)
        assert "refused: " in refused or (changed == 0 and not attack.startswith("INSERT")), (attack, refused)
        assert rows() == before, attack
    engine.dispose()


def test_lists_say_that_it_was_approved_before(
    factory: Factory, crew: Crew, book: Path, folder: Path
) -> None:
    transfer(factory, preview(factory, book, folder), crew.actor(Role.APPROVER))
    parts = {row.number: row.migrated for row in factory.ask(part_rows)}
    assert parts == {"HB-1": True, "HB-2": True, "B-M6": True, "HB-3": False}
    documents = factory.ask(document_rows)
    assert all(row.migrated for row in documents)
    head = factory.ask(document_revision_head, documents[0].revision_id)
    assert head is not None
    assert (head.original_revision, str(head.original_approved_on), head.original_approver) == (
        "B",
        "2019-05-31",
        "김부장",
    )
    assert document_state(Language("ko"), head.kind, head.state) == "출도"
    assert with_origin(Language("ko"), "출도", migrated=head.migrated) == "출도 · 이관"
    (audited,) = [
        row
        for row in factory.ask(audit_rows, limit=500)
        if row.action == "transferred" and row.noun == "document_revision" and row.entity_id == head.id
    ]
    assert audited.actor == "박승인"


def test_the_approval_line_is_the_signature_under_the_transfer(
    factory: Factory, crew: Crew, book: Path, folder: Path
) -> None:
    transfer(factory, preview(factory, book, folder), crew.actor(Role.APPROVER))
    document = factory.ask(document_rows)[0]
    shown = factory.ask(review_view, Noun.DOCUMENT_REVISION, document.revision_id)
    assert [(step.meaning, step.name, step.valid) for step in shown.steps] == [
        (Meaning.TRANSFERRED, "박승인", True)
    ]
    assert shown.guards == ()
    draft = next(row for row in factory.ask(part_rows) if row.number == "HB-3")
    assert draft.revision_id is not None
    empty = factory.ask(review_view, Noun.PART_REVISION, draft.revision_id)
    assert [step.name for step in empty.steps] == ["", "", ""]
    # Without a revision the question is about the route alone.
    assert len(factory.ask(approval_line, Noun.PART_REVISION, 0)) == 3
