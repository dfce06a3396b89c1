"""The words that are stored; none is renamed without a migration. No behaviour, no translations."""

from __future__ import annotations

from enum import StrEnum


class Noun(StrEnum):
    """What a record is about; used by audit, search, signatures and change sets."""

    PLANT = "plant"
    USER = "user"
    CUSTOMER = "customer"
    PART = "part"
    PART_REVISION = "part_revision"
    DOCUMENT = "document"
    DOCUMENT_REVISION = "document_revision"
    CHARACTERISTIC = "characteristic"
    CONTROLLED_COPY = "controlled_copy"
    BOM = "bom"
    REVIEW = "review"
    OPERATION = "operation"
    GAUGE = "gauge"
    STATION = "station"
    DEVICE = "device"
    ORDER = "order"
    LOT = "lot"
    SHIPMENT = "shipment"
    INSPECTION = "inspection"
    READING = "reading"
    NONCONFORMANCE = "nonconformance"
    ASSESSMENT = "assessment"
    SUBMISSION = "submission"
    PACK = "pack"
    TRANSFER = "transfer"
    CUSTOMER_CHANGE = "customer_change"
    CHANGE_REQUEST = "change_request"
    CHANGE_ORDER = "change_order"
    FOUR_M_CHANGE = "four_m_change"
    CONCESSION = "concession"
    ISSUED_DOCUMENT = "issued_document"
    FILE = "file"
    AUDIT = "audit"


class Role(StrEnum):
    """What a person may do; checked in the verbs."""

    ADMINISTRATOR = "administrator"
    ENGINEER = "engineer"
    QUALITY = "quality"
    APPROVER = "approver"
    OPERATOR = "operator"
    READER = "reader"


class PartKind(StrEnum):
    """What sort of thing a part is."""

    ASSEMBLY = "assembly"
    COMPONENT = "component"
    SEMI_FINISHED = "semi_finished"
    RAW_MATERIAL = "raw_material"
    PURCHASED = "purchased"
    STANDARD = "standard"
    PACKAGING = "packaging"
    TOOLING = "tooling"


class Source(StrEnum):
    """Where a part comes from."""

    MADE = "made"
    BOUGHT = "bought"
    OUTSOURCED = "outsourced"
    CUSTOMER_SUPPLIED = "customer_supplied"


class RevisionState(StrEnum):
    """State of a part or document revision."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    RELEASED = "released"
    SUPERSEDED = "superseded"
    OBSOLETE = "obsolete"


class Maturity(StrEnum):
    """How far a part revision is; a field of its own beside the state."""

    PROTOTYPE = "prototype"
    PRE_PRODUCTION = "pre_production"
    PRODUCTION = "production"
    SERVICE = "service"
    PHASE_OUT = "phase_out"


class EffectivityScope(StrEnum):
    """What a special effectivity is limited to; the general one, by date, stands on the revision itself."""

    LOT_RANGE = "lot_range"
    LOT = "lot"
    CUSTOMER_ORDER = "customer_order"


class AttributeType(StrEnum):
    """What the value of a part's own attribute is."""

    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"
    DATE = "date"


class LabelScheme(StrEnum):
    """How an internal revision is written; order is by its integers, never by the label."""

    NUMBERS = "numbers"
    LETTERS = "letters"
    MAJOR_MINOR = "major_minor"


class CheckDigit(StrEnum):
    """The check digit at the end of a part number."""

    NONE = "none"
    MOD_10 = "mod_10"
    MOD_11 = "mod_11"


class DocumentKind(StrEnum):
    """Kinds of controlled documents."""

    DRAWING = "drawing"
    CONTROL_PLAN = "control_plan"
    WORK_STANDARD = "work_standard"
    INSPECTION_STANDARD = "inspection_standard"
    MILL_SHEET = "mill_sheet"
    BOUNDARY_SAMPLE = "boundary_sample"
    INSPECTION_AGREEMENT = "inspection_agreement"
    EXTERNAL = "external"


class FileKind(StrEnum):
    """What a file is, by its content."""

    PDF = "pdf"
    DXF = "dxf"
    PICTURE = "picture"
    HEIC = "heic"
    DWG = "dwg"
    STEP = "step"
    WORKBOOK = "workbook"
    OLD_WORKBOOK = "old_workbook"
    OFFICE = "office"
    HWP = "hwp"
    HWPX = "hwpx"
    CATIA = "catia"
    ARCHIVE = "archive"
    TEXT = "text"
    LOCKED = "locked"
    PASSWORD = "password"
    OTHER = "other"


class CheckOutEnd(StrEnum):
    """How a check-out ended."""

    CHECKED_IN = "checked_in"
    GIVEN_BACK = "given_back"
    TAKEN_OFF = "taken_off"


class MarkupShape(StrEnum):
    """What a person draws over a page."""

    LINE = "line"
    BOX = "box"
    CLOUD = "cloud"
    ARROW = "arrow"
    FREEHAND = "freehand"
    TEXT = "text"


class CopyState(StrEnum):
    """Where a controlled copy is in its life; RECALLED is 미회수 until it is back or destroyed."""

    ISSUED = "issued"
    RECEIVED = "received"
    RECALLED = "recalled"
    RETURNED = "returned"
    DESTROYED = "destroyed"


class CharacteristicKind(StrEnum):
    """What a requirement on a drawing is."""

    LENGTH = "length"
    DIAMETER = "diameter"
    RADIUS = "radius"
    ANGLE = "angle"
    THREAD = "thread"
    GEOMETRIC = "geometric"
    ROUGHNESS = "roughness"
    HARDNESS = "hardness"
    WEIGHT = "weight"
    TORQUE = "torque"
    NOTE = "note"
    OTHER = "other"


class Special(StrEnum):
    """Special-characteristic class of the house; the customer's symbol is data beside it."""

    NONE = "none"
    SIGNIFICANT = "significant"
    CRITICAL = "critical"


class ReviewState(StrEnum):
    """State of a review of one revision."""

    OPEN = "open"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Meaning(StrEnum):
    """What a signature says."""

    PREPARED = "prepared"
    REVIEWED = "reviewed"
    APPROVED = "approved"
    AGREED = "agreed"
    REJECTED = "rejected"
    DISPOSED = "disposed"
    ISSUED = "issued"
    TRANSFERRED = "transferred"


class SignMethod(StrEnum):
    """How the signer proved who they are."""

    PASSWORD = "password"
    PIN = "pin"


class GaugeState(StrEnum):
    """State of a gauge that people set; due dates come from its calibrations."""

    ACTIVE = "active"
    OUT_OF_TOLERANCE = "out_of_tolerance"
    REPAIR = "repair"
    RETIRED = "retired"


class CalibrationResult(StrEnum):
    """Outcome of a calibration."""

    PASS = "pass"
    FAIL = "fail"


class OrderState(StrEnum):
    """State of a work order."""

    PLANNED = "planned"
    RELEASED = "released"
    RUNNING = "running"
    ON_HOLD = "on_hold"
    COMPLETED = "completed"
    CLOSED = "closed"
    CANCELED = "canceled"


class LotState(StrEnum):
    """State of a lot."""

    QUARANTINE = "quarantine"
    RELEASED = "released"
    HOLD = "hold"
    CONSUMED = "consumed"
    SHIPPED = "shipped"
    REJECTED = "rejected"


class InspectionKind(StrEnum):
    """When in the flow an inspection happens."""

    INCOMING = "incoming"
    FIRST_PIECE = "first_piece"
    MIDDLE_PIECE = "middle_piece"
    LAST_PIECE = "last_piece"
    SELF = "self"
    PATROL = "patrol"
    FINAL = "final"
    OUTGOING = "outgoing"
    LAYOUT = "layout"


class InspectionState(StrEnum):
    """State of an inspection; pass and fail are computed, never typed."""

    OPEN = "open"
    INCOMPLETE = "incomplete"
    PASS = "pass"
    FAIL = "fail"
    ACCEPTED_BY_CONCESSION = "accepted_by_concession"


class EntryMode(StrEnum):
    """How a value came in; never blurred."""

    DEVICE = "device"
    KEYED = "keyed"
    LATE = "late"
    MIGRATED = "migrated"
    CORRECTED = "corrected"


class Verdict(StrEnum):
    """What a reading says against its limits."""

    OK = "ok"
    NG = "ng"
    NOT_JUDGED = "not_judged"


class NonconformanceState(StrEnum):
    """State of a nonconformance."""

    DRAFT = "draft"
    CONTAINED = "contained"
    ANALYSIS = "analysis"
    ACTION_PLAN = "action_plan"
    IN_PROGRESS = "in_progress"
    VERIFIED = "verified"
    CLOSED = "closed"


class RequirementState(StrEnum):
    """State of a requirement; derived from evidence, accepted or excluded by people."""

    MISSING = "missing"
    PARTIAL = "partial"
    READY = "ready"
    STALE = "stale"
    ACCEPTED = "accepted"
    NOT_APPLICABLE = "not_applicable"


class AssessmentState(StrEnum):
    """State of an assessment."""

    OPEN = "open"
    SUBMITTED = "submitted"
    CLOSED = "closed"


class AssessmentScope(StrEnum):
    """What an assessment is about."""

    PLANT = "plant"
    CUSTOMER = "customer"
    PART = "part"
    PROCESS = "process"
    SUPPLIER = "supplier"


class FindingKind(StrEnum):
    """How grave a finding of an assessment is."""

    MAJOR = "major"
    MINOR = "minor"
    OBSERVATION = "observation"


class TemplateOrigin(StrEnum):
    """Where a version of a checklist comes from."""

    SHIPPED = "shipped"
    OWN = "own"
    IMPORTED = "imported"


class SubmissionReason(StrEnum):
    """Why a part is submitted to a customer."""

    INITIAL = "initial"
    ENGINEERING_CHANGE = "engineering_change"
    FOUR_M = "four_m"
    CORRECTION = "correction"
    RESUBMISSION = "resubmission"


class CustomerVerdict(StrEnum):
    """The customer's answer to a submission."""

    PENDING = "pending"
    APPROVED = "approved"
    INTERIM = "interim"
    REJECTED = "rejected"


class DeviceKind(StrEnum):
    """What stands at a port of a station."""

    GAUGE = "gauge"
    SCANNER = "scanner"


class CustomerChangeState(StrEnum):
    """State of a customer's change as it came in."""

    RECEIVED = "received"
    IN_WORK = "in_work"
    REPLIED = "replied"
    CLOSED = "closed"
    DECLINED = "declined"


class ChangeRequestState(StrEnum):
    """State of a wish for a change."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"


class ChangeOrderState(StrEnum):
    """State of a change order."""

    DRAFT = "draft"
    IMPACT = "impact"
    ROUTED = "routed"
    APPROVED = "approved"
    RELEASED = "released"
    IMPLEMENTED = "implemented"
    CLOSED = "closed"
    HELD = "held"
    REJECTED = "rejected"
    CANCELED = "canceled"


class FourMState(StrEnum):
    """State of a 4M change."""

    REPORTED = "reported"
    ASSESSED = "assessed"
    CUSTOMER_PENDING = "customer_pending"
    APPROVED = "approved"
    TRIAL = "trial"
    EFFECTIVE = "effective"
    CLOSED = "closed"
    REJECTED = "rejected"


class FourMKind(StrEnum):
    """What a 4M change changes."""

    MAN = "man"
    MACHINE = "machine"
    MATERIAL = "material"
    METHOD = "method"


class ConcessionState(StrEnum):
    """State of a concession."""

    DRAFT = "draft"
    ROUTED = "routed"
    ACTIVE = "active"
    ENDED = "ended"
    REJECTED = "rejected"


class StockPlace(StrEnum):
    """Where goods of the old revision are when a change comes."""

    STOCK = "stock"
    WIP = "wip"
    ON_ORDER = "on_order"
    SHIPPED = "shipped"


class Disposition(StrEnum):
    """What happens with them."""

    USE_UP = "use_up"
    REWORK = "rework"
    SCRAP = "scrap"
    HOLD = "hold"
    SEND_BACK = "send_back"
    NOT_AFFECTED = "not_affected"
