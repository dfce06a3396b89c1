"""Evidence attached by hand and dated; kinds whose records the program does not keep yet say so. Reads only.

What overtakes a paper is derived from records: what was released or changed after it was attached.
"""

from __future__ import annotations

from typing import Final

from app.certification.overtaken import changed_since, gauges_changed_since, studied_since
from app.certification.rule_kinds import by_hand
from app.certification.rules_change import changes_since
from app.texts import mark

by_hand(
    "attached",
    mark("A paper that is dated, or was looked at and signed here, within {months} {months:month|months}."),
    no_records=False,
    signed=True,
)
# A study says how a gauge measures: another drawing leaves that as it is, a gauge found wrong or gone does not.
by_hand(
    "msa_within",
    mark("A measurement system study on this gauge type, not older than {months} {months:month|months}."),
    overtakes=gauges_changed_since,
)
by_hand(
    "capability_study",
    mark("A capability study of the special characteristics."),
    overtakes=studied_since,
)
# Which steps there are follows from changes; a drawing that moves no step comes without one.
by_hand("process_flow", mark("A released process flow of the part."), overtakes=changes_since)
by_hand("process_fmea", mark("A process FMEA that is newer than the last change."), overtakes=changed_since)
by_hand("skill_valid", mark("A skill record of the people concerned that has not run out."))
by_hand("engineering_changes_reviewed", mark("Customers' changes, each reviewed within the days agreed."))


BY_HAND: Final = (
    "attached",
    "msa_within",
    "capability_study",
    "process_flow",
    "process_fmea",
    "skill_valid",
    "engineering_changes_reviewed",
)
