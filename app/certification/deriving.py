"""How a requirement's state follows from its links, today's records, its rule and its papers' days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from app.certification.hashes import Today, digest
from app.certification.reasons import path_of
from app.certification.rows import DONE, NOTHING, EvidenceRow, NextAct, PathStep, RequirementRow, ScoreRow
from app.certification.rule_kinds import (
    OF_THE_WHOLE,
    Finding,
    Found,
    Overtaken,
    RuleKind,
    Sentence,
    kind_of,
    months_after,
    parameters_of,
)
from app.settings import PlantSettings
from app.texts import mark
from models.certification import Evidence, EvidenceRejection, Requirement
from models.vocab import Noun, RequirementState

State = RequirementState
OTHER: Final = Sentence(mark("The evidence is no longer the one that was accepted."))
_RENEW: Final = Sentence(
    mark("Attach the paper that takes it in, or look again and sign that it still holds.")
)


@dataclass(frozen=True)
class Around:
    """What all rows of an assessment share.

    Attributes:
        texts: The checklist's rows by code.
        licensed: Who compared a row with the licensed copy, by code.
        part_stale: The part revision is no longer in force.
        seen: The day on which a file's content was first kept, by its hash.
    """

    today: Today
    day: date
    settings: PlantSettings
    texts: Mapping[str, Mapping[str, Any]]
    licensed: Mapping[str, str]
    part_stale: Sentence | None
    part_path: tuple[PathStep, ...]
    names: Mapping[int, str]
    seen: Mapping[str, date]


@dataclass(frozen=True)
class Of:
    """What is stored about one requirement, and what its rule sees today.

    Attributes:
        attached_at: When the newest of its papers was attached to it for the first time.
        overtaken: What happened since then, or since somebody signed that the paper still holds.
    """

    requirement: Requirement
    links: list[Evidence]
    rejected: list[EvidenceRejection]
    scores: tuple[ScoreRow, ...]
    finding: Finding | None
    attached_at: datetime | None = None
    overtaken: tuple[Overtaken, ...] = ()


def row_of(around: Around, of: Of) -> RequirementRow:
    """Return one requirement as it stands."""
    requirement = of.requirement
    text = around.texts.get(requirement.code, {})
    kind = kind_of(requirement.rule)
    evidence = tuple(_evidence_row(around, entry) for entry in of.links)
    if of.finding is not None and of.finding.by_paper and any(row.noun is Noun.FILE for row in evidence):
        # Nothing of this kind is on record and a paper stands for it: as where evidence is attached by hand.
        of = replace(of, finding=None)
    gathers = kind is not None and kind.find is not None and not _papers_only(of)
    expires = _expires(around, requirement, kind, text, evidence) if _papers_only(of) else None
    state, reasons = _state(around, of, evidence, expires)
    confirm = of.finding.confirm if of.finding is not None else []
    told = [reason for reason in reasons if reason not in confirm]
    acceptable = state in (State.READY, State.ACCEPTED) or told == [OTHER]
    # What only a person can see waits for nothing but the signature.
    acceptable = acceptable or (state is State.PARTIAL and not told and bool(confirm))
    if state is State.STALE and around.part_stale is None and all(row.fresh for row in evidence):
        # The paper is as it was; somebody may look at it again and sign that it still holds.
        acceptable = acceptable or _may_renew(around, of, kind, expires)
    proposals = _proposals(of)
    path = _path(around, state, evidence, of)
    return RequirementRow(
        requirement.id,
        requirement.code,
        requirement.title,
        requirement.title_ko,
        str(text.get("text", "")),
        str(text.get("text_ko", "")),
        requirement.submission,
        requirement.rule,
        bool(text.get("verified", False)),
        state,
        acceptable,
        tuple(reasons),
        _RENEW
        if acceptable and of.overtaken
        else _next_step(state, kind, acceptable, proposed=bool(proposals), gathers=gathers),
        evidence,
        around.names.get(requirement.owner_id or 0, ""),
        requirement.due_on,
        around.names.get(requirement.accepted_by_id or 0, ""),
        requirement.not_applicable_reason,
        requirement.version,
        section=str(text.get("section", "")),
        edition=str(text.get("edition", "")),
        source=str(text.get("source", "")),
        grade=str(text.get("source_grade", "")),
        licensed=around.licensed.get(requirement.code, ""),
        asks=_asks(kind, text),
        no_records=kind is not None and kind.no_records,
        proposals=proposals,
        found=frozenset((one.noun, one.entity_id) for one in (of.finding.evidence if of.finding else ())),
        path=path,
        act=_act(state, acceptable, proposed=bool(proposals), gathers=gathers, path=path),
        owner_id=requirement.owner_id,
        remark=requirement.remark,
        accepted_at=requirement.accepted_at,
        expires_on=of.finding.until if expires is None and of.finding is not None else expires,
        scores=of.scores,
    )


def _papers_only(of: Of) -> bool:
    return of.finding is None or of.finding.by_paper


def _may_renew(around: Around, of: Of, kind: RuleKind | None, expires: date | None) -> bool:
    """Whether a signature under the paper as it is makes it count again."""
    if kind is None or not all(one.renewable for one in of.overtaken):
        return False
    if kind.signed and expires is not None:
        return True
    return bool(of.overtaken) and (expires is None or expires >= around.day)


def evidence_digest(evidence: tuple[EvidenceRow, ...], today: Today) -> str:
    """Return the hash of what a requirement's evidence says now; a person accepts exactly this."""
    return digest(
        sorted(
            (
                row.noun.value,
                row.entity_id or 0,
                today.hash_of(row.noun, row.entity_id, row.file_hash),
            )
            for row in evidence
        )
    )


def whole(rows: list[RequirementRow]) -> Finding:
    """Return what the other requirements leave open, for a rule of the whole."""
    finding = Finding()
    open_rows = [row for row in rows if row.state not in DONE]
    if open_rows:
        finding.lacks(
            mark("{count} other {count:requirement is|requirements are} open: {codes}."),
            count=len(open_rows),
            codes=", ".join(row.code for row in open_rows),
        )
    return finding


def _evidence_row(around: Around, entry: Evidence) -> EvidenceRow:
    now = around.today.hash_of(entry.noun, entry.entity_id, entry.file_hash)
    paper = None
    if entry.noun is Noun.FILE:
        linked = around.settings.local(entry.linked_at).date()
        # What the paper says of itself can only make it older.
        known = around.seen.get(entry.file_hash or "", linked)
        # Attached once more, or to another assessment, it is no newer than when it first came into the house.
        paper = min(day for day in (entry.dated_on, linked, known) if day is not None)
    return EvidenceRow(
        entry.id,
        entry.noun,
        entry.entity_id,
        entry.file_hash or "",
        entry.label,
        now == entry.content_hash,
        entry.automatic,
        entry.linked_at,
        paper,
    )


def _expires(
    around: Around,
    requirement: Requirement,
    kind: RuleKind | None,
    text: Mapping[str, Any],
    evidence: tuple[EvidenceRow, ...],
) -> date | None:
    """Return the last day on which the newest paper counts, or None where papers do not age."""
    months = text.get("months")
    papers = [row.paper_on for row in evidence if row.paper_on is not None]
    if kind is None or not kind.ages or not months or not papers:
        return None
    newest = max(papers)
    if kind.signed and requirement.accepted_at is not None:
        newest = max(newest, around.settings.local(requirement.accepted_at).date())
    return months_after(newest, int(months))


def _state(
    around: Around, of: Of, evidence: tuple[EvidenceRow, ...], expires: date | None
) -> tuple[State, list[Sentence]]:
    requirement, finding = of.requirement, of.finding
    if requirement.not_applicable_reason:
        values = (("reason", requirement.not_applicable_reason),)
        return State.NOT_APPLICABLE, [Sentence(mark("Not applicable: {reason}"), values)]
    lacking = list(finding.lacking) if finding is not None else []
    stale = [
        Sentence(mark("{label} changed after it was linked."), (("label", row.label),))
        for row in evidence
        if not row.fresh
    ]
    if around.part_stale is not None and (evidence or requirement.accepted_hash):
        stale.insert(0, around.part_stale)
    if expires is not None and expires < around.day:
        stale.append(Sentence(mark("The newest paper counted until {day}."), (("day", str(expires)),)))
    stale += [one.sentence for one in of.overtaken]
    if stale:
        return State.STALE, stale + lacking
    lacking += [step.sentence for step in _unlinked(of)]
    if requirement.accepted_hash:
        return _accepted(around, requirement, evidence, lacking, finding)
    return _unaccepted(requirement, evidence, finding, lacking + _rejections(of))


def _unlinked(of: Of) -> tuple[PathStep, ...]:
    """Return what was found beside what is linked, where only all of it together proves something."""
    if of.finding is None or not of.finding.together or not of.links:
        return ()
    text = mark("{label} belongs to it and is not linked yet.")
    return tuple(
        PathStep(Sentence(text, (("label", one.label),)), one.noun, one.entity_id) for one in _proposals(of)
    )


def _accepted(
    around: Around,
    requirement: Requirement,
    evidence: tuple[EvidenceRow, ...],
    lacking: list[Sentence],
    finding: Finding | None,
) -> tuple[State, list[Sentence]]:
    if requirement.accepted_hash != evidence_digest(evidence, around.today):
        unlinked = not evidence and requirement.rule not in OF_THE_WHOLE
        nothing = [Sentence(mark("No evidence is attached."))] if unlinked and not lacking else []
        confirm = finding.confirm if finding is not None and evidence else []
        return State.STALE, [OTHER, *lacking, *nothing, *confirm]
    # What was accepted was complete; when something lacks now, that acceptance says no longer what is.
    return (State.STALE if lacking else State.ACCEPTED), lacking


def _unaccepted(
    requirement: Requirement,
    evidence: tuple[EvidenceRow, ...],
    finding: Finding | None,
    lacking: list[Sentence],
) -> tuple[State, list[Sentence]]:
    if finding is not None and not lacking and (evidence or requirement.rule in OF_THE_WHOLE):
        return (State.PARTIAL, list(finding.confirm)) if finding.confirm else (State.READY, [])
    if evidence and finding is None:
        return State.READY, []
    if evidence or (finding is not None and finding.evidence):
        return State.PARTIAL, lacking or [Sentence(mark("Evidence was found but is not linked yet."))]
    return State.MISSING, lacking or [Sentence(mark("No evidence is attached."))]


def _rejections(of: Of) -> list[Sentence]:
    """Say which of what the rule finds today a person would not let count."""
    found = {
        (one.noun, one.entity_id, one.content_hash) for one in (of.finding.evidence if of.finding else ())
    }
    return [
        Sentence(mark("{label} was rejected: {reason}"), (("label", row.label), ("reason", row.reason)))
        for row in of.rejected
        if (row.noun, row.entity_id, row.content_hash) in found
    ]


def _proposals(of: Of) -> tuple[Found, ...]:
    """Return what the rule found and nobody linked or rejected as it is now."""
    if of.finding is None or of.requirement.not_applicable_reason:
        return ()
    known = {(row.noun, row.entity_id, row.content_hash) for row in of.links}
    known |= {(row.noun, row.entity_id, row.content_hash) for row in of.rejected}
    return tuple(
        one for one in of.finding.evidence if (one.noun, one.entity_id, one.content_hash) not in known
    )


def _asks(kind: RuleKind | None, text: Mapping[str, Any]) -> Sentence:
    if kind is None:
        return NOTHING
    values = tuple((name, str(value)) for name, value in parameters_of(text).items())
    names = {name for name, _ in values}
    # A sentence that speaks of a number is said only where the row gives it.
    asked = {field.split(":")[0] for field in (part.split("}")[0] for part in kind.text.split("{")[1:])}
    return Sentence(kind.text, values) if asked <= names else NOTHING


def _path(around: Around, state: State, evidence: tuple[EvidenceRow, ...], of: Of) -> tuple[PathStep, ...]:
    if state is not State.STALE:
        return ()
    for row in evidence:
        if not row.fresh and row.entity_id is not None:
            return path_of(around.today.session, row.noun, row.entity_id, row.label)
    if around.part_stale is not None:
        return around.part_path
    steps = tuple(PathStep(one.sentence, one.noun, one.entity_id) for one in of.overtaken)
    return steps or _unlinked(of)


def _next_step(
    state: State, kind: RuleKind | None, acceptable: bool, *, proposed: bool, gathers: bool
) -> Sentence:
    if state is State.STALE and not acceptable:
        return Sentence(mark("Look at the change, then link the new evidence."))
    if state in (State.READY, State.STALE) or (state is State.PARTIAL and acceptable):
        return Sentence(mark("Look at it and accept it."))
    if state in (State.ACCEPTED, State.NOT_APPLICABLE):
        return Sentence(mark("Nothing to do."))
    if kind is not None and kind.name in OF_THE_WHOLE:
        return Sentence(mark("Settle the open requirements first."))
    if gathers:
        if proposed:
            return Sentence(mark("Look at what was found; let it count, or reject it with a reason."))
        return Sentence(mark("Settle what is listed, then gather the evidence."))
    return Sentence(mark("Attach a file, or say why it does not apply."))


def _act(
    state: State, acceptable: bool, *, proposed: bool, gathers: bool, path: tuple[PathStep, ...]
) -> NextAct:
    if state is State.NOT_APPLICABLE:
        return NextAct("include")
    if acceptable and state is not State.ACCEPTED:
        return NextAct("accept")
    if proposed and state is not State.ACCEPTED:
        return NextAct("gather")
    for step in path:
        if step.noun is not None:
            return NextAct(
                "open", step.noun, step.entity_id, str(dict(step.sentence.values).get("label", ""))
            )
    if gathers and state is not State.ACCEPTED:
        return NextAct("gather")
    return NextAct("attach")
