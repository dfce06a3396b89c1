"""The people of a test factory; holds no assertions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from app.changes.reviews import set_route
from app.factory import Factory
from app.people import secrets
from app.people.users import add_user
from app.unit_of_work import SYSTEM, Actor
from models.vocab import Meaning, Noun, Role

PASSWORD = "맞는 비밀번호 1"
PIN = "295183"
_NAMES = {
    Role.ADMINISTRATOR: ("관리자", "관리"),
    Role.ENGINEER: ("김설계", "설계 담당"),
    Role.QUALITY: ("이품질", "품질 담당"),
    Role.APPROVER: ("박승인", "공장장"),
    Role.OPERATOR: ("최작업", "반장"),
    Role.READER: ("정열람", "고객"),
}


@dataclass(frozen=True)
class Crew:
    """One person per role."""

    actors: dict[Role, Actor]

    def actor(self, role: Role) -> Actor:
        """Return the person of a role."""
        return self.actors[role]


def make_crew(factory: Factory) -> Crew:
    """Add one person per role and the routes author, reviewer, approver."""
    actors = {}
    for role, (name, title) in _NAMES.items():
        user_id = factory.perform(
            add_user,
            login=role.value,
            name=name,
            title=title,
            password=PASSWORD,
            pin=PIN,
            badge=f"B-{role.value.upper()}",
            roles=[role],
            actor=SYSTEM,
        ).result
        actors[role] = Actor(user_id, name, frozenset([role]))
    steps = (
        (Meaning.PREPARED, Role.ENGINEER),
        (Meaning.REVIEWED, Role.QUALITY),
        (Meaning.APPROVED, Role.APPROVER),
    )
    for noun in (Noun.PART_REVISION, Noun.DOCUMENT_REVISION):
        factory.perform(set_route, noun, steps, actor=SYSTEM)
    return Crew(actors)


@lru_cache(maxsize=1)
def quick_secrets() -> None:
    """Let argon2 run with its smallest parameters: the tests prove rules, not the cost of guessing."""
    from argon2 import PasswordHasher

    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    secrets._hasher.cache_clear()
    secrets._hasher = lambda: quick  # type: ignore[assignment]


quick_secrets()
