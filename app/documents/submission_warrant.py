"""Part submission warrant 부품제출보증서 (PSW) of an assessment: what records say is filled in, gaps say so.

Nothing is guessed: a box is ticked only where a record or a person says it, and a gap prints 미기재.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import select

from app.certification.queries import DONE
from app.documents.approvals import empty_line, part_history
from app.documents.assessment_facts import AssessmentFacts, assessment_facts, assessment_of
from app.documents.blocks import Fact
from app.documents.document import Document
from app.documents.part_facts import only_customer
from app.documents.source import DocumentSource
from app.documents.warrant_fields import ANSWERS, REASONS, YES_OR_NO, field_of
from app.documents.warrant_form import TICKED, warrant_blocks
from app.drawings.queries import documents_of_part
from app.labels import label
from app.texts import mark, mark_term
from models.certification import Assessment, Requirement
from models.person import Signature
from models.types import decimal_text
from models.vocab import CustomerVerdict, DocumentKind, Noun, RequirementState

KIND: Final = "submission_warrant"
TITLE: Final = mark_term("form", "Part submission warrant (PSW)")
SCOPE: Final = "assessment"
# Result boxes and the requirements of the checklist that answer for them, by rule or by code.
_RESULTS: Final = {"res_dim": "9", "res_mat": "10", "res_app": "13", "res_stat": "11"}


def build(source: DocumentSource, entity_id: int) -> Document:
    """Return the warrant of an assessment.

    Raises:
        PartproofError: ``documents.no_record``.
    """
    facts = assessment_of(source, entity_id)
    values = {
        **_entered(source, entity_id),
        **_part(source, facts),
        **_organization(source, facts),
        **_reason(source, facts),
        **_results(source, facts),
        **_declaration(source, facts),
        **_customer(source, facts),
    }
    given = facts.submission
    if given is not None and given.detail and REASONS.get(given.reason.value) is not None:
        values["comments"] = " · ".join(filter(None, (values.get("comments", ""), given.detail)))
    return source.document(
        KIND,
        source.words.word(TITLE),
        subtitle=source.words.below(TITLE),
        number=f"PSW-{facts.row.number}",
        facts=_head(source, facts),
        approval=empty_line(source),
        revisions=[]
        if facts.row.part_revision_id is None
        else part_history(source, facts.row.part_revision_id),
        blocks=warrant_blocks(source, values),
        form=source.form(KIND),
        customer_id=facts.row.customer_id or only_customer(source, facts.row.part_revision_id),
    )


def _entered(source: DocumentSource, assessment_id: int) -> dict[str, str]:
    """Return what a person entered; what records say goes before it."""
    assessment: Assessment = source.record(Assessment, assessment_id)
    values: dict[str, str] = {}
    for name, text in assessment.entries.items():
        field = field_of(name)
        if field is not None and field.box:
            values[name] = TICKED
        else:
            values[name] = source.words.word(ANSWERS[text]) if name in YES_OR_NO else text
    return values


def _head(source: DocumentSource, facts: AssessmentFacts) -> list[Fact]:
    """Return number and progress of the assessment; part and customer have their fields below."""
    word = source.words.word
    wanted = {word(mark_term("form", "Assessment no.")), word(mark_term("form", "Requirements settled"))}
    return [fact for fact in assessment_facts(source, facts) if fact.label in wanted]


def _part(source: DocumentSource, facts: AssessmentFacts) -> dict[str, str]:
    part = facts.part
    if part is None:
        return {}
    drawings = [
        head
        for head in documents_of_part(source.session, part.revision.id)
        if head.kind is DocumentKind.DRAWING
    ]
    dates = [day for head in drawings if (day := source.day(head.issued_on))]
    name = part.head.name_en if source.language.code == "en" and part.head.name_en else part.head.name
    order = part.joined("engineering_order")
    return {
        "part_name": name,
        "cust_part_no": part.joined("customer_part_number"),
        "drawing_no": ", ".join(f"{head.number} {head.label}" for head in drawings),
        "org_part_no": part.head.number,
        "ec_level": " · ".join(text for text in (part.revision_text, order) if text),
        "ec_date": ", ".join(dict.fromkeys(dates)),
        "weight_kg": "" if part.revision.weight is None else decimal_text(part.revision.weight),
    }


def _organization(source: DocumentSource, facts: AssessmentFacts) -> dict[str, str]:
    settings = source.settings
    part = facts.part
    return {
        "org_name_code": " / ".join(text for text in (settings.name, settings.supplier_code) if text),
        "street": settings.address,
        "customer_division": facts.row.customer or (part.joined("customer") if part is not None else ""),
        "application": part.joined("vehicle") if part is not None else "",
        "submission_level": facts.row.level,
    }


def _reason(source: DocumentSource, facts: AssessmentFacts) -> dict[str, str]:
    given = facts.submission
    if given is None:
        return {}
    box = REASONS.get(given.reason.value)
    if box is not None:
        return {box: TICKED}
    named = label(source.language, given.reason)
    return {"reason_other": f"{named}: {given.detail}" if given.detail else named}


def _results(source: DocumentSource, facts: AssessmentFacts) -> dict[str, str]:
    by_code = {row.code: row for row in facts.requirements}
    values = {
        box: TICKED
        for box, code in _RESULTS.items()
        if code in by_code and by_code[code].state in (RequirementState.READY, RequirementState.ACCEPTED)
    }
    open_rows = [row for row in facts.requirements if row.state not in DONE and row.rule != KIND]
    if open_rows:
        values["explain"] = source.say(
            mark("Open requirements: {codes}."), codes=", ".join(row.code for row in open_rows)
        )
    own = facts.of_rule(KIND)
    # Only a person's acceptance of the whole says that all requirements are met.
    if own is not None and own.state is RequirementState.ACCEPTED:
        values["meets"] = source.words.word(mark_term("form", "Yes"))
    return values


def _declaration(source: DocumentSource, facts: AssessmentFacts) -> dict[str, str]:
    own = facts.of_rule(KIND)
    if own is None or own.state is not RequirementState.ACCEPTED:
        return {}
    requirement: Requirement = source.record(Requirement, own.id)
    signature = source.session.scalars(
        select(Signature)
        .where(
            Signature.noun == Noun.ASSESSMENT,
            Signature.entity_id == requirement.assessment_id,
            Signature.content_hash == requirement.accepted_hash,
            Signature.user_id == requirement.accepted_by_id,
        )
        .order_by(Signature.id.desc())
        .limit(1)
    ).first()
    if signature is None:
        return {}
    return {
        "signature": source.say(mark("e-sign #{id}"), id=signature.id),
        "sign_date": source.day(signature.at),
        "print_name": signature.printed_name,
        "title": signature.printed_title,
    }


def _customer(source: DocumentSource, facts: AssessmentFacts) -> dict[str, str]:
    answer = None if facts.submission is None else facts.submission.answer
    if answer is None or answer.verdict is CustomerVerdict.PENDING:
        return {}
    day = source.day(answer.decided_on)
    values = {"disposition": f"{label(source.language, answer.verdict)} {day}".strip()}
    return {**values, "tracking": answer.customer_number} if answer.customer_number else values
