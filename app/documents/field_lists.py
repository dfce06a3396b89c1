"""Which field of which known form stands where in our documents, and which are left out, with the reason.

Words for tests and people; nothing is printed from here. Field keys are those of the public field lists.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.documents.warrant_fields import SECTIONS

_NO_RECORD: Final = "no record of the program holds it yet; the plant's own column can be added"
_ELSEWHERE: Final = "stands in the footer or in the record of issue"


@dataclass(frozen=True)
class FormFields:
    """One form.

    Attributes:
        kind: Code of our document.
        printed: Field key → label (English, as marked) of the fact or column that carries it.
        left_out: Field key → why it is not printed.
    """

    kind: str
    printed: dict[str, str]
    left_out: dict[str, str]


FORMS: Final[dict[str, FormFields]] = {
    "PSW": FormFields(
        "submission_warrant",
        {field.name: field.label for section in SECTIONS for field in section.fields},
        {},
    ),
    "DIMENSIONAL_RESULTS": FormFields(
        "dimensional_results",
        {
            "org": "Organization / supplier code",
            "code": "Organization / supplier code",
            "part_no": "Part no.",
            "part_name": "Part name",
            "change_level": "Drawing revision",
            "ec_docs": "Engineering change",
            "item": "Balloon",
            "dim": "Specification",
            "limits": "Limits",
            "test_date": "Measured",
            "qty": "Samples",
            "results": "Measured values",
            "ok": "Result",
            "nok": "Result",
        },
        {
            "facility": "measured in the house; a laboratory's own report goes in as a file",
            "sign": "stands in the approval line",
            "title": "stands in the approval line",
            "date": "stands in the approval line",
        },
    ),
    "NCR": FormFields(
        "nonconformance_notice",
        {
            "no": "NC no.",
            "recur": "Same title before",
            "found_at": "Found at inspection",
            "model": "Vehicle / project",
            "found_date": "Found on",
            "part": "Part name",
            "made_date": "Produced on",
            "finder": "Found by",
            "desc": "Nonconformity",
            "urgent": "Immediate action",
            "part_no": "Part no.",
            "qty": "Nonconforming quantity",
            "symptom": "What was found",
            "disp": "Disposition",
            "disp_qty": "Disposed quantity",
            "actor": "Decided by",
            "ca_needed": "For the receiver",
            "ca_due": "For the receiver",
            "appr_in": "For the receiver",
            "cause": "Cause",
            "plan": "Improvement and later control",
            "result": "Confirmation of result",
            "close": "State",
            "close_date": "Closed on",
        },
        {
            "kind": _NO_RECORD,
            "operator": "stands with each reading in the dimensional results",
            "appr_out": "stands in the approval line",
            "close_by": "stands among the signatures on the disposition",
        },
    ),
    "BOM": FormFields(
        "bom_list",
        {
            "product": "Part name",
            "spec": "Material / specification",
            "no": "Find no.",
            "name": "Part name",
            "unit": "Unit",
            "qty": "Quantity",
            "remark": "Remarks",
        },
        {
            "sheets": _ELSEWHERE,
            "date": _ELSEWHERE,
            "file": "the document number stands in its place",
            "maker": _NO_RECORD,
        },
    ),
    "INSPECTION_REPORT": FormFields(
        "inspection_certificate",
        {
            "part": "Part name",
            "model": "Vehicle / project",
            "item": "Characteristic",
            "value": "Measured values",
            "ref": "Nominal",
            "pass": "Result",
            "date": "Inspected on",
            "gauge": "Gauges and calibrations",
        },
        {
            "sign": "stands in the approval line",
            "serial": "the lot number stands in its place; single parts carry no serial number here yet",
        },
    ),
    "GAUGE_REGISTER": FormFields(
        "gauge_register",
        {
            "no": "Gauge no.",
            "name": "Gauge name",
            "model": "Range / resolution",
            "maker": "Maker",
            "serial": "Serial no.",
            "cycle": "Interval (months)",
            "last": "Calibrated",
            "next": "Calibration due",
            "body": "Laboratory",
            "cert": "Certificate no.",
            "result": "Result",
            "state": "State",
            "remark": "Remarks",
        },
        {
            "bought": _NO_RECORD,
            "place": _NO_RECORD,
            "class": _NO_RECORD,
            "grr": "studies go into a pack as files until they are records",
        },
    ),
    "4M_CHANGE": FormFields(
        "four_m_report",
        {
            "no": "Notice no.",
            "date": "Notice date",
            "part_no": "Part no.",
            "part_name": "Part name",
            "model": "Vehicle / project",
            "customer": "Customer",
            "kind": "4M kind",
            "before": "Before the change",
            "after": "After the change",
            "reason": "Reason",
            "planned": "Planned start",
            "lot": "First lot applied",
            "risk": "Risk and impact review",
            "check": "First-piece inspection of the first lot",
            "cust_appr": "Customer approval",
        },
        {
            "stock": "a 4M change keeps no dispositions of goods; a change order does",
            "docs": "revised documents stand in the change order that releases them",
            "written": "stands in the approval line",
            "reviewed": "stands in the approval line",
            "approved": "stands in the approval line",
        },
    ),
    "ISIR": FormFields(
        "isir_cover",
        {
            "new": "New part",
            "corr": "Correction",
            "ec": "Engineering change",
            "m4": "4M change",
            "app": "Appearance item",
            "drawing": "Drawing with balloons",
            "dim": "Dimensional results",
            "mat": "Material certificate",
            "test": "Reliability / function test",
            "cp": "Control plan",
            "fmea": "Process FMEA",
            "cap": "Process capability",
            "msa": "MSA",
            "limit": "Limit sample",
            "pack": "Packing standard",
        },
        {},
    ),
}
# Forms of the list that no document prints, each with its reason.
NOT_MADE: Final = {
    "CONTROL_PLAN": "goes into a pack as a file until the program keeps control plans",
    "PROCESS_FLOW": "goes into a pack as a file until the program keeps process flows",
    "PFMEA": "goes into a pack as a file until the program keeps it",
    "MSA_GRR": "goes into a pack as a file until the program keeps studies",
    "INITIAL_PROCESS_STUDY": "goes into a pack as a file until the program keeps studies",
    "AAR": "needs colour and gloss readings, which no record holds",
    "AS9102_FORM1": "aerospace; not asked for by automotive customers",
    "AS9102_FORM2": "aerospace; not asked for by automotive customers",
    "AS9102_FORM3": "aerospace; not asked for by automotive customers",
    "8D": "follows with the corrective action of nonconformances",
    "INCOMING_INSPECTION": "follows with incoming inspection",
    "FIRST_MID_LAST": "follows with the forms of the floor",
    "WORK_STANDARD": "is a document the plant writes itself and keeps with its revisions",
}
