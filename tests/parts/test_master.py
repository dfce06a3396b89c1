"""The part master: numbers by scheme, labels, own attributes, pictures, obsolete, the list, every field change."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.audit_trail import check_trail
from app.bom.dropping import drop_draft
from app.bom.iterations import check_in
from app.bom.lines import LineFacts, add_line, add_substitute
from app.changes.content import content_hash
from app.changes.order_flow import give_up_order
from app.changes.orders import add_item, make_change_order, remove_item
from app.changes.release import release
from app.changes.reviews import open_review
from app.errors import PartproofError
from app.factory import Factory
from app.parts import part_list
from app.parts.attributes import (
    attribute_values,
    define_attribute,
    set_part_attributes,
    set_revision_attributes,
)
from app.parts.field_history import field_changes
from app.parts.lifecycle import obsolete_revision, still_used
from app.parts.numbering import SchemeFacts, scheme_rows, set_scheme
from app.parts.part_list import PartFilter, part_choices, part_ids, part_page, vehicles_touched
from app.parts.parts import add_customer, add_part, edit_part, edit_revision, link_customer, start_revision
from app.parts.pictures import attach_to_part, attachments, picture_hash, remove_from_part, set_picture
from app.parts.queries import part_head
from app.texts import Language
from models.rules.numbering import LETTERS, check_digit, letters, part_number
from models.vocab import AttributeType, CheckDigit, LabelScheme, Noun, PartKind, RevisionState, Role, Source
from tests.app.test_thread_of_release import approve, make_part
from tests.crew import Crew


class Shop:
    """A factory and its engineer."""

    def __init__(self, factory: Factory, crew: Crew) -> None:
        self.factory, self.crew, self.engineer = factory, crew, crew.actor(Role.ENGINEER)

    def do(self, verb: Any, *args: Any, **facts: Any) -> Any:
        """Perform a verb as the engineer."""
        return self.factory.perform(verb, *args, actor=self.engineer, **facts).result

    def code(self, verb: Any, *args: Any, **facts: Any) -> str:
        """Return the code of the refusal."""
        with pytest.raises(PartproofError) as refused:
            self.do(verb, *args, **facts)
        return refused.value.code

    def put(self, *revisions: int) -> None:
        """Approve and release revisions together."""
        for revision in revisions:
            approve(self.factory, self.crew, Noun.PART_REVISION, revision)
        self.do(release, [(Noun.PART_REVISION, revision) for revision in revisions])

    def refused(self, statement: str, **ids: Any) -> bool:
        """Tell whether the database itself refuses a statement."""
        try:
            with self.factory._write.begin() as connection:
                connection.execute(text(statement), ids)
        except DBAPIError:
            return True
        return False


@pytest.fixture
def shop(factory: Factory, crew: Crew) -> Shop:
    """An empty factory with its people."""
    return Shop(factory, crew)


def _new(shop: Shop, number: str, kind: PartKind = PartKind.COMPONENT) -> Any:
    return shop.do(add_part, number=number, name="부품", kind=kind, source=Source.MADE)


def test_numbers_come_from_the_scheme_and_step_over_what_exists(shop: Shop) -> None:
    facts = SchemeFacts("HB-", 4, CheckDigit.MOD_10, "HB-####*")
    shop.do(set_scheme, PartKind.COMPONENT, facts)
    second = part_number("HB-", 2, 4, CheckDigit.MOD_10)
    _new(shop, second)
    made = [_new(shop, "") for _ in range(2)]
    heads = [shop.factory.ask(part_head, part) for part in made]
    assert [head.number for head in heads if head] == [
        part_number("HB-", n, 4, CheckDigit.MOD_10) for n in (1, 3)
    ]
    assert shop.code(add_part, number="X-1", name="n", kind=PartKind.COMPONENT, source=Source.MADE) == (
        "part.number_mask"
    )
    lower = {"number": second.lower(), "name": "n", "kind": PartKind.COMPONENT, "source": Source.MADE}
    assert shop.code(add_part, **lower) == "part.exists"
    assert shop.code(add_part, **{**lower, "number": " ", "kind": PartKind.TOOLING}) == "field.empty"
    row = next(row for row in shop.factory.ask(scheme_rows) if row.kind is PartKind.COMPONENT)
    assert row.following == part_number("HB-", 4, 4, CheckDigit.MOD_10)


def test_labels_follow_their_scheme_beside_the_customers_own(shop: Shop) -> None:
    cases = (
        (PartKind.STANDARD, LabelScheme.NUMBERS, False, ["0", "1", "2"]),
        (PartKind.PACKAGING, LabelScheme.LETTERS, False, ["A", "B", "C"]),
        (PartKind.RAW_MATERIAL, LabelScheme.MAJOR_MINOR, False, ["1.0", "2.0", "3.0"]),
        (PartKind.RAW_MATERIAL, LabelScheme.MAJOR_MINOR, True, ["1.0", "1.1", "1.2"]),
    )
    for at, (kind, scheme, small, labels) in enumerate(cases):
        shop.do(set_scheme, kind, SchemeFacts(labels=scheme))
        part, revision = make_part(shop.factory, shop.engineer, f"P{at}", kind)
        for _ in labels[1:]:
            shop.put(revision)
            revision = shop.do(start_revision, part, reason="EO", customer_label="I", small=small)
        head = shop.factory.ask(part_head, part)
        assert head is not None
        assert [row.internal for row in head.revisions] == labels
        assert [row.counter for row in head.revisions] == [0, 1, 2]
        assert head.revisions[-1].label == "I"


@given(st.integers(0, 20_000))
def test_letter_labels_are_one_for_each_counter_and_skip_what_looks_alike(counter: int) -> None:
    label = letters(counter)
    place = 0
    for sign in label:
        place = place * len(LETTERS) + LETTERS.index(sign) + 1
    assert place - 1 == counter
    assert not set(label) & set("IOQSXZ")


def test_letters_go_on_after_the_last_one() -> None:
    assert [letters(n) for n in (0, 7, 8, 19, 20, 39, 40)] == ["A", "H", "J", "Y", "AA", "AY", "BA"]


@given(st.text("0123456789", min_size=2, max_size=10), st.integers(0, 9), st.integers(0, 9))
def test_a_check_digit_tells_every_single_wrong_figure(body: str, at: int, other: int) -> None:
    at %= len(body)
    changed = body[:at] + str(other) + body[at + 1 :]
    for check in (CheckDigit.MOD_10, CheckDigit.MOD_11):
        same = check_digit(check, changed) == check_digit(check, body)
        assert same == (changed == body)
    assert check_digit(CheckDigit.MOD_10, "7992739871") == "3"  # the example of ISO/IEC 7812-1, annex B


def test_controlled_values_freeze_and_uncontrolled_ones_are_logged(shop: Shop) -> None:
    part, revision = make_part(shop.factory, shop.engineer, "P", PartKind.STANDARD)
    facts = {"kind": PartKind.STANDARD}
    hard = shop.do(define_attribute, name="경도", type=AttributeType.NUMBER, unit_name="HRC", **facts)
    coat = shop.do(
        define_attribute, name="도금", type=AttributeType.CHOICE, choices=["Zn", "Ni"], controlled=False
    )
    day = shop.do(define_attribute, name="승인일", type=AttributeType.DATE, controlled=False)
    assert (
        shop.code(define_attribute, name="도금", type=AttributeType.TEXT, **facts) == "part.attribute_exists"
    )
    for wrong in ("abc", "1,5", "½"):
        assert shop.code(set_revision_attributes, revision, {hard: wrong}) == "part.attribute_value"
    assert shop.code(set_revision_attributes, revision, {coat: "Zn"}) == "part.attribute_kind"
    assert shop.code(set_part_attributes, part, {day: "24.11.2026"}, reason="x") == "part.attribute_value"
    before = shop.factory.ask(content_hash, Noun.PART_REVISION, revision)
    shop.do(set_revision_attributes, revision, {hard: "58.50"})
    assert shop.factory.ask(content_hash, Noun.PART_REVISION, revision) != before
    shop.do(set_part_attributes, part, {coat: "zn", day: "2026-11-24"}, reason="고객 요청")
    values = {row.definition.name: row.value for row in shop.factory.ask(attribute_values, revision)}
    assert values == {"경도": "58.50", "도금": "Zn", "승인일": "2026-11-24"}
    shop.put(revision)
    assert shop.code(set_revision_attributes, revision, {hard: "60"}) == "part.not_draft"
    shop.do(set_part_attributes, part, {coat: "Ni"}, reason="구매처 변경")
    for attack in (
        "UPDATE revision_attribute SET value = '60'",
        "DELETE FROM revision_attribute",
        f"INSERT INTO revision_attribute VALUES (99, {revision}, {hard + 1}, 'x')",
        f"INSERT INTO part_attribute VALUES (99, {part}, {hard}, '60', 1)",
        f"UPDATE attribute_definition SET controlled = 0 WHERE id = {hard}",
        f"UPDATE part_attribute SET definition_id = {hard}",
    ):
        assert shop.refused(attack), attack
    row = next(row for row in shop.factory.ask(field_changes, part) if row.new == "Ni")
    assert (row.old, row.reason, row.actor) == ("Zn", "구매처 변경", shop.engineer.name)
    following = shop.do(start_revision, part, reason="EO")
    carried = {row.definition.name: row.value for row in shop.factory.ask(attribute_values, following)}
    assert carried["경도"] == "58.50"


def test_attachments_freeze_with_their_revision_and_pictures_do_not(shop: Shop) -> None:
    part, revision = make_part(shop.factory, shop.engineer, "P", PartKind.STANDARD)
    first = shop.do(attach_to_part, revision, b"one", "한 장.txt", note="견적")
    assert shop.do(attach_to_part, revision, b"one", "again.txt") == first
    second = shop.do(attach_to_part, revision, b"two", "two.txt")
    shop.do(remove_from_part, second)
    shop.put(revision)
    assert [row.name for row in shop.factory.ask(attachments, revision)] == ["again.txt"]
    assert shop.code(attach_to_part, revision, b"x", "x.txt") == "part.not_draft"
    assert shop.code(remove_from_part, first) == "part.not_draft"
    assert shop.refused("UPDATE part_attachment SET note = 'x'")
    assert shop.refused("DELETE FROM part_attachment")
    for content in (b"a picture", b"another"):
        file_hash = shop.do(set_picture, part, content, "photo.png")
        assert shop.factory.ask(picture_hash, part) == file_hash
    following = shop.do(start_revision, part, reason="EO")
    assert [row.name for row in shop.factory.ask(attachments, following)] == ["again.txt"]


def test_obsolete_lists_who_still_uses_it_and_nothing_leads_back(shop: Shop) -> None:
    bolt, bolt_revision = make_part(shop.factory, shop.engineer, "BOLT", PartKind.STANDARD)
    _nut, nut_revision = make_part(shop.factory, shop.engineer, "NUT", PartKind.STANDARD)
    kit, kit_revision = make_part(shop.factory, shop.engineer, "KIT", PartKind.PACKAGING)
    line = shop.do(add_line, kit_revision, LineFacts(_nut, "10", Decimal(4), "EA"))
    shop.do(add_substitute, line, bolt)
    assert shop.code(obsolete_revision, bolt_revision, reason="x") == "part.not_released"
    shop.put(bolt_revision, nut_revision, kit_revision)
    used = shop.factory.ask(still_used, bolt)
    assert [(row.number, row.find_number, row.substitute) for row in used] == [("KIT", "10", True)]
    assert shop.code(obsolete_revision, bolt_revision, reason="x") == "part.still_used"
    shop.do(obsolete_revision, bolt_revision, reason="단종", although_used=True)
    head = shop.factory.ask(part_head, bolt)
    assert head is not None
    assert head.revisions[0].state is RevisionState.OBSOLETE
    assert head.revisions[0].effective_to is not None
    assert shop.code(obsolete_revision, bolt_revision, reason="x") == "part.not_released"
    for state in ("draft", "in_review", "released", "superseded"):
        assert shop.refused(f"UPDATE part_revision SET state = '{state}' WHERE id = {bolt_revision}")
    assert kit


def test_the_unit_of_a_part_in_use_never_changes(shop: Shop) -> None:
    bolt, _ = make_part(shop.factory, shop.engineer, "BOLT", PartKind.STANDARD)
    _, kit_revision = make_part(shop.factory, shop.engineer, "KIT", PartKind.PACKAGING)
    assert not shop.refused("UPDATE part SET unit = 'SET' WHERE id = :id", id=bolt)
    shop.do(add_line, kit_revision, LineFacts(bolt, "10", Decimal(4), "SET"))
    assert shop.refused("UPDATE part SET unit = 'EA' WHERE id = :id", id=bolt)


def test_every_field_change_says_who_when_old_new_and_why(shop: Shop) -> None:
    part, revision = make_part(shop.factory, shop.engineer, "P", PartKind.STANDARD)
    shop.do(edit_part, part, expected_version=1, reason="오기 정정", name="새 이름", cost=Decimal("12.50"))
    shop.do(edit_revision, revision, material="SUS304")
    bolt, _ = make_part(shop.factory, shop.engineer, "BOLT", PartKind.STANDARD)
    shop.do(add_line, revision, LineFacts(bolt, "10", Decimal("4.0"), "EA"))
    rows = shop.factory.ask(field_changes, part)
    told = {(row.table, row.thing, row.field): (row.old, row.new, row.reason) for row in rows}
    assert told["part", "", "name"] == ("부품 P", "새 이름", "오기 정정")
    assert told["part", "", "cost"] == ("", "12.50", "오기 정정")
    assert told["part_revision", "", "material"][1] == "SUS304"
    assert told["bom_line", "10", "child_part_id"][1] == "BOLT"
    assert told["bom_line", "10", "quantity"][1] == "4.0"
    assert {row.actor for row in rows} == {shop.engineer.name}


@pytest.mark.parametrize("at_once", [1, 2, 3, 4, 2_000])
def test_the_ids_of_a_long_list_come_whole_however_many_are_read_at_once(
    at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(part_list, "_AT_ONCE", at_once)
    for listed in ("", "7", "7,8", "7,8,9", "7,8,9,10", "12,11,10,9,8,7,6"):
        assert list(part_list.numbers_of(listed)) == [int(word) for word in listed.split(",") if word]


def test_the_list_filters_by_word_kind_state_customer_vehicle_and_order(shop: Shop) -> None:
    bolt, bolt_revision = make_part(shop.factory, shop.engineer, "BOLT", PartKind.STANDARD)
    kit, kit_revision = make_part(shop.factory, shop.engineer, "KIT", PartKind.ASSEMBLY)
    shop.do(add_line, kit_revision, LineFacts(bolt, "10", Decimal(4), "EA"))
    shop.put(bolt_revision)
    customer = shop.do(add_customer, code="HM", name="현대")
    shop.do(
        link_customer, kit, customer, customer_part_number="97-1", vehicle="RG3", engineering_order="EO-77"
    )
    shop.do(link_customer, kit, customer, customer_part_number="97-2", vehicle="JX1")
    ask = shop.factory.ask

    def found(**wanted: Any) -> list[str]:
        ids = ask(part_ids, PartFilter(**wanted))
        rows = ask(part_page, ids)
        return [rows[part_id].number for part_id in ids]

    assert found() == ["BOLT", "KIT"]
    assert found(descending=True) == ["KIT", "BOLT"]
    assert found(words="97-1") == ["KIT"]
    assert found(words="bo") == ["BOLT"]
    assert found(kind=PartKind.STANDARD) == found(state=RevisionState.RELEASED) == ["BOLT"]
    assert found(state=RevisionState.DRAFT) == found(customer="현대") == found(vehicle="JX1") == ["KIT"]
    assert found(engineering_order="EO-77") == ["KIT"]
    assert found(order="state") == ["KIT", "BOLT"]
    assert ask(part_choices).vehicles == ("JX1", "RG3")
    assert ask(part_page, ask(part_ids, PartFilter()))[kit].vehicles == "JX1, RG3"
    # The bolt is shared: it lists every vehicle it touches.
    assert ask(vehicles_touched, bolt) == ("JX1", "RG3")


def test_a_review_freezes_values_too(shop: Shop) -> None:
    _, revision = make_part(shop.factory, shop.engineer, "P", PartKind.STANDARD)
    hard = shop.do(define_attribute, name="경도", type=AttributeType.TEXT)
    shop.do(set_revision_attributes, revision, {hard: "58"})
    shop.do(open_review, Noun.PART_REVISION, revision)
    assert shop.code(set_revision_attributes, revision, {hard: "60"}) == "part.not_draft"
    assert shop.refused("UPDATE revision_attribute SET value = '60'")


def _revisions(shop: Shop, part: int) -> list[int]:
    head = shop.factory.ask(part_head, part)
    return [] if head is None else [row.id for row in head.revisions]


def test_a_draft_that_nobody_needs_is_discarded_whole(shop: Shop) -> None:
    top, bolt = _new(shop, "TOP"), _new(shop, "BOLT", PartKind.STANDARD)
    (first,) = _revisions(shop, top)
    (bolt_draft,) = _revisions(shop, bolt)
    line = shop.do(add_line, first, LineFacts(bolt, "10", Decimal(4), "EA"))
    other = _new(shop, "BOLT-2", PartKind.STANDARD)
    shop.do(add_substitute, line, other)
    assert shop.do(check_in, first, note="처음") == 1
    shop.do(attach_to_part, first, b"ab", "사양.txt")
    # What another draft names stays, and so does the draft of an open change order.
    assert shop.code(drop_draft, bolt_draft, reason="잘못") == "record.in_use"
    order = shop.do(make_change_order, title="x", reason="y")
    item = shop.do(add_item, order, Noun.PART_REVISION, top)
    assert shop.code(drop_draft, first, reason="잘못") == "part.in_order"
    shop.do(remove_item, item)
    assert shop.code(drop_draft, first, reason=" ") == "field.empty"
    assert _revisions(shop, top) == [first]
    shop.factory.perform(give_up_order, order, reason="z", actor=shop.engineer)


def test_only_the_draft_goes_where_a_revision_was_released(shop: Shop) -> None:
    bolt = _new(shop, "BOLT", PartKind.STANDARD)
    (first,) = _revisions(shop, bolt)
    shop.put(first)
    assert shop.code(drop_draft, first, reason="x") == "part.not_draft"
    second = shop.do(start_revision, bolt, reason="실수")
    assert shop.do(drop_draft, second, reason="잘못 눌렀다") is False
    assert _revisions(shop, bolt) == [first]
    again = shop.do(start_revision, bolt, reason="다시")
    # Ids come from a counter: nothing of the one that went clings to the new one.
    assert again > second
    never = _new(shop, "NEVER")
    (draft,) = _revisions(shop, never)
    customer = shop.do(add_customer, code="H", name="H")
    shop.do(link_customer, never, customer, customer_part_number="1")
    assert shop.do(drop_draft, draft, reason="중복") is True
    assert shop.factory.ask(part_head, never) is None
    assert shop.factory.ask(check_trail).problems == []


def test_the_second_of_two_stations_is_told_who_changed_the_part(shop: Shop) -> None:
    part = _new(shop, "TOP")
    head = shop.factory.ask(part_head, part)
    assert head is not None
    (draft,) = head.revisions
    shop.do(edit_part, part, expected_version=head.version, reason="첫째", name="첫째")
    shop.do(edit_revision, draft.id, material="S45C", weight=Decimal("0.10"), expected_version=draft.version)
    number = shop.do(define_attribute, name="경도", type=AttributeType.TEXT, controlled=True)
    own = shop.do(define_attribute, name="보관", type=AttributeType.TEXT, controlled=False)
    shop.do(set_revision_attributes, draft.id, {number: "HRC 58"}, seen={number: ""})
    shop.do(set_part_attributes, part, {own: "선반 3"}, reason="정리", seen={own: ""})
    late: tuple[tuple[Any, tuple[Any, ...], dict[str, Any]], ...] = (
        (edit_part, (part,), {"expected_version": head.version, "reason": "둘째", "name": "둘째"}),
        (edit_revision, (draft.id,), {"material": "SCM440", "expected_version": draft.version}),
        (set_revision_attributes, (draft.id, {number: "HRC 60"}), {"seen": {number: ""}}),
        (set_part_attributes, (part, {own: "선반 4"}), {"reason": "x", "seen": {own: ""}}),
    )
    for verb, args, facts in late:
        with pytest.raises(PartproofError) as refused:
            shop.do(verb, *args, **facts)
        assert refused.value.code == "record.changed_meanwhile"
        assert shop.engineer.name in Language("ko").explain(refused.value)
    now = shop.factory.ask(part_head, part)
    assert now is not None
    assert (now.name, now.revisions[0].material) == ("첫째", "S45C")
    shop.do(edit_revision, draft.id, without_weight=True)
    now = shop.factory.ask(part_head, part)
    assert now is not None
    assert now.revisions[0].weight is None
