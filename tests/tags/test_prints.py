"""The register of prints on both engines: who may print, what is recorded, how reprints count, what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

import pytest
from sqlalchemy import Executable, delete, insert, select, update
from sqlalchemy.exc import IntegrityError, ProgrammingError

from app.documents.tag_printing import PrintedTag, TagOrder, preview_tag, print_tag, tag_print_rows
from app.documents.tag_register import tag_register
from app.documents.tags import KINDS
from app.errors import PartproofError
from app.gauges.calibrations import record_calibration
from app.parts.parts import add_customer, link_customer
from app.people.users import deactivate_user
from app.production.lots import create_lot, find_lot, hold_lot
from app.texts import LANGUAGES, Language
from app.unit_of_work import UnitOfWork
from models.audit import AuditEntry
from models.tag import TagPrint
from models.vocab import CalibrationResult, Noun, Role
from tests.production.floor import calibration_facts
from tests.tags.shop import ENTRIES, Shop


def _print(shop: Shop, order: TagOrder, role: Role = Role.QUALITY, **facts: object) -> PrintedTag:
    said = {"reason": "훼손", **facts}
    printed: PrintedTag = shop.floor.do(print_tag, order, actor=shop.floor.crew.actor(role), **said)
    return printed


@contextmanager
def _refused(code: str) -> Iterator[None]:
    with pytest.raises(PartproofError) as refused:
        yield
    assert refused.value.code == code
    for language in LANGUAGES:
        assert Language(language).explain(refused.value)


def test_every_kind_is_printed_recorded_and_audited(shop: Shop) -> None:
    for kind in KINDS:
        assert _print(shop, shop.order(kind), Role.ADMINISTRATOR, copies=2).reprint == 0
    rows = shop.floor.factory.ask(tag_print_rows)
    assert [row.kind for row in reversed(rows)] == list(KINDS)
    assert {(row.copies, row.reprint, row.printed_by, row.printer) for row in rows} == {
        (2, 0, "관리자", "사무용 프린터")
    }
    assert len({row.content_hash for row in rows}) == len(KINDS)
    with shop.floor.factory.reading() as session:
        acts = session.scalars(select(AuditEntry).where(AuditEntry.action == "tag_printed")).all()
    assert len(acts) == len(KINDS)
    # The register is filtered by vehicle, customer and EO; gauges, people and commands belong to no part.
    ask = shop.floor.factory.ask
    of_parts = [kind for kind in reversed(list(KINDS)) if kind not in ("calibration", "badge", "commands")]
    for link in ({"vehicle": "NX4"}, {"customer": "현대자동차"}, {"engineering_order": "EO2611A"}):
        assert [row.print.kind for row in ask(tag_register, linked=link)] == of_parts
    assert ask(tag_register, linked={"vehicle": "KX-3"}) == ()


def test_a_reprint_is_counted_and_says_so_on_the_tag(shop: Shop) -> None:
    first = _print(shop, shop.order("identification"))
    second = _print(shop, shop.order("identification"))
    third = _print(shop, shop.order("identification"), Role.OPERATOR)
    assert [printed.reprint for printed in (first, second, third)] == [0, 1, 2]
    assert first.content_hash == second.content_hash == third.content_hash
    assert not any("재발행" in entry.text for entry in first.pages[0].texts)
    assert any(entry.text.endswith("최작업 · 재발행 2회") for entry in third.pages[0].texts)
    # Another tag of the same lot, and each box, counts for itself.
    assert _print(shop, shop.order("lot")).reprint == 0
    box = {**ENTRIES["box"], "box_number": "4"}
    assert _print(shop, shop.order("box")).reprint == 0
    assert _print(shop, shop.order("box", entries=box)).reprint == 0
    assert _print(shop, shop.order("box", entries=box)).reprint == 1


def test_a_reprint_needs_its_reason(shop: Shop) -> None:
    _print(shop, shop.order("identification"), reason="")
    for empty in ("", "  "):
        with _refused("tag.reprint_reason"):
            _print(shop, shop.order("identification"), reason=empty)
    _print(shop, shop.order("identification"), reason=" 세척 중 분실 ")
    # What was never printed before has nothing to explain.
    _print(shop, shop.order("lot"), reason="시험")
    rows = shop.floor.factory.ask(tag_print_rows)
    assert [(row.kind, row.reprint, row.reason) for row in rows] == [
        ("lot", 0, ""),
        ("identification", 1, "세척 중 분실"),
        ("identification", 0, ""),
    ]
    with shop.floor.factory.reading() as session:
        acts = session.scalars(select(AuditEntry).where(AuditEntry.action == "tag_printed")).all()
    assert [act.payload["facts"]["reason"] for act in acts] == ["", "세척 중 분실", ""]


def test_the_database_wants_the_reason_too(shop: Shop) -> None:
    _print(shop, shop.order("lot"))

    def again(unit: UnitOfWork) -> None:
        first = unit.session.scalars(select(TagPrint)).one()
        facts = {column.name: getattr(first, column.name) for column in TagPrint.__table__.columns}
        unit.session.execute(insert(TagPrint).values(**{**facts, "id": 2, "reprint": 1, "reason": ""}))

    with pytest.raises(IntegrityError, match="ck_tag_print_reason"):
        shop.floor.do(again, actor=shop.floor.quality)


def test_the_hash_is_of_what_the_tag_says(shop: Shop) -> None:
    said = _print(shop, shop.order("box")).content_hash
    other = {**ENTRIES["box"], "box_quantity": "21"}
    assert _print(shop, shop.order("box", entries=other)).content_hash != said
    assert _print(shop, shop.order("box", language="en")).content_hash != said
    assert _print(shop, shop.order("box", layout="box-gs1")).content_hash != said
    assert _print(shop, shop.order("box")).content_hash == said


def test_a_preview_records_nothing(shop: Shop) -> None:
    factory = shop.floor.factory
    _print(shop, shop.order("lot"))
    (page,) = factory.ask(preview_tag, shop.order("lot"), now=factory.clock(), actor_name="이품질")
    assert any("재발행 1회" in entry.text for entry in page.texts)
    assert len(factory.ask(tag_print_rows)) == 1


def test_the_register_never_changes(shop: Shop) -> None:
    _print(shop, shop.order("lot"))
    for statement in (update(TagPrint).values(reprint=0), delete(TagPrint)):

        def altered(unit: UnitOfWork, raw: Executable = statement) -> None:
            unit.session.execute(raw)

        # On PostgreSQL a station has not even the right to try.
        with pytest.raises((PartproofError, ProgrammingError), match=r"append-only|permission denied"):
            shop.floor.do(altered, actor=shop.floor.quality)


def test_the_register_answers_by_record_and_kind(shop: Shop) -> None:
    _print(shop, shop.order("lot"))
    _print(shop, shop.order("identification"))
    _print(shop, shop.order("traveller"))
    ask = shop.floor.factory.ask
    assert [row.kind for row in ask(tag_print_rows, noun=Noun.LOT, entity_id=shop.lot_id)] == [
        "identification",
        "lot",
    ]
    assert [row.kind for row in ask(tag_print_rows, kind="traveller")] == ["traveller"]


@pytest.mark.parametrize(
    ("kind", "role"),
    [
        ("lot", Role.READER),
        ("badge", Role.QUALITY),
        ("calibration", Role.OPERATOR),
        ("commands", Role.READER),
    ],
)
def test_who_has_no_right_prints_nothing(shop: Shop, kind: str, role: Role) -> None:
    with _refused("right.missing"):
        _print(shop, shop.order(kind), role)
    assert shop.floor.factory.ask(tag_print_rows) == ()


@pytest.mark.parametrize(
    ("kind", "changed", "code"),
    [
        ("box", {"boxes": ""}, "tag.entry_missing"),
        ("box", {"box_number": "11"}, "tag.entry_wrong"),
        ("box", {"box_number": "0"}, "tag.entry_wrong"),
        ("box", {"box_number": "３"}, "tag.entry_wrong"),
        ("box", {"box_quantity": "501"}, "tag.entry_wrong"),
        ("box", {"box_quantity": "NaN"}, "tag.entry_wrong"),
        ("box", {"box_quantity": "-1"}, "tag.entry_wrong"),
        ("box", {"colour": "red"}, "tag.entry_unknown"),
        ("lot", {"reason": "x"}, "tag.entry_unknown"),
        ("delivery", {"delivery_note": " "}, "tag.entry_missing"),
        ("delivery", {"delivered_on": "24.11.2026"}, "tag.entry_wrong"),
        ("four_m_change", {"change_kind": "magic"}, "tag.entry_wrong"),
        ("four_m_change", {"change_content": ""}, "tag.entry_missing"),
        ("four_m_change", {"change_content": "가" * 501}, "tag.entry_wrong"),
        ("four_m_change", {"change_content": "가" * 400}, "tag.text_too_long"),
    ],
)
def test_wrong_entries_are_refused(shop: Shop, kind: str, changed: dict[str, str], code: str) -> None:
    with _refused(code):
        _print(shop, shop.order(kind, entries={**ENTRIES.get(kind, {}), **changed}))
    assert shop.floor.factory.ask(tag_print_rows) == ()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_record_that_is_not_there_is_a_refusal(shop: Shop, kind: str) -> None:
    if kind == "commands":
        return
    order = TagOrder(kind, 4711, entries=ENTRIES.get(kind, {}))
    with pytest.raises(PartproofError, match=r"record\.not_found|tag\.no_record"):
        _print(shop, order, Role.ADMINISTRATOR)


@pytest.mark.parametrize("copies", [0, -1, 1000])
def test_copies_have_a_limit(shop: Shop, copies: int) -> None:
    with _refused("tag.copies"):
        _print(shop, shop.order("lot"), copies=copies)


def test_a_held_lot_gets_no_delivery_or_box_label(shop: Shop) -> None:
    shop.floor.do(hold_lot, shop.lot_id, reason="의심", actor=shop.floor.quality)
    for kind in ("delivery", "box"):
        with _refused("tag.lot_held"):
            _print(shop, shop.order(kind))
    (page,) = _print(shop, shop.order("identification")).pages
    assert "보류" in {entry.text for entry in page.texts}


def test_goods_for_several_customers_name_theirs(shop: Shop) -> None:
    engineer = shop.floor.engineer
    other = shop.floor.do(add_customer, code="GM", name="한국지엠", actor=engineer)
    shop.floor.do(
        link_customer, shop.floor.part_id, other, customer_part_number="GM-778", vehicle="T1", actor=engineer
    )
    with _refused("tag.entry_missing"):
        _print(shop, shop.order("delivery"))
    with _refused("tag.entry_wrong"):
        _print(shop, shop.order("delivery", entries={**ENTRIES["delivery"], "customer": "기아"}))
    (page,) = _print(
        shop, shop.order("delivery", entries={**ENTRIES["delivery"], "customer": "한국지엠"})
    ).pages
    texts = {entry.text for entry in page.texts}
    assert {"GM-778", "한국지엠", "T1"} <= texts
    assert "52933-D4100" not in texts
    assert "\x1dPGM-778\x1d" in page.codes[0].content
    (page,) = _print(shop, shop.order("identification")).pages
    said = " ".join(entry.text for entry in page.texts)
    assert ("한국지엠" in said, "현대자동차" in said) == (True, True)


def test_a_lot_in_quarantine_is_not_delivered(shop: Shop) -> None:
    lot = shop.floor.do(
        create_lot, part_id=shop.floor.part_id, quantity=Decimal(5), actor=shop.floor.engineer
    )
    with _refused("tag.lot_held"):
        _print(shop, TagOrder("delivery", lot, entries={"delivery_note": "D-1"}))


def test_a_gauge_out_of_calibration_gets_no_label(shop: Shop) -> None:
    failed = {**calibration_facts(), "result": CalibrationResult.FAIL}
    shop.floor.do(record_calibration, shop.floor.gauge_id, actor=shop.floor.quality, **failed)
    with _refused("tag.gauge_unfit"):
        _print(shop, shop.order("calibration"))


def test_who_left_gets_no_badge(shop: Shop) -> None:
    admin = shop.floor.crew.actor(Role.ADMINISTRATOR)
    shop.floor.do(deactivate_user, shop.floor.operator.user_id, reason="퇴사", actor=admin)
    with _refused("tag.no_badge"):
        _print(shop, shop.order("badge"), Role.ADMINISTRATOR)


def test_a_code_of_the_customer_is_refused_where_its_facts_are_missing(shop: Shop) -> None:
    entries = {**ENTRIES["delivery"]}
    del entries["m4"]
    with _refused("tag.entry_missing"):
        _print(shop, shop.order("delivery", layout="delivery-hkmc", entries=entries))
    with _refused("tag.code_impossible"):
        wrong = {**ENTRIES["delivery"], "m4": "12345"}
        _print(shop, shop.order("delivery", layout="delivery-hkmc", entries=wrong))
    with _refused("tag.code_impossible"):
        wrong = {**ENTRIES["box"], "gtin": "08801234567890"}
        _print(shop, shop.order("box", layout="box-gs1", entries=wrong))


def test_the_red_tag_of_a_part_without_a_lot_carries_the_parts_code(shop: Shop) -> None:
    from app.nonconformance.nonconformances import open_nonconformance

    found = shop.floor.do(
        open_nonconformance,
        title="도금 벗겨짐",
        part_revision_id=shop.floor.part_revision_id,
        actor=shop.floor.quality,
    )
    (page,) = _print(shop, TagOrder("nonconforming", found)).pages
    assert [code.content for code in page.codes] == ["PP:P:HB-2210-01"]


def test_a_long_traveller_goes_on_to_a_second_page(shop: Shop) -> None:
    from app.process.operations import add_operation
    from app.production.orders import append_snapshot, find_order

    for number in range(7, 16):
        shop.floor.do(add_operation, shop.floor.part_id, number=number * 10, name=f"공정 {number}",
                      actor=shop.floor.engineer)  # fmt: skip
    with shop.floor.factory.reading() as session:
        version = find_order(session, shop.order_id).version
    shop.floor.do(append_snapshot, shop.order_id, expected_version=version, effect="지금부터",
                  actor=shop.floor.engineer)  # fmt: skip
    pages = _print(shop, shop.order("traveller")).pages
    assert len(pages) == 2
    texts = [{entry.text for entry in page.texts} for page in pages]
    assert "황삭 가공" in texts[0]
    assert "공정 15" in texts[1]
    assert ("1 / 2" in texts[0], "2 / 2" in texts[1]) == (True, True)


def test_a_hostile_lot_number_is_printed_or_refused_but_never_altered(shop: Shop) -> None:
    factory = shop.floor.factory
    for number in ("^XA~JR", "a\"b'c", "LOT_5E", "로트-①"):
        lot = shop.floor.do(
            create_lot,
            part_id=shop.floor.part_id,
            quantity=Decimal(1),
            number=number,
            actor=shop.floor.engineer,
        )
        with factory.reading() as session:
            stored = find_lot(session, lot).number
        (page,) = _print(shop, TagOrder("identification", lot)).pages
        assert page.codes[0].content == f"PP:L:{stored}"
