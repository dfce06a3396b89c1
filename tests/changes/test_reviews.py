"""Review and release by the verbs: fail closed, nobody approves their own or unread work, all or none is released."""

from __future__ import annotations

import itertools
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.audit_trail import check_trail
from app.bom.lines import LineFacts, add_line, add_substitute, copy_bom, edit_line, remove_line
from app.changes.content import files_of
from app.changes.guards import release_guards
from app.changes.queries import approval_line, review_view, waiting_reviews
from app.changes.release import release
from app.changes.reviews import open_review, reject_review, set_route, sign_review, withdraw_review
from app.drawings.characteristics import (
    CharacteristicFacts,
    add_characteristic,
    confirm_characteristic,
    copy_characteristics,
    edit_characteristic,
    place_balloon,
    remove_characteristic,
)
from app.drawings.documents import (
    add_document,
    attach_file,
    detach_file,
    start_document_revision,
    use_document,
)
from app.drawings.queries import characteristic_rows
from app.errors import PartproofError
from app.factory import Factory
from app.parts.parts import delete_draft, edit_part, edit_revision, start_revision
from app.parts.queries import part_head
from app.people.queries import signature_rows
from app.people.signatures import record_opened
from app.texts import LANGUAGES, Language
from app.unit_of_work import SYSTEM
from models.document import DocumentRevision
from models.part import PartRevision
from models.vocab import (
    CharacteristicKind,
    DocumentKind,
    Meaning,
    Noun,
    PartKind,
    ReviewState,
    RevisionState,
    Role,
    Source,
)
from tests.app.test_thread_of_release import approve, make_drawing, make_part
from tests.beginnings import SteppingClock
from tests.crew import PASSWORD, PIN, Crew
from tests.rules.world import World, make_world

FACTS = CharacteristicFacts("9", CharacteristicKind.LENGTH, "9", Decimal("9"), Decimal("1"), Decimal("-1"))
PREPARED, REVIEWED, APPROVED = Meaning.PREPARED, Meaning.REVIEWED, Meaning.APPROVED


def _code(factory: Factory, verb: Any, *args: Any, **facts: Any) -> str:
    with pytest.raises(PartproofError) as refused:
        factory.perform(verb, *args, **facts)
    return refused.value.code


def _open(factory: Factory, crew: Crew, number: str = "DW-7") -> tuple[Noun, int]:
    """Return a drawing in review that everybody has opened."""
    drawing = make_drawing(factory, crew.actor(Role.ENGINEER), number)
    for role in Role:
        for file_hash in factory.ask(files_of, Noun.DOCUMENT_REVISION, drawing):
            factory.perform(record_opened, file_hash, actor=crew.actor(role))
    factory.perform(open_review, Noun.DOCUMENT_REVISION, drawing, actor=crew.actor(Role.ENGINEER))
    return Noun.DOCUMENT_REVISION, drawing


def _sign(factory: Factory, crew: Crew, target: tuple[Noun, int], *roles: Role) -> None:
    for role in roles:
        factory.perform(sign_review, *target, secret=PASSWORD, actor=crew.actor(role))


def test_without_an_approver_nothing_can_be_sent_or_released(factory: Factory, crew: Crew) -> None:
    admin = crew.actor(Role.ADMINISTRATOR)
    only_reviews = [(PREPARED, Role.ENGINEER), (REVIEWED, Role.QUALITY)]
    assert (
        _code(factory, set_route, Noun.DOCUMENT_REVISION, only_reviews, actor=admin) == "review.no_approver"
    )
    assert _code(factory, set_route, Noun.DOCUMENT_REVISION, [], actor=admin) == "review.no_approver"
    drawing = make_drawing(factory, crew.actor(Role.ENGINEER), "DW-1")
    from models.database import write_engine

    engine = write_engine(factory.place.database)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM review_route WHERE meaning = 'approved'"))
    engine.dispose()
    facts = {"actor": crew.actor(Role.ENGINEER)}
    assert _code(factory, open_review, Noun.DOCUMENT_REVISION, drawing, **facts) == "review.no_approver"
    assert _code(factory, release, [(Noun.DOCUMENT_REVISION, drawing)], **facts) == "release.not_approved"


def test_each_signature_needs_its_role_another_person_and_the_right_secret(
    factory: Factory, crew: Crew
) -> None:
    target = _open(factory, crew)
    engineer, quality = crew.actor(Role.ENGINEER), crew.actor(Role.QUALITY)
    for role in set(Role) - {Role.ENGINEER}:
        facts = {"secret": PASSWORD, "actor": crew.actor(role)}
        assert _code(factory, sign_review, *target, **facts) == "review.not_your_step"
    assert _code(factory, sign_review, *target, secret="wrong", actor=engineer) == "people.wrong_password"
    assert _code(factory, sign_review, *target, secret=PIN, actor=engineer) == "people.wrong_password"
    assert _code(factory, sign_review, *target, secret=PASSWORD, actor=SYSTEM) in {
        "right.missing",
        "review.unread",
    }
    _sign(factory, crew, target, Role.ENGINEER)
    assert _code(factory, sign_review, *target, secret=PASSWORD, actor=engineer) == "review.not_your_step"
    factory.perform(sign_review, *target, secret=PASSWORD, comment="봄", actor=quality)
    waiting = factory.ask(waiting_reviews, frozenset([Role.APPROVER]))
    assert [(row.what, row.meaning) for row in waiting] == [("DW-7 A", APPROVED)]
    _sign(factory, crew, target, Role.APPROVER)
    line = factory.ask(approval_line, *target)
    assert [(row.name, row.valid) for row in line] == [("김설계", True), ("이품질", True), ("박승인", True)]
    assert _code(factory, sign_review, *target, secret=PASSWORD, actor=quality) == "review.none"


def test_one_person_with_all_roles_still_signs_once_and_never_approves_what_they_wrote(
    factory: Factory, crew: Crew
) -> None:
    from app.people.users import set_roles
    from app.unit_of_work import Actor

    admin, quality = crew.actor(Role.ADMINISTRATOR), crew.actor(Role.QUALITY)
    factory.perform(set_roles, quality.user_id, list(Role), reason="x", actor=admin)
    everything = Actor(quality.user_id, quality.name, frozenset(Role))
    target = _open(factory, crew)
    factory.perform(sign_review, *target, secret=PASSWORD, actor=everything)
    assert _code(factory, sign_review, *target, secret=PASSWORD, actor=everything) == "review.already_signed"
    route = [(APPROVED, Role.ENGINEER)]
    factory.perform(set_route, Noun.DOCUMENT_REVISION, route, actor=admin)
    alone = _open(factory, crew, "DW-8")
    engineer = crew.actor(Role.ENGINEER)
    assert _code(factory, sign_review, *alone, secret=PASSWORD, actor=engineer) == "review.author_alone"


def test_whoever_changed_a_line_or_a_balloon_is_an_author_too(factory: Factory, crew: Crew) -> None:
    admin, quality, engineer = (
        crew.actor(role) for role in (Role.ADMINISTRATOR, Role.QUALITY, Role.ENGINEER)
    )
    factory.perform(set_route, Noun.DOCUMENT_REVISION, [(APPROVED, Role.QUALITY)], actor=admin)
    drawing = make_drawing(factory, engineer, "DW-1")
    row = factory.ask(characteristic_rows, drawing)[0]
    factory.perform(confirm_characteristic, row.id, actor=quality)
    factory.perform(open_review, Noun.DOCUMENT_REVISION, drawing, actor=engineer)
    for file_hash in factory.ask(files_of, Noun.DOCUMENT_REVISION, drawing):
        factory.perform(record_opened, file_hash, actor=quality)
    facts = {"secret": PASSWORD, "actor": quality}
    assert _code(factory, sign_review, Noun.DOCUMENT_REVISION, drawing, **facts) == "review.author_alone"


def test_every_file_must_have_been_opened_also_those_of_the_part(factory: Factory, crew: Crew) -> None:
    engineer, quality = crew.actor(Role.ENGINEER), crew.actor(Role.QUALITY)
    _, revision = make_part(factory, engineer, "P")
    drawing = make_drawing(factory, engineer, "DW-1")
    second = factory.perform(attach_file, drawing, b"second sheet", "second.step", actor=engineer).result
    factory.perform(use_document, revision, drawing, actor=engineer)
    for target in ((Noun.DOCUMENT_REVISION, drawing), (Noun.PART_REVISION, revision)):
        factory.perform(open_review, *target, actor=engineer)
        _sign(factory, crew, target, Role.ENGINEER)
        assert _code(factory, sign_review, *target, secret=PASSWORD, actor=quality) == "review.unread"
    hashes = set(factory.ask(files_of, Noun.PART_REVISION, revision))
    assert second in hashes
    for file_hash in hashes - {second}:
        factory.perform(record_opened, file_hash, actor=quality)
    facts = {"secret": PASSWORD, "actor": quality}
    assert _code(factory, sign_review, Noun.PART_REVISION, revision, **facts) == "review.unread"
    factory.perform(record_opened, second, outside=True, actor=quality)
    factory.perform(sign_review, Noun.PART_REVISION, revision, secret=PASSWORD, actor=quality)
    with factory.reading() as session:
        rows = session.execute(text("SELECT outside FROM file_opened WHERE outside = 1")).all()
    assert len(rows) == 1


@pytest.mark.parametrize("how", ["rejected", "withdrawn", "approved, then withdrawn"])
def test_back_to_draft_voids_every_signature(factory: Factory, crew: Crew, how: str) -> None:
    target = _open(factory, crew)
    _sign(factory, crew, target, Role.ENGINEER)
    engineer, quality, approver = (crew.actor(role) for role in (Role.ENGINEER, Role.QUALITY, Role.APPROVER))
    if how == "rejected":
        facts: dict[str, Any] = {"secret": PASSWORD, "actor": quality}
        assert _code(factory, reject_review, *target, reason="  ", **facts) == "field.empty"
        wrong = {"reason": "x", "secret": PASSWORD, "actor": approver}
        assert _code(factory, reject_review, *target, **wrong) == "review.not_your_step"
        assert _code(factory, reject_review, *target, reason="x", secret="x", actor=quality) == (
            "people.wrong_password"
        )
        factory.perform(reject_review, *target, reason="공차 확인", **facts)
    else:
        if how != "withdrawn":
            _sign(factory, crew, target, Role.QUALITY, Role.APPROVER)
        assert _code(factory, withdraw_review, *target, reason="", actor=engineer) == "field.empty"
        assert _code(factory, withdraw_review, *target, reason="x", actor=approver) == "right.missing"
        factory.perform(withdraw_review, *target, reason="다시 봄", actor=engineer)
    view = factory.ask(review_view, *target)
    assert view.state is RevisionState.DRAFT
    assert view.review is None
    assert not any(row.met for row in view.guards if "Sent to review" in row.sentence)
    assert any(not row.met for row in view.guards)
    assert _code(factory, release, [target], actor=engineer) == "release.not_approved"
    assert _code(factory, sign_review, *target, secret=PASSWORD, actor=quality) == "review.none"
    factory.perform(add_characteristic, target[1], FACTS, actor=engineer)
    factory.perform(open_review, *target, actor=engineer)
    view = factory.ask(review_view, *target)
    assert [step.at for step in view.steps] == [None, None, None]
    shown = factory.ask(signature_rows, *target, view.content_hash)
    assert shown
    assert not any(row.valid for row in shown)
    _sign(factory, crew, target, Role.ENGINEER, Role.QUALITY, Role.APPROVER)
    factory.perform(release, [target], actor=engineer)
    assert factory.ask(check_trail).problems == []


def test_content_that_changed_after_a_signature_is_noticed_at_the_next_and_at_release(
    factory: Factory, crew: Crew, engine_name: str
) -> None:
    if engine_name != "sqlite":
        pytest.skip("a station cannot take a refusal away on PostgreSQL")
    first, second = _open(factory, crew, "DW-1"), _open(factory, crew, "DW-2")
    _sign(factory, crew, first, Role.ENGINEER)
    _sign(factory, crew, second, Role.ENGINEER, Role.QUALITY, Role.APPROVER)
    from models.database import write_engine

    engine = write_engine(factory.place.database)
    with engine.begin() as connection:
        connection.execute(text("DROP TRIGGER child_characteristic_update"))
        connection.execute(text("UPDATE characteristic SET nominal = '41'"))
    engine.dispose()
    facts = {"secret": PASSWORD, "actor": crew.actor(Role.QUALITY)}
    assert _code(factory, sign_review, *first, **facts) == "review.content_changed"
    assert not any(row.valid for row in factory.ask(approval_line, *first))
    assert not factory.ask(review_view, *second).unchanged
    assert _code(factory, release, [second], actor=crew.actor(Role.ENGINEER)) == "review.content_changed"


def test_what_is_not_ready_is_not_sent(factory: Factory, crew: Crew) -> None:
    engineer = crew.actor(Role.ENGINEER)
    facts: dict[str, Any] = {"title": "도면", "kind": DocumentKind.DRAWING, "label": "A", "actor": engineer}
    empty = factory.perform(add_document, number="DW-0", **facts).result
    assert _code(factory, open_review, Noun.DOCUMENT_REVISION, empty, actor=engineer) == "review.empty"
    drawing = make_drawing(factory, engineer, "DW-1")
    proposed = CharacteristicFacts("2", CharacteristicKind.NOTE, "?", confirmed=False)
    factory.perform(add_characteristic, drawing, proposed, actor=engineer)
    assert (
        _code(factory, open_review, Noun.DOCUMENT_REVISION, drawing, actor=engineer) == "review.unconfirmed"
    )
    target = _open(factory, crew)
    assert _code(factory, open_review, *target, actor=engineer) == "review.open"
    for role in (Role.OPERATOR, Role.READER, Role.APPROVER):
        refused = _code(factory, open_review, Noun.DOCUMENT_REVISION, drawing, actor=crew.actor(role))
        assert refused == "right.missing"
    assert _code(factory, open_review, Noun.PART_REVISION, 12345, actor=engineer) == "record.not_found"


def test_no_verb_changes_what_left_draft(factory: Factory, crew: Crew) -> None:
    world = make_world(factory, crew)
    ids = world.ids
    tables = (
        "part_revision",
        "bom_line",
        "bom_substitute",
        "document_revision",
        "document_file",
        "characteristic",
    )
    before = world.rows(*tables, "balloon", "part_document", "part")
    line = LineFacts(ids["washer"], "99", Decimal("1"), "EA")
    place: Any = None
    for revision in ("released", "superseded", "in_review"):
        _not_draft(world, add_line, ids[revision], line)
        _not_draft(world, edit_revision, ids[revision], material="x")
        _not_draft(world, use_document, ids[revision], ids["draft_drawing"])
        _not_draft(world, copy_bom, ids["draft"], ids[revision])
    for entry in ("line", "old_line", "review_line"):
        _not_draft(world, edit_line, ids[entry], line)
        _not_draft(world, remove_line, ids[entry])
        _not_draft(world, add_substitute, ids[entry], ids["washer"])
    for drawing in ("drawing", "old_drawing", "review_drawing"):
        sheet = ids[drawing]
        _not_draft(world, attach_file, sheet, b"other", "other.step")
        _not_draft(world, detach_file, sheet, "0" * 64, reason="x")
        _not_draft(world, add_characteristic, sheet, FACTS)
        _not_draft(world, copy_characteristics, ids["draft_drawing"], sheet)
        for row in factory.ask(characteristic_rows, sheet):
            _not_draft(world, edit_characteristic, row.id, FACTS, expected_version=row.version)
            _not_draft(world, confirm_characteristic, row.id)
            _not_draft(world, remove_characteristic, row.id)
            _not_draft(world, place_balloon, row.id, place)
    assert _code(factory, delete_draft, ids["part"], actor=crew.actor(Role.ENGINEER)) == "part.ever_released"
    assert (
        _code(factory, delete_draft, ids["other_part"], actor=crew.actor(Role.ENGINEER))
        == "part.ever_released"
    )
    assert world.rows(*before) == before


def _not_draft(world: World, verb: Any, *args: Any, **facts: Any) -> None:
    code = _code(world.factory, verb, *args, actor=world.crew.actor(Role.ENGINEER), **facts)
    assert code in {"part.not_draft", "document.not_draft"}, (verb.__name__, code)


def test_uncontrolled_attributes_change_on_record_and_void_nothing(factory: Factory, crew: Crew) -> None:
    world = make_world(factory, crew)
    engineer = crew.actor(Role.ENGINEER)
    part = world.ids["part"]
    head = factory.ask(part_head, part)
    assert head is not None
    change: dict[str, Any] = {"name": "새 이름", "source": Source.BOUGHT, "active": False}
    facts: dict[str, Any] = {"expected_version": head.version, "actor": engineer}
    assert _code(factory, edit_part, part, reason=" ", **facts, **change) == "field.empty"
    assert _code(factory, edit_part, part, reason="x", number="HB-9", **facts) == "record.not_found"
    assert _code(factory, edit_part, part, reason="x", unit="kg", **facts) == "record.not_found"
    factory.perform(edit_part, part, reason="개명", **facts, **change)
    line = factory.ask(approval_line, Noun.PART_REVISION, world.ids["released"])
    assert [row.valid for row in line] == [True, True, True]


def test_one_open_draft_and_one_released_revision_per_item(factory: Factory, crew: Crew) -> None:
    world = make_world(factory, crew)
    engineer = crew.actor(Role.ENGINEER)
    for part in ("part", "other_part"):
        assert (
            _code(factory, start_revision, world.ids[part], reason="x", actor=engineer) == "part.draft_exists"
        )
    facts = {"label": "D", "reason": "x", "actor": engineer}
    assert _code(factory, start_document_revision, world.ids["document"], **facts) == "document.draft_exists"

    def states(session: Session) -> list[tuple[str, list[RevisionState]]]:
        parts = session.scalars(select(PartRevision).where(PartRevision.part_id == world.ids["part"]))
        drawings = session.scalars(
            select(DocumentRevision).where(DocumentRevision.document_id == world.ids["document"])
        )
        return [("part", [row.state for row in parts]), ("document", [row.state for row in drawings])]

    expected = [RevisionState.SUPERSEDED, RevisionState.RELEASED, RevisionState.DRAFT]
    assert factory.ask(states) == [("part", expected), ("document", expected)]


def test_a_release_of_several_is_whole_or_nothing(factory: Factory, crew: Crew) -> None:
    engineer = crew.actor(Role.ENGINEER)
    _, parent = make_part(factory, engineer, "TOP", PartKind.STANDARD)
    child, child_revision = make_part(factory, engineer, "CHILD", PartKind.STANDARD)
    other, other_revision = make_part(factory, engineer, "SUB", PartKind.STANDARD)
    line = factory.perform(add_line, parent, LineFacts(child, "1", Decimal(1), "EA"), actor=engineer).result
    factory.perform(add_substitute, line, other, actor=engineer)
    assert _code(factory, add_substitute, line, child, actor=engineer) == "bom.same_part"
    for revision in (parent, child_revision):
        assert approve(factory, crew, Noun.PART_REVISION, revision) is ReviewState.APPROVED
    both = [(Noun.PART_REVISION, parent), (Noun.PART_REVISION, child_revision)]
    # The substitute could be built in, so it must be released as well.
    with pytest.raises(PartproofError) as refused:
        factory.perform(release, both, actor=engineer)
    assert refused.value.code == "release.guards"
    # What is not met is said in the language of the refusal.
    said = {code: Language(code).explain(refused.value) for code in LANGUAGES}
    assert "Part SUB is released" in said["en"]
    assert "SUB" in said["ko"]
    assert "released" not in said["ko"]
    unmet = [
        dict(row.values) for row in factory.ask(release_guards, *both[0], frozenset(both)) if not row.met
    ]
    assert unmet == [{"number": "SUB"}]
    approve(factory, crew, Noun.PART_REVISION, other_revision)
    every = [*both, (Noun.PART_REVISION, other_revision)]
    missing = [*every, (Noun.PART_REVISION, 12345)]
    assert _code(factory, release, missing, actor=engineer) == "record.not_found"
    assert _states(factory) == {RevisionState.IN_REVIEW}
    factory.hooks.on(_released_event(), _fail)
    with pytest.raises(RuntimeError):
        factory.perform(release, every, actor=engineer)
    assert _states(factory) == {RevisionState.IN_REVIEW}
    factory.hooks._handlers[_released_event()].remove(_fail)
    factory.perform(release, every, actor=engineer)
    assert _states(factory) == {RevisionState.RELEASED}
    assert _code(factory, release, every, actor=engineer) == "release.not_approved"


def _released_event() -> Any:
    from app.events import RevisionReleased

    return RevisionReleased


def _fail(_unit: Any, _event: Any) -> None:
    raise RuntimeError("the power went")


def _states(factory: Factory) -> set[RevisionState]:
    return factory.ask(lambda session: {row.state for row in session.scalars(select(PartRevision))})


def test_effectivity_is_half_open_and_never_overlaps_even_when_the_clock_goes_back(
    factory: Factory, crew: Crew, clock: SteppingClock
) -> None:
    engineer = crew.actor(Role.ENGINEER)
    part, revision = make_part(factory, engineer, "P", PartKind.STANDARD)
    for step in (timedelta(days=1), timedelta(days=-3), timedelta(hours=-1), timedelta(days=9)):
        approve(factory, crew, Noun.PART_REVISION, revision)
        clock.at += step
        factory.perform(release, [(Noun.PART_REVISION, revision)], actor=engineer)
        revision = factory.perform(start_revision, part, reason="next", actor=engineer).result

    def spans(session: Session) -> list[tuple[Any, Any]]:
        query = select(PartRevision.effective_from, PartRevision.effective_to).order_by(PartRevision.counter)
        return [
            (row[0], row[1]) for row in session.execute(query.where(PartRevision.effective_from.is_not(None)))
        ]

    found = factory.ask(spans)
    assert len(found) == 4
    assert found[-1][1] is None
    for (begin, end), (following, _) in itertools.pairwise(found):
        assert begin <= end == following
    assert factory.ask(check_trail).problems == []
