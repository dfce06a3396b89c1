"""Every evidence rule in one place: importing this room registers them. Reads only.

To add one: a function in ``rules_part.py`` or ``rules_plant.py`` with ``@rule("name", mark("what satisfies it"))``.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy.orm import Session

from app.certification.rule_kinds import (
    OF_THE_WHOLE,
    Asked,
    Finding,
    Found,
    RuleKind,
    Sentence,
    kind_of,
    parameters_of,
    rule_names,
)
from app.certification.rules_audit import OF_AUDITS
from app.certification.rules_by_hand import BY_HAND
from app.certification.rules_change import OF_CHANGES
from app.certification.rules_part import OF_A_PART
from app.certification.rules_plan import OF_PLANS
from app.certification.rules_plant import OF_THE_PLANT
from models.certification import Assessment

__all__ = [
    "OF_THE_WHOLE",
    "REGISTERED",
    "Asked",
    "Finding",
    "Found",
    "RuleKind",
    "Sentence",
    "kind_of",
    "parameters_of",
    "rule_names",
    "run_rule",
]
# What each room registered by being imported.
REGISTERED: Final = (*OF_A_PART, *OF_PLANS, *OF_THE_PLANT, *OF_AUDITS, *OF_CHANGES, *BY_HAND)


def run_rule(session: Session, name: str, assessment: Assessment, asked: Asked) -> Finding | None:
    """Return what a rule finds for an assessment, or None where evidence is attached by hand."""
    kind = kind_of(name)
    return None if kind is None or kind.find is None else kind.find(session, assessment, asked)
