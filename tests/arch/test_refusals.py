"""Every refusal has a code of its own, a sentence, a next step, and is raised with the facts that they name."""

from __future__ import annotations

import re
from collections import defaultdict

from tests.arch.refusal_kinds import declared, raised
from tests.arch.sources import listed

_CODE = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+")


def test_every_refusal_is_whole() -> None:
    assert declared(), "no refusal found: the test looks in the wrong place"
    broken = [
        f"{kind.where} {kind.name}"
        for kind in declared()
        if not (
            kind.code
            and _CODE.fullmatch(kind.code)
            and (kind.sentence or "").strip()
            and (kind.next_step or "").strip()
        )
    ]
    assert not broken, listed(broken)


def test_no_code_is_used_twice() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for kind in declared():
        places[kind.code or ""].append(kind.where)
    assert {code: where for code, where in places.items() if len(where) > 1} == {}


def test_refusals_are_raised_with_the_facts_they_name() -> None:
    assert raised(), "no raised refusal found: the test looks in the wrong place"
    short = []
    for call in raised():
        if call.facts is not None and call.kind.names() - call.facts:
            short.append(f"{call.where} {call.kind.name} lacks {sorted(call.kind.names() - call.facts)}")
    assert not short, listed(short)
