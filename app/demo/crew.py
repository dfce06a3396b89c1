"""The people of the demo factory. Their passwords are printed: this factory holds no secrets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.changes.reviews import set_route
from app.factory import Factory
from app.people.users import add_user
from app.unit_of_work import SYSTEM, Actor
from models.vocab import Meaning, Noun, Role

PASSWORD: Final = "partproof-demo"
PIN: Final = "295183"
_PEOPLE: Final = (
    ("admin", "한관리", "관리팀장", "B-1000", (Role.ADMINISTRATOR,)),
    ("kim", "김설계", "설계 담당", "B-1001", (Role.ENGINEER,)),
    ("lee", "이품질", "품질 담당", "B-1002", (Role.QUALITY,)),
    ("park", "박승인", "공장장", "B-1003", (Role.APPROVER,)),
    ("choi", "최작업", "반장", "B-1004", (Role.OPERATOR,)),
)


@dataclass(frozen=True)
class DemoCrew:
    """The actors by role, and the operator's badge."""

    administrator: Actor
    engineer: Actor
    quality: Actor
    approver: Actor
    operator: Actor
    operator_badge: str


def make_crew(factory: Factory) -> DemoCrew:
    """Add the people and the approval line author, reviewer, approver."""
    actors: list[Actor] = []
    for login, name, title, badge, roles in _PEOPLE:
        user_id = factory.perform(
            add_user,
            login=login,
            name=name,
            title=title,
            password=PASSWORD,
            pin=PIN,
            badge=badge,
            roles=roles,
            actor=SYSTEM,
        ).result
        actors.append(Actor(user_id, name, frozenset(roles)))
    steps = (
        (Meaning.PREPARED, Role.ENGINEER),
        (Meaning.REVIEWED, Role.QUALITY),
        (Meaning.APPROVED, Role.APPROVER),
    )
    for noun in (Noun.PART_REVISION, Noun.DOCUMENT_REVISION, Noun.CHANGE_ORDER, Noun.CONCESSION):
        factory.perform(set_route, noun, steps, actor=actors[0])
    administrator, engineer, quality, approver, operator = actors
    return DemoCrew(administrator, engineer, quality, approver, operator, _PEOPLE[-1][3])
