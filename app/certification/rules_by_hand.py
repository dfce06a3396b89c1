"""Evidence attached by hand and dated; kinds whose records the program does not keep yet say so. Words only."""

from __future__ import annotations

from typing import Final

from app.certification.rule_kinds import by_hand
from app.texts import mark

by_hand(
    "attached",
    mark("A paper that is dated, or was looked at and signed here, within {months} months."),
    no_records=False,
    signed=True,
)
by_hand(
    "control_plan_covers",
    mark(
        "A released control plan whose characteristics cover every balloon of the current drawing revision."
    ),
)
by_hand("msa_within", mark("A measurement system study on this gauge type, not older than {months} months."))
by_hand("capability_study", mark("A capability study of the special characteristics."))
by_hand("process_flow", mark("A released process flow of the part."))
by_hand("process_fmea", mark("A process FMEA that is newer than the last change."))
by_hand("skill_valid", mark("A skill record of the people concerned that has not run out."))
by_hand("engineering_changes_reviewed", mark("Customers' changes, each reviewed within the days agreed."))


BY_HAND: Final = (
    "attached",
    "control_plan_covers",
    "msa_within",
    "capability_study",
    "process_flow",
    "process_fmea",
    "skill_valid",
    "engineering_changes_reviewed",
)
