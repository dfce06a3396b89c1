"""The table of places: which screen stands where in the window. A place is shown when its module exists.

Adding a screen is adding a row. Screens are imported when they are first opened.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

import ui
from app.certification.queries import assessment_rows
from app.certification.readiness import readiness
from app.certification.submission_queries import submission_rows
from app.changes.ledger import ledger_rows
from app.drawings.distribution_queries import recall_count
from app.factory import Factory
from app.gauges.queries import due_warnings
from app.settings import read_settings
from models.document import Document
from models.inspection import Inspection
from models.nonconformance import Nonconformance
from models.part import Part
from models.production import Lot, WorkOrder
from models.review import Review
from models.transfer import Transfer
from models.vocab import (
    AssessmentState,
    CustomerVerdict,
    InspectionState,
    LotState,
    NonconformanceState,
    Noun,
    OrderState,
    ReviewState,
)
from models.vocab_transfer import TransferState
from ui.i18n import Words, say, term
from ui.navigation import Count, Place
from ui.panels import BookOfPanels, Desk, Screen

Counter = Callable[[Session], Count | None]

DESIGN: Final = term("group", "Design")
QUALITY: Final = term("group", "Quality")
PRODUCTION: Final = term("group", "Production")
CERTIFICATION: Final = term("group", "Certification")
ADMINISTRATION: Final = term("group", "Administration")


@dataclass(frozen=True)
class PlaceRow:
    """One row of the table.

    Attributes:
        key: What ``desk.open_place`` is given.
        screen: ``module:Class``; the class takes the desk.
        nouns: A change of one of these counts again.
    """

    key: str
    group: Words | None
    title: Words
    icon: str
    screen: str
    count: Counter | None = None
    nouns: frozenset[Noun] = frozenset()
    station: bool = False


def parts_count(session: Session) -> Count | None:
    """How many parts there are."""
    return _count(session.scalar(select(func.count()).select_from(Part)))


def documents_count(session: Session) -> Count | None:
    """How many drawings and documents there are."""
    return _count(session.scalar(select(func.count()).select_from(Document)))


def recalls_count(session: Session) -> Count | None:
    """How many controlled copies are recalled and not back (미회수)."""
    waiting = recall_count(session)
    return Count(waiting, "warn") if waiting else None


def reviews_count(session: Session) -> Count | None:
    """How many reviews wait for a signature of anybody."""
    query = select(func.count()).select_from(Review).where(Review.state == ReviewState.OPEN)
    return _count(session.scalar(query))


def inspections_count(session: Session) -> Count | None:
    """How many inspections are under way."""
    query = select(func.count()).select_from(Inspection).where(Inspection.state == InspectionState.OPEN)
    return _count(session.scalar(query))


def gauges_count(session: Session) -> Count | None:
    """How many gauges need somebody; a loud number where one may not be used any more."""
    today = read_settings(session).local(datetime.now(UTC)).date()
    rows = due_warnings(session, day=today)
    late = any(row.days_left is None or row.days_left < 0 for row in rows)
    return Count(len(rows), "ng" if late else "warn") if rows else None


def nonconformances_count(session: Session) -> Count | None:
    """How many nonconformances are not closed."""
    query = select(func.count()).select_from(Nonconformance)
    return _count(session.scalar(query.where(Nonconformance.state != NonconformanceState.CLOSED)))


def orders_count(session: Session) -> Count | None:
    """How many orders are on the floor."""
    going = (OrderState.RELEASED, OrderState.RUNNING, OrderState.ON_HOLD)
    return _count(
        session.scalar(select(func.count()).select_from(WorkOrder).where(WorkOrder.state.in_(going)))
    )


def lots_count(session: Session) -> Count | None:
    """How many lots are on hold; nobody else needs to look."""
    held = session.scalar(select(func.count()).select_from(Lot).where(Lot.state == LotState.HOLD))
    return Count(held, "warn") if held else None


def assessments_count(session: Session) -> Count | None:
    """How many assessments are open; a loud number where evidence is stale."""
    rows = [row for row in assessment_rows(session) if row.state is AssessmentState.OPEN]
    return Count(len(rows), "warn" if any(row.stale for row in rows) else "neutral") if rows else None


def transfers_count(session: Session) -> Count | None:
    """How many signed transfers are not finished; somebody must continue them."""
    query = select(func.count()).select_from(Transfer).where(Transfer.state == TransferState.SIGNED)
    waiting = session.scalar(query)
    return Count(waiting, "warn") if waiting else None


def red_count(session: Session) -> Count | None:
    """How many things an auditor would stop at; a loud number where one is late."""
    red = readiness(session).red
    late = any(row.days_left is not None and row.days_left < 0 for row in red)
    return Count(len(red), "ng" if late else "warn") if red else None


def submissions_count(session: Session) -> Count | None:
    """How many parts wait for their customer's approval."""
    rows = [
        row for row in submission_rows(session) if row.newest and row.verdict is not CustomerVerdict.APPROVED
    ]
    return Count(len(rows), "warn") if rows else None


def changes_count(session: Session) -> Count | None:
    """How many entries of the change ledger are open; a loud number where one is late."""
    rows = ledger_rows(session, open_only=True)
    today = read_settings(session).local(datetime.now(UTC)).date()
    late = any(row.due_on is not None and row.due_on < today for row in rows)
    return Count(len(rows), "ng" if late else "neutral") if rows else None


def _count(number: int | None) -> Count | None:
    return Count(number) if number else None


_EVIDENCE: Final = frozenset(
    {Noun.ASSESSMENT, Noun.PART_REVISION, Noun.DOCUMENT_REVISION, Noun.GAUGE, Noun.INSPECTION, Noun.READING}
)
_LEDGER: Final = frozenset(
    {Noun.CUSTOMER_CHANGE, Noun.CHANGE_REQUEST, Noun.CHANGE_ORDER, Noun.FOUR_M_CHANGE, Noun.CONCESSION}
)
TABLE: Final[tuple[PlaceRow, ...]] = (
    PlaceRow("home", None, term("place", "Home"), "home", "ui.home.home_screen:HomeScreen"),
    PlaceRow(
        "parts",
        DESIGN,
        say("Parts"),
        "components",
        "ui.parts.parts_screen:PartsScreen",
        parts_count,
        frozenset({Noun.PART}),
    ),
    PlaceRow(
        "documents",
        DESIGN,
        term("place", "Documents"),
        "file-text",
        "ui.drawings.documents_screen:DocumentsScreen",
        documents_count,
        frozenset({Noun.DOCUMENT}),
    ),
    PlaceRow(
        "distribution",
        DESIGN,
        term("place", "Distribution"),
        "copy",
        "ui.drawings.copies_panel:DistributionScreen",
        recalls_count,
        frozenset({Noun.CONTROLLED_COPY, Noun.DOCUMENT_REVISION}),
    ),
    PlaceRow(
        "changes",
        DESIGN,
        term("place", "Change ledger"),
        "arrows-exchange",
        "ui.changes.ledger_screen:LedgerScreen",
        changes_count,
        _LEDGER,
    ),
    PlaceRow(
        "reviews",
        DESIGN,
        say("Approvals"),
        "writing-sign",
        "ui.changes.reviews_screen:ReviewsScreen",
        reviews_count,
        frozenset({Noun.REVIEW, Noun.PART_REVISION, Noun.DOCUMENT_REVISION}),
    ),
    PlaceRow(
        "inspections",
        QUALITY,
        say("Inspections"),
        "ruler-measure",
        "ui.inspection.inspections_screen:InspectionsScreen",
        inspections_count,
        frozenset({Noun.INSPECTION}),
    ),
    PlaceRow(
        "gauges",
        QUALITY,
        say("Gauges"),
        "gauge",
        "ui.gauges.gauges_screen:GaugesScreen",
        gauges_count,
        frozenset({Noun.GAUGE}),
    ),
    PlaceRow(
        "nonconformances",
        QUALITY,
        say("Nonconformances"),
        "alert-triangle",
        "ui.nonconformance.nonconformances_screen:NonconformancesScreen",
        nonconformances_count,
        frozenset({Noun.NONCONFORMANCE}),
    ),
    PlaceRow(
        "forms",
        QUALITY,
        say("Customers' forms"),
        "file-spreadsheet",
        "ui.forms.forms_screen:FormsScreen",
    ),
    PlaceRow(
        "orders",
        PRODUCTION,
        say("Work orders"),
        "clipboard-list",
        "ui.production.orders_screen:OrdersScreen",
        orders_count,
        frozenset({Noun.ORDER}),
    ),
    PlaceRow(
        "lots",
        PRODUCTION,
        say("Lots"),
        "tag",
        "ui.production.lots_screen:LotsScreen",
        lots_count,
        frozenset({Noun.LOT}),
    ),
    PlaceRow(
        "shipments",
        PRODUCTION,
        say("Shipments"),
        "package",
        "ui.shipping.shipments_screen:ShipmentsScreen",
    ),
    PlaceRow(
        "tags",
        PRODUCTION,
        term("place", "Labels and tags"),
        "printer",
        "ui.tags.tags_screen:TagsScreen",
    ),
    PlaceRow(
        "station",
        PRODUCTION,
        say("Station"),
        "device-desktop-analytics",
        "ui.station.station_screen:StationScreen",
        station=True,
    ),
    PlaceRow(
        "readiness",
        CERTIFICATION,
        term("place", "Audit today"),
        "calendar-event",
        "ui.certification.readiness_screen:ReadinessScreen",
        red_count,
        _EVIDENCE | {Noun.SUBMISSION, Noun.NONCONFORMANCE, Noun.LOT, Noun.ORDER},
    ),
    PlaceRow(
        "assessments",
        CERTIFICATION,
        term("place", "Checklists"),
        "certificate",
        "ui.certification.assessments_screen:AssessmentsScreen",
        assessments_count,
        _EVIDENCE,
    ),
    PlaceRow(
        "submissions",
        CERTIFICATION,
        say("Submissions"),
        "file-export",
        "ui.certification.submissions_screen:SubmissionsScreen",
        submissions_count,
        frozenset({Noun.SUBMISSION}),
    ),
    PlaceRow(
        "packs",
        CERTIFICATION,
        say("Evidence packs"),
        "package",
        "ui.packs.packs_screen:PacksScreen",
    ),
    PlaceRow(
        "checklists",
        CERTIFICATION,
        term("place", "Checklist data"),
        "list-tree",
        "ui.certification.checklists_screen:ChecklistsScreen",
    ),
    PlaceRow(
        "transfer",
        ADMINISTRATION,
        say("Initial transfer"),
        "file-import",
        "ui.transfer.transfer_screen:TransferScreen",
        transfers_count,
        frozenset({Noun.TRANSFER}),
    ),
    PlaceRow(
        "plant", ADMINISTRATION, say("Plant"), "building-factory-2", "ui.settings.plant_screen:PlantScreen"
    ),
    PlaceRow(
        "schemes",
        ADMINISTRATION,
        say("Numbers and attributes"),
        "components",
        "ui.parts.schemes_screen:SchemesScreen",
    ),
    PlaceRow(
        "users", ADMINISTRATION, say("People and rights"), "users", "ui.settings.people_screen:PeopleScreen"
    ),
    PlaceRow(
        "devices",
        ADMINISTRATION,
        say("Stations and devices"),
        "plug-connected",
        "ui.devices.devices_screen:DevicesScreen",
    ),
    PlaceRow(
        "audit",
        ADMINISTRATION,
        say("Audit log and backup"),
        "shield-lock",
        "ui.settings.audit_screen:AuditScreen",
    ),
)


def book_of_panels() -> BookOfPanels:
    """Return what the rooms offer each other: every ``ui/<room>/*_panels.py`` with a ``register(book)``."""
    book = BookOfPanels()
    for room in pkgutil.iter_modules(ui.__path__, "ui."):
        if not room.ispkg:
            continue
        for module in pkgutil.iter_modules(import_module(room.name).__path__, f"{room.name}."):
            if module.name.endswith("_panels"):
                register = getattr(import_module(module.name), "register", None)
                if register is not None:
                    register(book)
    return book


def known_places() -> tuple[PlaceRow, ...]:
    """Return the rows whose screens exist."""
    return tuple(row for row in TABLE if _exists(row.screen.split(":")[0]))


def make_places(factory: Factory, **screen_facts: dict[str, object]) -> tuple[Place, ...]:
    """Return the places of the window on a factory.

    Args:
        factory: The open factory.
        **screen_facts: By the place's key, what its screen is given besides the desk.
    """
    return tuple(
        Place(
            row.key,
            row.group,
            row.title,
            row.icon,
            _maker(row.screen, screen_facts.get(row.key, {})),
            _asker(factory, row.count),
            frozenset(noun.value for noun in row.nouns),
            row.station,
        )
        for row in known_places()
    )


def _exists(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def _maker(screen: str, facts: dict[str, object]) -> Callable[[Desk], Screen]:
    module, _, name = screen.partition(":")

    def make(desk: Desk) -> Screen:
        made = getattr(import_module(module), name)(desk, **facts)
        if not isinstance(made, Screen):
            raise TypeError(f"{screen} is no screen")
        return made

    return make


def _asker(factory: Factory, count: Counter | None) -> Callable[[], Count | None] | None:
    if count is None:
        return None
    return lambda: factory.ask(count)
