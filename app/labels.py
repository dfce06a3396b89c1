"""What the stored words are called on screen and paper, by the thing they are said of.

RELEASED is 출도 of a drawing, 확정 of a part revision, 발행 of an order, 사용가능 of a lot.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.texts import Language, mark_term
from models import vocab, vocab_quality, vocab_transfer

Pair = tuple[str, str]

_PART_STATE: Final[dict[str, Pair]] = {
    "draft": ("part revision", mark_term("part revision", "Draft")),
    "in_review": ("part revision", mark_term("part revision", "In review")),
    "released": ("part revision", mark_term("part revision", "Released")),
    "superseded": ("part revision", mark_term("part revision", "Superseded")),
    "obsolete": ("part revision", mark_term("part revision", "Obsolete")),
}
_DRAWING_STATE: Final[dict[str, Pair]] = {
    "draft": ("drawing", mark_term("drawing", "Draft")),
    "in_review": ("drawing", mark_term("drawing", "In review")),
    "released": ("drawing", mark_term("drawing", "Released")),
    "superseded": ("drawing", mark_term("drawing", "Superseded")),
    "obsolete": ("drawing", mark_term("drawing", "Obsolete")),
}
_DOCUMENT_STATE: Final[dict[str, Pair]] = {
    "draft": ("document", mark_term("document", "Draft")),
    "in_review": ("document", mark_term("document", "In review")),
    "released": ("document", mark_term("document", "Released")),
    "superseded": ("document", mark_term("document", "Superseded")),
    "obsolete": ("document", mark_term("document", "Obsolete")),
}
_LABELS: Final[dict[type[StrEnum], dict[str, Pair]]] = {
    vocab.Role: {
        "administrator": ("role", mark_term("role", "Administrator")),
        "engineer": ("role", mark_term("role", "Engineer")),
        "quality": ("role", mark_term("role", "Quality")),
        "approver": ("role", mark_term("role", "Approver")),
        "operator": ("role", mark_term("role", "Operator")),
        "reader": ("role", mark_term("role", "Reader")),
    },
    vocab.CopyState: {
        "issued": ("copy", mark_term("copy", "Issued")),
        "received": ("copy", mark_term("copy", "Received")),
        "recalled": ("copy", mark_term("copy", "To come back")),
        "returned": ("copy", mark_term("copy", "Returned")),
        "destroyed": ("copy", mark_term("copy", "Destroyed")),
    },
    vocab.FileKind: {
        "pdf": ("file", mark_term("file", "PDF")),
        "dxf": ("file", mark_term("file", "DXF drawing")),
        "picture": ("file", mark_term("file", "Picture")),
        "heic": ("file", mark_term("file", "Phone picture (HEIC)")),
        "dwg": ("file", mark_term("file", "DWG drawing")),
        "step": ("file", mark_term("file", "STEP model")),
        "workbook": ("file", mark_term("file", "Excel workbook")),
        "old_workbook": ("file", mark_term("file", "Excel workbook (97–2003)")),
        "office": ("file", mark_term("file", "Office document")),
        "hwp": ("file", mark_term("file", "Hangul document (HWP)")),
        "hwpx": ("file", mark_term("file", "Hangul document (HWPX)")),
        "catia": ("file", mark_term("file", "CATIA file")),
        "archive": ("file", mark_term("file", "Archive")),
        "text": ("file", mark_term("file", "Text")),
        "locked": ("file", mark_term("file", "Locked by document security")),
        "password": ("file", mark_term("file", "Locked with a password")),
        "other": ("file", mark_term("file", "Other file")),
    },
    vocab.CheckOutEnd: {
        "checked_in": ("check-out", mark_term("check-out", "Checked in")),
        "given_back": ("check-out", mark_term("check-out", "Given back")),
        "taken_off": ("check-out", mark_term("check-out", "Taken off")),
    },
    vocab.MarkupShape: {
        "line": ("markup", mark_term("markup", "Line")),
        "box": ("markup", mark_term("markup", "Box")),
        "cloud": ("markup", mark_term("markup", "Cloud")),
        "arrow": ("markup", mark_term("markup", "Arrow")),
        "freehand": ("markup", mark_term("markup", "Freehand")),
        "text": ("markup", mark_term("markup", "Note")),
    },
    vocab.PartKind: {
        "assembly": ("part kind", mark_term("part kind", "Assembly")),
        "component": ("part kind", mark_term("part kind", "Component")),
        "semi_finished": ("part kind", mark_term("part kind", "Semi-finished")),
        "raw_material": ("part kind", mark_term("part kind", "Raw material")),
        "purchased": ("part kind", mark_term("part kind", "Purchased part")),
        "standard": ("part kind", mark_term("part kind", "Standard part")),
        "packaging": ("part kind", mark_term("part kind", "Packaging")),
        "tooling": ("part kind", mark_term("part kind", "Tooling")),
    },
    vocab.Source: {
        "made": ("source", mark_term("source", "Made")),
        "bought": ("source", mark_term("source", "Bought")),
        "outsourced": ("source", mark_term("source", "Outsourced")),
        "customer_supplied": ("source", mark_term("source", "Customer-supplied")),
    },
    vocab.RevisionState: _PART_STATE,
    vocab.Maturity: {
        "prototype": ("maturity", mark_term("maturity", "Prototype")),
        "pre_production": ("maturity", mark_term("maturity", "Pre-production")),
        "production": ("maturity", mark_term("maturity", "Production")),
        "service": ("maturity", mark_term("maturity", "Service")),
        "phase_out": ("maturity", mark_term("maturity", "Phase-out")),
    },
    vocab.EffectivityScope: {
        "lot_range": ("effectivity", mark_term("effectivity", "Lots from … to")),
        "lot": ("effectivity", mark_term("effectivity", "One lot")),
        "customer_order": ("effectivity", mark_term("effectivity", "Customer's order")),
    },
    vocab.AttributeType: {
        "text": ("attribute", mark_term("attribute", "Text")),
        "number": ("attribute", mark_term("attribute", "Number")),
        "choice": ("attribute", mark_term("attribute", "Choice")),
        "date": ("attribute", mark_term("attribute", "Date")),
    },
    vocab.LabelScheme: {
        "numbers": ("revision labels", mark_term("revision labels", "0, 1, 2 …")),
        "letters": ("revision labels", mark_term("revision labels", "A, B … Y, AA")),
        "major_minor": ("revision labels", mark_term("revision labels", "1.0, 1.1, 2.0 …")),
    },
    vocab.CheckDigit: {
        "none": ("check digit", mark_term("check digit", "None")),
        "mod_10": ("check digit", mark_term("check digit", "Modulo 10 (Luhn)")),
        "mod_11": ("check digit", mark_term("check digit", "Modulo 11")),
    },
    vocab.DocumentKind: {
        "drawing": ("document kind", mark_term("document kind", "Drawing")),
        "control_plan": ("document kind", mark_term("document kind", "Control plan")),
        "work_standard": ("document kind", mark_term("document kind", "Work standard")),
        "inspection_standard": ("document kind", mark_term("document kind", "Inspection standard")),
        "mill_sheet": ("document kind", mark_term("document kind", "Mill sheet")),
        "boundary_sample": ("document kind", mark_term("document kind", "Boundary sample")),
        "inspection_agreement": ("document kind", mark_term("document kind", "Inspection agreement")),
        "external": ("document kind", mark_term("document kind", "External document")),
    },
    vocab.CharacteristicKind: {
        "length": ("characteristic", mark_term("characteristic", "Length")),
        "diameter": ("characteristic", mark_term("characteristic", "Diameter")),
        "radius": ("characteristic", mark_term("characteristic", "Radius")),
        "angle": ("characteristic", mark_term("characteristic", "Angle")),
        "thread": ("characteristic", mark_term("characteristic", "Thread")),
        "geometric": ("characteristic", mark_term("characteristic", "Geometric tolerance")),
        "roughness": ("characteristic", mark_term("characteristic", "Roughness")),
        "hardness": ("characteristic", mark_term("characteristic", "Hardness")),
        "weight": ("characteristic", mark_term("characteristic", "Weight")),
        "torque": ("characteristic", mark_term("characteristic", "Torque")),
        "note": ("characteristic", mark_term("characteristic", "Note")),
        "other": ("characteristic", mark_term("characteristic", "Other")),
    },
    vocab.Special: {
        "none": ("special", mark_term("special", "General")),
        "significant": ("special", mark_term("special", "Significant characteristic")),
        "critical": ("special", mark_term("special", "Critical characteristic")),
    },
    vocab.ReviewState: {
        "open": ("review", mark_term("review", "Waiting for signatures")),
        "approved": ("review", mark_term("review", "Approved")),
        "rejected": ("review", mark_term("review", "Rejected")),
        "withdrawn": ("review", mark_term("review", "Withdrawn")),
    },
    vocab.Meaning: {
        "prepared": ("signature", mark_term("signature", "Prepared")),
        "reviewed": ("signature", mark_term("signature", "Reviewed")),
        "approved": ("signature", mark_term("signature", "Approved")),
        "agreed": ("signature", mark_term("signature", "Agreed")),
        "rejected": ("signature", mark_term("signature", "Rejected")),
        "disposed": ("signature", mark_term("signature", "Disposed")),
        "issued": ("signature", mark_term("signature", "Issued")),
        "transferred": ("signature", mark_term("signature", "Transferred")),
    },
    vocab.GaugeState: {
        "active": ("gauge", mark_term("gauge", "Active")),
        "out_of_tolerance": ("gauge", mark_term("gauge", "Out of tolerance")),
        "repair": ("gauge", mark_term("gauge", "In repair")),
        "retired": ("gauge", mark_term("gauge", "Retired")),
    },
    vocab.CalibrationResult: {
        "pass": ("calibration", mark_term("calibration", "Pass")),
        "fail": ("calibration", mark_term("calibration", "Fail")),
    },
    vocab.OrderState: {
        "planned": ("order", mark_term("order", "Planned")),
        "released": ("order", mark_term("order", "Released")),
        "running": ("order", mark_term("order", "Running")),
        "on_hold": ("order", mark_term("order", "On hold")),
        "completed": ("order", mark_term("order", "Completed")),
        "closed": ("order", mark_term("order", "Closed")),
        "canceled": ("order", mark_term("order", "Canceled")),
    },
    vocab.LotState: {
        "quarantine": ("lot", mark_term("lot", "Quarantine")),
        "released": ("lot", mark_term("lot", "Released")),
        "hold": ("lot", mark_term("lot", "Hold")),
        "consumed": ("lot", mark_term("lot", "Consumed")),
        "shipped": ("lot", mark_term("lot", "Shipped")),
        "rejected": ("lot", mark_term("lot", "Rejected")),
    },
    vocab.InspectionKind: {
        "incoming": ("inspection kind", mark_term("inspection kind", "Incoming")),
        "first_piece": ("inspection kind", mark_term("inspection kind", "First piece")),
        "middle_piece": ("inspection kind", mark_term("inspection kind", "Middle piece")),
        "last_piece": ("inspection kind", mark_term("inspection kind", "Last piece")),
        "self": ("inspection kind", mark_term("inspection kind", "Self-inspection")),
        "patrol": ("inspection kind", mark_term("inspection kind", "Patrol")),
        "final": ("inspection kind", mark_term("inspection kind", "Final")),
        "outgoing": ("inspection kind", mark_term("inspection kind", "Outgoing")),
        "layout": ("inspection kind", mark_term("inspection kind", "Layout")),
    },
    vocab.InspectionState: {
        "open": ("inspection", mark_term("inspection", "Open")),
        "incomplete": ("inspection", mark_term("inspection", "Incomplete")),
        "pass": ("inspection", mark_term("inspection", "Pass")),
        "fail": ("inspection", mark_term("inspection", "Fail")),
        "accepted_by_concession": ("inspection", mark_term("inspection", "Accepted by concession")),
    },
    vocab.EntryMode: {
        "device": ("entry", mark_term("entry", "Device")),
        "keyed": ("entry", mark_term("entry", "Keyed")),
        "late": ("entry", mark_term("entry", "Late")),
        "migrated": ("entry", mark_term("entry", "Migrated")),
        "corrected": ("entry", mark_term("entry", "Corrected")),
    },
    vocab.Verdict: {
        "ok": ("verdict", mark_term("verdict", "OK")),
        "ng": ("verdict", mark_term("verdict", "NG")),
        "not_judged": ("verdict", mark_term("verdict", "Not judged")),
    },
    vocab.NonconformanceState: {
        "draft": ("nonconformance", mark_term("nonconformance", "New")),
        "contained": ("nonconformance", mark_term("nonconformance", "Contained")),
        "analysis": ("nonconformance", mark_term("nonconformance", "Analysis")),
        "action_plan": ("nonconformance", mark_term("nonconformance", "Action plan")),
        "in_progress": ("nonconformance", mark_term("nonconformance", "In progress")),
        "verified": ("nonconformance", mark_term("nonconformance", "Verified")),
        "closed": ("nonconformance", mark_term("nonconformance", "Closed")),
    },
    vocab.RequirementState: {
        "missing": ("requirement", mark_term("requirement", "Missing")),
        "partial": ("requirement", mark_term("requirement", "Partial")),
        "ready": ("requirement", mark_term("requirement", "Ready")),
        "stale": ("requirement", mark_term("requirement", "Stale")),
        "accepted": ("requirement", mark_term("requirement", "Accepted")),
        "not_applicable": ("requirement", mark_term("requirement", "Not applicable")),
    },
    vocab.AssessmentState: {
        "open": ("assessment", mark_term("assessment", "Open")),
        "submitted": ("assessment", mark_term("assessment", "Submitted")),
        "closed": ("assessment", mark_term("assessment", "Closed")),
    },
    vocab.AssessmentScope: {
        "plant": ("scope", mark_term("scope", "Plant")),
        "customer": ("scope", mark_term("scope", "Customer")),
        "part": ("scope", mark_term("scope", "Part revision")),
        "process": ("scope", mark_term("scope", "Process")),
        "supplier": ("scope", mark_term("scope", "Supplier")),
    },
    vocab.FindingKind: {
        "major": ("finding", mark_term("finding", "Major")),
        "minor": ("finding", mark_term("finding", "Minor")),
        "observation": ("finding", mark_term("finding", "Observation")),
    },
    vocab.TemplateOrigin: {
        "shipped": ("checklist", mark_term("checklist", "Came with the program")),
        "own": ("checklist", mark_term("checklist", "Made here")),
        "imported": ("checklist", mark_term("checklist", "Imported")),
    },
    vocab.SubmissionReason: {
        "initial": ("submission", mark_term("submission", "New part")),
        "engineering_change": ("submission", mark_term("submission", "Engineering change")),
        "four_m": ("submission", mark_term("submission", "4M change")),
        "correction": ("submission", mark_term("submission", "Correction")),
        "resubmission": ("submission", mark_term("submission", "Resubmission")),
    },
    vocab.CustomerVerdict: {
        "pending": ("customer", mark_term("customer", "Pending")),
        "approved": ("customer", mark_term("customer", "Approved")),
        "interim": ("customer", mark_term("customer", "Interim approval")),
        "rejected": ("customer", mark_term("customer", "Rejected")),
    },
    vocab_transfer.TransferKind: {
        "parts": ("transfer kind", mark_term("transfer kind", "Parts and documents")),
        "gauges": ("transfer kind", mark_term("transfer kind", "Gauges")),
    },
    vocab_transfer.TransferState: {
        "draft": ("transfer", mark_term("transfer", "Being prepared")),
        "signed": ("transfer", mark_term("transfer", "Signed, running")),
        "done": ("transfer", mark_term("transfer", "Done")),
        "canceled": ("transfer", mark_term("transfer", "Canceled")),
    },
    vocab.CustomerChangeState: {
        "received": ("customer change", mark_term("customer change", "Received")),
        "in_work": ("customer change", mark_term("customer change", "In work")),
        "replied": ("customer change", mark_term("customer change", "Answered")),
        "closed": ("customer change", mark_term("customer change", "Closed")),
        "declined": ("customer change", mark_term("customer change", "Declined")),
    },
    vocab.ChangeRequestState: {
        "draft": ("change request", mark_term("change request", "Draft")),
        "submitted": ("change request", mark_term("change request", "Handed in")),
        "accepted": ("change request", mark_term("change request", "Accepted")),
        "rejected": ("change request", mark_term("change request", "Rejected")),
        "duplicate": ("change request", mark_term("change request", "Duplicate")),
    },
    vocab.ChangeOrderState: {
        "draft": ("change order", mark_term("change order", "Draft")),
        "impact": ("change order", mark_term("change order", "Impact")),
        "routed": ("change order", mark_term("change order", "In review")),
        "approved": ("change order", mark_term("change order", "Approved")),
        "released": ("change order", mark_term("change order", "Released")),
        "implemented": ("change order", mark_term("change order", "Implemented")),
        "closed": ("change order", mark_term("change order", "Closed")),
        "held": ("change order", mark_term("change order", "Held")),
        "rejected": ("change order", mark_term("change order", "Rejected")),
        "canceled": ("change order", mark_term("change order", "Canceled")),
    },
    vocab.FourMState: {
        "reported": ("4M change", mark_term("4M change", "Reported")),
        "assessed": ("4M change", mark_term("4M change", "Assessed")),
        "customer_pending": ("4M change", mark_term("4M change", "Customer pending")),
        "approved": ("4M change", mark_term("4M change", "Approved")),
        "trial": ("4M change", mark_term("4M change", "Trial")),
        "effective": ("4M change", mark_term("4M change", "In effect")),
        "closed": ("4M change", mark_term("4M change", "Closed")),
        "rejected": ("4M change", mark_term("4M change", "Rejected")),
    },
    vocab.FourMKind: {
        "man": ("4M kind", mark_term("4M kind", "Man")),
        "machine": ("4M kind", mark_term("4M kind", "Machine")),
        "material": ("4M kind", mark_term("4M kind", "Material")),
        "method": ("4M kind", mark_term("4M kind", "Method")),
    },
    vocab.ConcessionState: {
        "draft": ("concession", mark_term("concession", "Draft")),
        "routed": ("concession", mark_term("concession", "In review")),
        "active": ("concession", mark_term("concession", "In force")),
        "ended": ("concession", mark_term("concession", "Ended")),
        "rejected": ("concession", mark_term("concession", "Given up")),
    },
    vocab.StockPlace: {
        "stock": ("goods", mark_term("goods", "Stock")),
        "wip": ("goods", mark_term("goods", "Work in progress")),
        "on_order": ("goods", mark_term("goods", "On order")),
        "shipped": ("goods", mark_term("goods", "Shipped")),
    },
    vocab.Disposition: {
        "use_up": ("disposition", mark_term("disposition", "Use up")),
        "rework": ("disposition", mark_term("disposition", "Rework")),
        "scrap": ("disposition", mark_term("disposition", "Scrap")),
        "hold": ("disposition", mark_term("disposition", "Hold")),
        "send_back": ("disposition", mark_term("disposition", "Send back")),
        "not_affected": ("disposition", mark_term("disposition", "Not affected")),
    },
    vocab_quality.DispositionKind: {
        "repair": ("nonconforming parts", mark_term("nonconforming parts", "Repair")),
        "sort": ("nonconforming parts", mark_term("nonconforming parts", "100 % sort")),
        "rework": ("nonconforming parts", mark_term("nonconforming parts", "Rework")),
        "return": ("nonconforming parts", mark_term("nonconforming parts", "Return to supplier")),
        "scrap": ("nonconforming parts", mark_term("nonconforming parts", "Scrap")),
        "concession": ("nonconforming parts", mark_term("nonconforming parts", "Use under a concession")),
    },
    vocab.DeviceKind: {
        "gauge": ("device", mark_term("device", "Gauge")),
        "scanner": ("device", mark_term("device", "Scanner")),
    },
}


def label(language: Language, word: StrEnum) -> str:
    """Return what a stored word is called (states of revisions: as said of a part)."""
    context, source = _LABELS[type(word)][word.value]
    return language.term(context, source)


def label_source(word: StrEnum) -> Pair:
    """Return the context and the English source text of a stored word, for what translates it later."""
    return _LABELS[type(word)][word.value]


def with_origin(language: Language, shown: str, *, migrated: bool) -> str:
    """Return what a state is called with 이관 beside it where the revision was approved before the program came."""
    return f"{shown} · {language.term('revision', _BEFORE)}" if migrated and shown else shown


def drawing_state(language: Language, state: vocab.RevisionState) -> str:
    """Return what a revision state is called of a drawing (RELEASED is 출도)."""
    context, source = _DRAWING_STATE[state.value]
    return language.term(context, source)


def document_state(language: Language, kind: vocab.DocumentKind, state: vocab.RevisionState) -> str:
    """Return what a revision state is called of a document of this kind."""
    if kind is vocab.DocumentKind.DRAWING:
        return drawing_state(language, state)
    context, source = _DOCUMENT_STATE[state.value]
    return language.term(context, source)


@dataclass(frozen=True)
class RoleNames:
    """Roles inside a sentence: stored as their words, said as people call them."""

    roles: tuple[vocab.Role, ...]

    def __str__(self) -> str:
        return ", ".join(role.value for role in self.roles)

    def worded(self, language: Language) -> str:
        """Return the roles' names in a language."""
        return ", ".join(label(language, role) for role in self.roles)


_BEFORE: Final = mark_term("revision", "transferred")
_FIELDS: Final[dict[str, str]] = {
    "certificate": mark_term("field", "certificate number"),
    "code": mark_term("field", "code"),
    "effect": mark_term("field", "effect point"),
    "find_number": mark_term("field", "find number"),
    "folder": mark_term("field", "work folder"),
    "holder": mark_term("field", "holder"),
    "kind": mark_term("field", "kind"),
    "login": mark_term("field", "sign-in name"),
    "layer": mark_term("field", "layer"),
    "name": mark_term("field", "name"),
    "number": mark_term("field", "number"),
    "place": mark_term("field", "place"),
    "port": mark_term("field", "port"),
    "reason": mark_term("field", "reason"),
    "received_by": mark_term("field", "recipient"),
    "answer": mark_term("field", "answer"),
    "assessment": mark_term("field", "assessment"),
    "reply": mark_term("field", "reply"),
    "result": mark_term("field", "result"),
    "source": mark_term("field", "source"),
    "title": mark_term("field", "title"),
    "unit": mark_term("field", "unit"),
}


@dataclass(frozen=True)
class FieldName:
    """A field inside a sentence: stored by its key, said as the screens call it."""

    key: str

    def __str__(self) -> str:
        return self.key

    def worded(self, language: Language) -> str:
        """Return the field's name in a language."""
        return language.term("field", _FIELDS[self.key]) if self.key in _FIELDS else self.key


@dataclass(frozen=True)
class StateName:
    """A stored word inside a sentence, e.g. a state: said as people call it."""

    word: StrEnum

    def __str__(self) -> str:
        return self.word.value

    def worded(self, language: Language) -> str:
        """Return the word in a language."""
        return label(language, self.word)
