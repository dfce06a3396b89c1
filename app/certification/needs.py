"""Requirements that need others first: what is settled waits, or goes stale, while a needed one is not. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.certification.rows import DONE, NextAct, RequirementRow
from app.certification.rule_kinds import Sentence
from app.texts import mark
from models.vocab import RequirementState


def order_of(needs: Mapping[str, Sequence[str]]) -> list[str] | None:
    """Return the codes so that each stands after what it needs, or None where they run in a circle.

    Walks without recursion; codes that are needed but have no entry are left out.
    """
    waiting = {code: {one for one in wanted if one in needs} for code, wanted in needs.items()}
    users: dict[str, list[str]] = {code: [] for code in needs}
    for code, wanted in waiting.items():
        for one in wanted:
            users[one].append(code)
    ready = [code for code in needs if not waiting[code]]
    order: list[str] = []
    while ready:
        code = ready.pop()
        order.append(code)
        for user in users[code]:
            waiting[user].discard(code)
            if not waiting[user]:
                ready.append(user)
    return order if len(order) == len(needs) else None


def with_needs(
    rows: Sequence[RequirementRow], texts: Mapping[str, Mapping[str, Any]]
) -> list[RequirementRow]:
    """Return the rows with what they need taken into account, in the same order."""
    needs = {row.code: tuple(texts.get(row.code, {}).get("needs", ())) for row in rows}
    if not any(needs.values()):
        return list(rows)
    found = {row.code: row for row in rows}
    for code in order_of(needs) or ():
        row = found[code]
        lacking = [one for one in needs[code] if one in found and found[one].state not in DONE]
        if lacking and row.state in (RequirementState.READY, RequirementState.ACCEPTED):
            stale = row.state is RequirementState.ACCEPTED
            found[code] = replace(
                row,
                state=RequirementState.STALE if stale else RequirementState.PARTIAL,
                acceptable=False,
                reasons=(Sentence(mark("It needs {codes} first."), (("codes", ", ".join(lacking)),)),),
                next_step=Sentence(mark("Settle what it needs first.")),
                act=NextAct("requirement", None, found[lacking[0]].id, lacking[0]),
            )
    return [found[row.code] for row in rows]


def after_the_others(row: RequirementRow, others: Sequence[RequirementRow]) -> RequirementRow:
    """Return a requirement of the whole with the way to the first other that is open, while one is."""
    waiting = next((one for one in others if one.state not in DONE), None)
    if waiting is None or row.acceptable or row.state in DONE:
        return row
    return replace(row, act=NextAct("requirement", None, waiting.id, waiting.code))
