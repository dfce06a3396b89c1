"""The rows a transferred part is made of, as columns and values. Adds customers that are not there yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from app.unit_of_work import UnitOfWork, number_key
from models.part import Customer
from models.vocab import Maturity, Noun, PartKind, RevisionState, Source

_LONGEST_CODE = 40


def part_row(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the master's columns."""
    return {
        "number": content["number"],
        "number_key": number_key(content["number"]),
        "name": content["name"],
        "name_en": content["name_en"],
        "kind": PartKind(content["kind"]),
        "source": Source(content["source"]),
        "unit": content["unit"],
        "material": content["material"],
        "weight": _weight(content),
        "active": True,
        "version": 1,
    }


def revision_row(
    unit: UnitOfWork, part_id: int, content: Mapping[str, Any], original: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the first revision's columns; what was in use before is in production."""
    migrated = bool(original["migrated"])
    return {
        "part_id": part_id,
        "counter": 0,
        "customer_label": content["revision"],
        "reason": "",
        "material": content["material"],
        "weight": _weight(content),
        **original,
        "state": RevisionState.DRAFT,
        "maturity": Maturity.PRODUCTION if migrated else Maturity.PROTOTYPE,
        "content_hash": None,
        "created_by_id": unit.actor.user_id,
        "created_at": unit.now,
        "released_at": None,
        "effective_from": None,
        "effective_to": None,
        "superseded_by_id": None,
        "version": 1,
    }


def search_row(noun: Noun, entity_id: int, number: str, title: str, *words: str) -> dict[str, Any]:
    """Return what the search box finds."""
    return {
        "noun": noun.value,
        "entity_id": entity_id,
        "number_key": number_key(number),
        "title": title,
        "words": number_key(" ".join((number, title, *words))),
    }


def customer_ids(unit: UnitOfWork, contents: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Return the id of every customer the parts name, by the form in which names are compared."""
    names = {
        number_key(link["customer"]): link["customer"]
        for content in contents
        for link in content["customers"]
    }
    found: dict[str, int] = {}
    for customer in unit.session.scalars(select(Customer).order_by(Customer.id.desc())):
        found[number_key(customer.name)] = customer.id
        found[customer.code_key] = customer.id
    for key, name in sorted(names.items()):
        if key not in found:
            code = name[:_LONGEST_CODE]
            customer = Customer(code=code, code_key=number_key(code), name=name)
            unit.session.add(customer)
            unit.session.flush()
            unit.record("customer_added", Noun.CUSTOMER, customer.id)
            unit.index(Noun.CUSTOMER, customer.id, code, name)
            found[key] = customer.id
    unit.session.flush()
    return found


def _weight(content: Mapping[str, Any]) -> Decimal | None:
    return None if content["weight"] is None else Decimal(content["weight"])
