"""What happens here when a reading is out of tolerance: a nonconformance opens and the lot is held."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.events import ReadingStored
from app.hooks import Hooks
from app.nonconformance.nonconformances import add_reading, open_nonconformance
from app.settings import read_settings
from app.texts import Language, mark
from app.unit_of_work import UnitOfWork
from models.characteristic import Characteristic
from models.inspection import Inspection, Reading
from models.nonconformance import Nonconformance, NonconformanceReading
from models.production import Lot
from models.vocab import NonconformanceState, Verdict

_TITLE = mark("Balloon {balloon} ({specification}) out of tolerance, lot {lot}")


def register(hooks: Hooks) -> None:
    """Register this room's effects."""
    hooks.on(ReadingStored, open_for_reading)


def open_for_reading(unit: UnitOfWork, stored: ReadingStored) -> None:
    """Open a nonconformance for a reading out of tolerance, or add it to the open one of the same balloon."""
    if stored.verdict is not Verdict.NG:
        return
    reading = unit.session.get_one(Reading, stored.reading_id)
    known = _open_of(unit.session, stored.inspection_id, reading.characteristic_id)
    if known is not None:
        add_reading(unit, known, stored.reading_id)
        return
    inspection = unit.session.get_one(Inspection, stored.inspection_id)
    characteristic = unit.session.get_one(Characteristic, reading.characteristic_id)
    lot = unit.session.get_one(Lot, inspection.lot_id)
    language = Language(read_settings(unit.session).language)
    title = language.say(
        _TITLE,
        balloon=characteristic.number,
        specification=characteristic.specification[:80],
        lot=lot.number,
    )
    open_nonconformance(
        unit,
        title=title,
        part_revision_id=inspection.part_revision_id,
        lot_id=lot.id,
        inspection_id=inspection.id,
        reading_ids=(reading.id,),
    )


def _open_of(session: Session, inspection_id: int, characteristic_id: int) -> int | None:
    query = (
        select(Nonconformance.id)
        .join(NonconformanceReading, NonconformanceReading.nonconformance_id == Nonconformance.id)
        .join(Reading, Reading.id == NonconformanceReading.reading_id)
        .where(
            Nonconformance.inspection_id == inspection_id,
            Nonconformance.state != NonconformanceState.CLOSED,
            Reading.characteristic_id == characteristic_id,
        )
        .order_by(Nonconformance.id.desc())
        .limit(1)
    )
    return session.scalars(query).first()
