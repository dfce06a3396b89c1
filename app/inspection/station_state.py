"""The state of one station's job and how it is told: who, which order and inspection, what waits for acknowledgement.

What must survive the power going off is in the database and read back from there; no decision is made here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import PartproofError
from app.factory import ChangeSet, Factory
from app.inspection.current import holding
from app.inspection.station_notice import NoticeKind, StationNotice
from app.inspection.station_view import (
    ArmedOrder,
    StationView,
    Step,
    armed_inspection,
    armed_order,
    inspection_view,
)
from app.production.stations import find_station
from app.unit_of_work import SYSTEM, Actor
from models.inspection import Inspection, Reading
from models.vocab import InspectionKind, Verdict

T = TypeVar("T")
Place = tuple[int, int]  # characteristic id, sample


@dataclass
class JobState:
    """What a station's job knows between two events.

    Attributes:
        unacknowledged: A reading out of tolerance that nobody acknowledged yet.
        again: A place to be measured once more, with the reading that is replaced.
        skipped: Places left for later; forgotten when the program ends.
        far_off: A place and the value there that was not believed.
        finish_asked: FINISH was scanned although values are missing.
        last_view: The station when it was last looked at.
    """

    factory: Factory
    station_id: int
    kind: InspectionKind
    sample_size: int | None
    station_code: str = ""
    actor: Actor | None = None
    order: ArmedOrder | None = None
    inspection_id: int | None = None
    gauge_id: int | None = None
    paused: bool = False
    unacknowledged: int | None = None
    again: tuple[Place, int] | None = None
    skipped: set[Place] = field(default_factory=set)
    far_off: tuple[Place, Decimal] | None = None
    finish_asked: bool = False
    last_view: StationView = field(default_factory=lambda: StationView(Step.BADGE))

    def recover(self) -> None:
        """Read back what the station was in the middle of; who works there must say so again by the badge."""
        with self.factory.reading() as session:
            self.station_code = find_station(session, self.station_id).code
            found = armed_inspection(session, self.station_id)
            order_id = None if found is None else session.get_one(Inspection, found).order_id
            if found is None or order_id is None:
                return
            self.inspection_id, self.order = found, armed_order(session, order_id)
            self.unacknowledged = _last_bad_reading(session, found)

    def leave_inspection(self) -> None:
        """Put the armed inspection aside."""
        self.order = self.inspection_id = self.unacknowledged = self.again = self.far_off = None
        self.finish_asked = False
        self.skipped.clear()

    def perform(self, verb: Callable[..., T], *args: Any, **facts: Any) -> ChangeSet[T]:
        """Perform a verb as the person at the station."""
        return self.factory.perform(verb, *args, actor=self.actor or self.machine, **facts)

    @property
    def machine(self) -> Actor:
        """The program itself, at this station."""
        return Actor(None, SYSTEM.name, SYSTEM.roles, self.station_code)

    def view(self) -> StationView:
        """Return the station as it is now.

        Raises:
            PartproofError: when the shared database does not answer; ``last_view`` stays.
        """
        self.last_view = self._look()
        return self.last_view

    def _look(self) -> StationView:
        order = self.order
        name = "" if self.actor is None else self.actor.name
        if self.inspection_id is None or order is None:
            step = Step.ORDER if order is None else Step.LOT
            return StationView(
                self._barred() or step,
                name,
                None if order is None else order.order_id,
                "" if order is None else order.number,
                "" if order is None else order.part_number,
                "" if order is None else order.part_name,
                gauge_id=self.gauge_id,
            )
        with self.factory.reading() as session:
            at = None if self.again is None else self.again[0]
            head, coming, done, total = inspection_view(
                session, self.inspection_id, skipped=self.skipped, at=at
            )
        step = Step.COMPLETE if coming is None else Step.MEASURE
        if self.unacknowledged is not None:
            step = Step.ACKNOWLEDGE
        return StationView(
            self._barred() or step,
            name,
            order.order_id,
            order.number,
            order.part_number,
            order.part_name,
            head.lot_number,
            self.gauge_id,
            head,
            coming,
            done,
            total,
        )

    def _barred(self) -> Step | None:
        if self.actor is None:
            return Step.BADGE
        return Step.PAUSED if self.paused else None

    def notice(
        self,
        kind: NoticeKind,
        code: str,
        /,
        *changes: ChangeSet[Any],
        reading_id: int | None = None,
        verdict: Verdict | None = None,
        warnings: tuple[str, ...] = (),
        **values: object,
    ) -> StationNotice:
        """Return a notice with the station as it is now."""
        return StationNotice(kind, code, self.view(), values, None, reading_id, verdict, warnings, changes)

    def refused(self, refusal: PartproofError) -> StationNotice:
        """Return the notice of a refusal."""
        return StationNotice(NoticeKind.WARN, refusal.code, self.view(), dict(refusal.values), refusal)


def _last_bad_reading(session: Session, inspection_id: int) -> int | None:
    """The last reading, when it is out of tolerance: whether somebody acknowledged it is not known any more."""
    held = holding(session.scalars(select(Reading).where(Reading.inspection_id == inspection_id)).all())
    return held[-1].id if held and held[-1].verdict is Verdict.NG else None
