"""Parts by the verbs: numbers, labels taken as they are, order by counters, and a search that forgets no customer."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from app.audit_trail import check_trail
from app.bom.lines import LineFacts, add_line
from app.changes.release import release
from app.errors import PartproofError
from app.factory import Factory
from app.parts.parts import (
    add_customer,
    add_part,
    delete_draft,
    edit_part,
    edit_revision,
    link_customer,
    set_maturity,
    start_revision,
)
from app.parts.queries import find_anything, part_head, part_rows
from models.vocab import Maturity, Noun, PartKind, Role, Source
from tests.app.test_thread_of_release import approve, make_part
from tests.crew import Crew
from tests.rules.counting import counted


def _code(factory: Factory, verb: Any, *args: Any, **facts: Any) -> str:
    with pytest.raises(PartproofError) as refused:
        factory.perform(verb, *args, **facts)
    return refused.value.code


def _found(factory: Factory, text: str) -> list[str]:
    return [row.number for row in factory.ask(find_anything, text)]


def test_the_search_knows_every_customer_s_number_also_after_an_edit(factory: Factory, crew: Crew) -> None:
    engineer = crew.actor(Role.ENGINEER)
    part, _ = make_part(factory, engineer, "HB-1")
    for code, number, vehicle in (("H", "51750-AA000", "NX4"), ("K", "K-777", "MQ4")):
        customer = factory.perform(add_customer, code=code, name=code, actor=engineer).result
        facts: dict[str, Any] = {"customer_part_number": number, "vehicle": vehicle, "actor": engineer}
        factory.perform(link_customer, part, customer, **facts)
    head = factory.ask(part_head, part)
    assert head is not None
    change: dict[str, Any] = {"reason": "개명", "name": "새 브라켓"}
    factory.perform(edit_part, part, expected_version=head.version, actor=engineer, **change)
    for text in ("hb-1", "51750-aa000", "nx4", "K-777", "mq4", "새 브라켓", "ＨＢ－1"):
        assert _found(factory, text) == ["hb-1"], text
    assert _found(factory, "부품") == []
    assert _found(factory, "100%") == _found(factory, "_") == []


def test_a_customer_s_label_is_taken_as_it_is_and_order_is_by_counter(factory: Factory, crew: Crew) -> None:
    engineer = crew.actor(Role.ENGINEER)
    labels = ("I", "O", "S", "A10", "a", "Ⅱ", "가", "-", "  B  ")
    made = [make_part(factory, engineer, f"P{at}", PartKind.STANDARD) for at in range(len(labels))]
    for _part, revision in made:
        factory.perform(edit_revision, revision, customer_label="Z", actor=engineer)
        approve(factory, crew, Noun.PART_REVISION, revision)
    factory.perform(release, [(Noun.PART_REVISION, revision) for _part, revision in made], actor=engineer)
    for label, (part, _revision) in zip(labels, made, strict=True):
        factory.perform(start_revision, part, reason="EO", customer_label=label, actor=engineer)
        head = factory.ask(part_head, part)
        assert head is not None
        shown = [(row.counter, row.customer_label) for row in head.revisions]
        assert shown == [(0, "Z"), (1, label.strip())]
        assert head.current is not None
        assert head.current.customer_label == "Z"
        assert head.newest is not None
        assert head.newest.label == label.strip()
    assert [row.revision for row in factory.ask(part_rows)] == [label.strip() for label in labels]


def test_a_correction_raises_only_the_internal_revision(factory: Factory, crew: Crew) -> None:
    engineer = crew.actor(Role.ENGINEER)
    part, revision = make_part(factory, engineer, "P", PartKind.STANDARD)
    factory.perform(edit_revision, revision, customer_label="B", weight=Decimal("0.120"), actor=engineer)
    factory.perform(set_maturity, revision, Maturity.PRODUCTION, reason="양산", actor=engineer)
    approve(factory, crew, Noun.PART_REVISION, revision)
    factory.perform(release, [(Noun.PART_REVISION, revision)], actor=engineer)
    factory.perform(start_revision, part, reason="정정", customer_label="B", actor=engineer)
    factory.perform(set_maturity, revision, Maturity.SERVICE, reason="단산", actor=engineer)
    head = factory.ask(part_head, part)
    assert head is not None
    shown = [(row.counter, row.label, str(row.weight), row.maturity) for row in head.revisions]
    assert shown == [(0, "B", "0.120", Maturity.SERVICE), (1, "B", "0.120", Maturity.PRODUCTION)]


def test_what_others_hold_is_not_deleted(factory: Factory, crew: Crew) -> None:
    engineer = crew.actor(Role.ENGINEER)
    _, parent = make_part(factory, engineer, "TOP")
    child, _ = make_part(factory, engineer, "CHILD")
    factory.perform(add_line, parent, LineFacts(child, "10", Decimal(1), "EA"), actor=engineer)
    assert _code(factory, delete_draft, child, actor=engineer) == "record.in_use"
    assert [row.number for row in factory.ask(part_rows)] == ["CHILD", "TOP"]
    assert factory.ask(check_trail).problems == []


def test_an_empty_reason_or_an_unknown_part_is_refused(factory: Factory, crew: Crew) -> None:
    engineer = crew.actor(Role.ENGINEER)
    part, revision = make_part(factory, engineer, "P")
    assert _code(factory, start_revision, part, reason="x", actor=engineer) == "part.draft_exists"
    assert _code(factory, start_revision, 999, reason="x", actor=engineer) == "record.not_found"
    assert (
        _code(factory, set_maturity, revision, Maturity.SERVICE, reason=" ", actor=engineer) == "field.empty"
    )
    long = {"number": "x" * 61, "name": "x", "kind": PartKind.COMPONENT, "source": Source.MADE}
    assert _code(factory, add_part, actor=engineer, **long) == "field.too_long"


def test_a_long_list_of_parts_costs_a_few_queries(factory: Factory, crew: Crew) -> None:
    engineer = crew.actor(Role.ENGINEER)
    customer = factory.perform(add_customer, code="C", name="C", actor=engineer).result
    for number in range(12):
        part, _ = make_part(factory, engineer, f"P-{number}")
        factory.perform(link_customer, part, customer, customer_part_number=f"C-{number}", actor=engineer)
    with counted(factory) as sent:
        rows = factory.ask(part_rows)
    assert len(rows) == 12
    assert len(sent) <= 3
