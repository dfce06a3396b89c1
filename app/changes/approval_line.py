"""Who signs next on an approval line: stages one after the other, a quorum, 전결, 대결. Changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.changes.refusals import NOT_YOUR_STEP, QUORUM
from app.labels import RoleNames
from app.rights import roles_now
from app.settings import read_settings
from app.unit_of_work import UnitOfWork
from models.change import Deputy
from models.person import User, UserRole
from models.review import Review, ReviewRoute, ReviewStep
from models.vocab import Meaning, Role


@dataclass(frozen=True)
class RouteStep:
    """One box of an approval line as it is configured.

    Attributes:
        meaning: 작성 prepared, 검토 reviewed, 합의 agreed, 승인 approved.
        role: Who may sign.
        stage: Boxes of one stage sign side by side; 0 gives each box its own stage.
        quorum: How many signatures of the stage are enough.
        user_id: The one person who signs, or None.
        may_decide: 전결: this signature ends the line.
    """

    meaning: Meaning
    role: Role
    stage: int = 0
    quorum: int = 1
    user_id: int | None = None
    may_decide: bool = False

    def columns(self) -> dict[str, Any]:
        """Return the columns of a route or step."""
        return {
            "meaning": self.meaning,
            "role": self.role,
            "stage": self.stage,
            "quorum": self.quorum,
            "user_id": self.user_id,
            "may_decide": self.may_decide,
        }


def route_steps(steps: Sequence[tuple[Meaning, Role] | RouteStep]) -> tuple[RouteStep, ...]:
    """Return steps with their stages: a box without one comes after everything before it."""
    line: list[RouteStep] = []
    for entry in steps:
        step = entry if isinstance(entry, RouteStep) else RouteStep(*entry)
        after = max((known.stage for known in line), default=0) + 1
        stage = step.stage or after
        line.append(RouteStep(step.meaning, step.role, stage, step.quorum, step.user_id, step.may_decide))
    return tuple(line)


def step_of(route: ReviewRoute) -> RouteStep:
    """Return a configured box."""
    return RouteStep(route.meaning, route.role, route.stage, route.quorum, route.user_id, route.may_decide)


def refuse_unreachable(line: Sequence[RouteStep]) -> None:
    """Refuse a quorum larger than its stage, or one that the boxes of a stage do not agree on."""
    for stage, boxes in groupby(sorted(line, key=lambda step: step.stage), key=lambda step: step.stage):
        found = list(boxes)
        wanted = {step.quorum for step in found}
        if len(wanted) != 1 or not 1 <= wanted.pop() <= len(found):
            raise QUORUM(stage=stage, boxes=len(found))


def due_steps(steps: Sequence[ReviewStep]) -> list[ReviewStep]:
    """Return the boxes that may be signed now; none where the line is complete.

    A stage is done with its quorum; a signature with the right to decide ends all later stages.
    """
    ordered = sorted(steps, key=lambda step: (step.stage, step.position))
    for _stage, boxes in groupby(ordered, key=lambda step: step.stage):
        found = list(boxes)
        signed = [step for step in found if step.signature_id is not None]
        if len(signed) < found[0].quorum:
            return [step for step in found if step.signature_id is None]
        if any(step.may_decide for step in signed):
            return []
    return []


def own_step(unit: UnitOfWork, review: Review, what: str) -> tuple[ReviewStep, int | None]:
    """Return the due box of the person who acts, and whom they stand in for.

    Raises:
        PartproofError: ``review.not_your_step``.
    """
    due = due_steps(review.steps)
    roles, user_id = roles_now(unit), unit.actor.user_id
    for step in due:
        if step.user_id == user_id if step.user_id is not None else step.role in roles:
            return step, None
    day = read_settings(unit.session).work_day(unit.now)
    for principal in standing_in_for(unit.session, user_id, day) if user_id is not None else ():
        held = set(unit.session.scalars(select(UserRole.role).where(UserRole.user_id == principal)))
        for step in due:
            if step.user_id == principal if step.user_id is not None else step.role in held:
                return step, principal
    raise NOT_YOUR_STEP(what=what, role=RoleNames(tuple(dict.fromkeys(step.role for step in due))))


def standing_in_for(session: Session, user_id: int, day: date) -> tuple[int, ...]:
    """Return the people a person signs for on a day 대결; people out of service have no deputy."""
    query = (
        select(Deputy.user_id)
        .join(User, User.id == Deputy.user_id)
        .where(Deputy.deputy_id == user_id, Deputy.from_on <= day, Deputy.to_on >= day)
        .where(User.active.in_([True]))
        .order_by(Deputy.id)
    )
    return tuple(dict.fromkeys(session.scalars(query)))
