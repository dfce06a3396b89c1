"""What a person enters for a warrant is printed on it; records go before it, and a signature falls with it."""

from __future__ import annotations

from typing import Any

import pytest

from app.certification.assessments import accept_requirement, exclude_requirement, open_assessment
from app.certification.queries import requirement_rows
from app.documents.blocks import KeyValues, Table
from app.documents.document import Document
from app.documents.warrant_entries import enter_warrant, warrant_entries
from app.documents.warrant_fields import BY_HAND, SECTIONS
from app.errors import PartproofError
from models.vocab import RequirementState, Role
from tests.crew import PASSWORD
from tests.documents_built.conftest import Built


def _enter(built: Built, values: dict[str, str], role: Role = Role.QUALITY, **facts: Any) -> None:
    assessment = facts.pop("assessment", built.made.assessment)
    version = built.factory.ask(warrant_entries, assessment).version
    given = {"expected_version": version, **facts}
    built.factory.perform(enter_warrant, assessment, values, actor=built.crew.actor(role), **given)


def _printed(document: Document) -> dict[str, str]:
    found = {}
    for block in document.blocks:
        if isinstance(block, KeyValues):
            found.update({fact.label: fact.shown for fact in block.facts})
        elif isinstance(block, Table):
            for row in block.body:
                texts = [cell.text for cell in row.cells]
                found.update({texts[1]: texts[0], texts[3]: texts[2]})
    return found


def test_what_is_entered_is_printed_and_offered_to_the_next_warrant(built: Built) -> None:
    field = {one.name: one for section in SECTIONS for one in section.fields}
    values = {name: "yes" if field[name].box else f"{name} 값" for name in BY_HAND}
    values.update(safety_reg="no", soc_reported="yes", polymer_marked="none", cust_tool_tagged="yes")
    before = _printed(built.document("submission_warrant", "en"))
    _enter(built, values)
    printed = _printed(built.document("submission_warrant", "en"))
    shown = {**values, "safety_reg": "No", "soc_reported": "Yes", "polymer_marked": "Not applicable"}
    shown["cust_tool_tagged"] = "Yes"
    for name in BY_HAND:
        label = field[name].label
        assert before[label] in ("Not entered", "☐"), name
        assert printed[label] == ("☑" if field[name].box else shown[name]), name
    # What records say stands as it was.
    assert {label: printed[label] for label in before if label not in {field[n].label for n in BY_HAND}} == {
        label: text for label, text in before.items() if label not in {field[n].label for n in BY_HAND}
    }
    quality = built.crew.actor(Role.QUALITY)
    facts = {"template": "ppap", "level": "1", "part_revision_id": built.made.part_revision}
    following = built.factory.perform(open_assessment, actor=quality, **facts).result
    offered = built.factory.ask(warrant_entries, following)
    assert (offered.values, offered.offered["city"]) == ({}, "city 값")
    assert "imds_ref" not in offered.offered


def test_an_accepted_warrant_that_is_changed_is_accepted_no_more(built: Built) -> None:
    quality = built.crew.actor(Role.QUALITY)
    facts = {"template": "ppap", "level": "1", "part_revision_id": built.made.part_revision}
    made = built.factory.perform(open_assessment, actor=quality, **facts).result
    for row in built.factory.ask(requirement_rows, made):
        if row.code != "18":
            built.factory.perform(exclude_requirement, row.id, reason="시험", actor=quality)

    def warrant() -> Any:
        return {row.code: row for row in built.factory.ask(requirement_rows, made)}["18"]

    built.factory.perform(accept_requirement, warrant().id, secret=PASSWORD, actor=quality)
    assert warrant().state is RequirementState.ACCEPTED
    assert built.factory.ask(warrant_entries, made).signed
    _enter(built, {"po_no": " PO-77 "}, assessment=made)
    assert warrant().state is RequirementState.READY
    # The same again changes nothing, and nothing has to be signed again.
    built.factory.perform(accept_requirement, warrant().id, secret=PASSWORD, actor=quality)
    _enter(built, {"po_no": "PO-77"}, assessment=made)
    assert warrant().state is RequirementState.ACCEPTED


@pytest.mark.parametrize(
    ("values", "facts", "code"),
    [
        ({"weight_kg": "1"}, {}, "record.not_found"),
        ({"reason_initial": "yes"}, {}, "record.not_found"),
        ({"soc_reported": "maybe"}, {}, "record.not_found"),
        ({"po_no": "1"}, {"expected_version": 99}, "record.conflict"),
        ({"po_no": "1"}, {"role": Role.OPERATOR}, "right.missing"),
    ],
)
def test_what_records_say_cannot_be_entered(
    built: Built, values: dict[str, str], facts: dict[str, Any], code: str
) -> None:
    with pytest.raises(PartproofError) as refused:
        _enter(built, values, **facts)
    assert refused.value.code == code
    assert built.factory.ask(warrant_entries, built.made.assessment).values == {}
