"""Tells the second of two people who edit one record who changed it, what they did and when. Refuses nothing."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from app.audit_words import ACT_CONTEXT, act_word
from app.errors import PartproofError
from app.refusals import CHANGED_MEANWHILE, CONFLICT
from app.settings import read_settings
from app.texts import Language
from app.unit_of_work import UnitOfWork
from models.audit import AuditEntry
from models.vocab import Noun


@dataclass(frozen=True)
class ActName:
    """A recorded act inside a sentence: said as people call it."""

    action: str

    def __str__(self) -> str:
        return self.action

    def worded(self, language: Language) -> str:
        """Return the act in a language."""
        return language.term(ACT_CONTEXT, act_word(self.action))


def changed_meanwhile(unit: UnitOfWork, noun: Noun, entity_id: int) -> PartproofError:
    """Return the refusal of an edit made on an older state: who did what with the record last, and when."""
    query = (
        select(AuditEntry)
        .where(AuditEntry.noun == noun.value, AuditEntry.entity_id == entity_id)
        .where(AuditEntry.action != "refused")
        .order_by(AuditEntry.seq.desc())
        .limit(1)
    )
    last = unit.session.scalars(query).first()
    if last is None:
        return CONFLICT()
    at = f"{read_settings(unit.session).local(last.at):%Y-%m-%d %H:%M}"
    return CHANGED_MEANWHILE(name=last.actor, act=ActName(last.action), time=at)
