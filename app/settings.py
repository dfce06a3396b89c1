"""Plant settings: kept in the database, audited, the same for every station. No machine's own settings here."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any, Final
from zoneinfo import ZoneInfo, available_timezones

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import RefusalKind
from app.rights import filled, require
from app.texts import LANGUAGES, mark
from app.unit_of_work import UnitOfWork
from devices.barcodes.code_book import NO_BOOK, CodeBook, CodeBookError, book_from_plain
from models.plant import PlantSetting
from models.vocab import Noun, Role

WRONG_SETTING = RefusalKind(
    "setting.wrong",
    mark("{field} cannot be {value}."),
    mark("Choose one of the offered values; times are written like 08:00."),
)

WRONG_CODE_BOOK = RefusalKind(
    "setting.code_book",
    mark("The code pattern “{what}” cannot be used ({reason})."),
    mark("Correct the pattern; the test field beside it shows what it reads."),
)

PLANT: Final = "plant"  # the key of the one row
# Stricter than ISO 8601: a time with seconds or a zone of its own could not be compared with the plant's.
_CLOCK: Final = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)


@dataclass(frozen=True)
class Shift:
    """One shift: name and its begin and end as plant wall time ``HH:MM``; the end may lie on the next day."""

    name: str
    begin: str
    end: str


@dataclass(frozen=True)
class PlantSettings:
    """What the whole plant shares.

    Attributes:
        time_zone: IANA zone of the plant.
        work_day_start: Wall time at which a new work day 작업일자 begins; a reading at 01:30 belongs to yesterday.
        form_numbers: Form number by document kind, printed in the footer.
        logo: Hash of the picture printed on the plant's documents; empty where there is none.
        logos: The same of customers, by the customer's id.
        codes: Patterns of own labels and changed HKMC rows, as ``devices.barcodes.code_book`` writes them.
    """

    name: str
    language: str = "ko"
    time_zone: str = "Asia/Seoul"
    work_day_start: str = "08:00"
    shifts: tuple[Shift, ...] = (Shift("주간", "08:00", "20:00"), Shift("야간", "20:00", "08:00"))
    form_numbers: dict[str, str] = field(default_factory=dict)
    address: str = ""
    supplier_code: str = ""
    codes: dict[str, Any] = field(default_factory=dict)
    logo: str = ""
    logos: dict[str, str] = field(default_factory=dict)

    @property
    def code_book(self) -> CodeBook:
        """The plant's own label patterns and HKMC rows; empty where what is kept cannot be used any more."""
        try:
            return book_from_plain(self.codes)
        except CodeBookError:
            return NO_BOOK

    @property
    def zone(self) -> ZoneInfo:
        """The plant's zone."""
        return ZoneInfo(self.time_zone)

    def local(self, instant: datetime) -> datetime:
        """Return an instant in plant time."""
        return instant.astimezone(self.zone)

    def work_day(self, instant: datetime) -> date:
        """Return the work day 작업일자 an instant belongs to."""
        day = self.local(instant).date()
        start = time.fromisoformat(self.work_day_start)
        # Compared as instants: in the hour that a zone repeats, wall times alone would go back a day again.
        begin = datetime.combine(day, start, tzinfo=self.zone)
        return day if instant >= begin.astimezone(UTC) else day - timedelta(days=1)

    def shift(self, instant: datetime) -> str:
        """Return the name of the shift an instant falls into, or an empty text between shifts."""
        clock = self.local(instant).time()
        for shift in self.shifts:
            begin, end = time.fromisoformat(shift.begin), time.fromisoformat(shift.end)
            inside = begin <= clock < end if begin < end else clock >= begin or clock < end
            if inside:
                return shift.name
        return ""

    def stamp(self, instant: datetime) -> str:
        """Return an instant as it is printed: plant time to the second with the zone's offset named."""
        local = self.local(instant)
        return f"{local:%Y-%m-%d %H:%M:%S} ({self.time_zone}, {local:%z})"


def read_settings(session: Session) -> PlantSettings:
    """Return the plant's settings; a database without any is not a factory yet."""
    row = session.get(PlantSetting, PLANT)
    content: dict[str, Any] = dict(row.content) if row is not None else {"name": ""}
    if "shifts" in content:
        content["shifts"] = tuple(Shift(**entry) for entry in content["shifts"])
    return PlantSettings(**content)


def change_settings(unit: UnitOfWork, settings: PlantSettings, *, reason: str) -> None:
    """Replace the plant's settings.

    Raises:
        PartproofError: for no name, a wrong zone, time or language, or without the administrator's role.
    """
    require(unit, Role.ADMINISTRATOR)
    settings = replace(settings, name=filled("name", settings.name))
    _check(settings)
    row = unit.session.scalars(select(PlantSetting).where(PlantSetting.name == PLANT)).one_or_none()
    if row is None:
        row = PlantSetting(name=PLANT, version=0)
        unit.session.add(row)
    row.content = asdict(settings)
    row.version += 1
    unit.record("settings_changed", Noun.PLANT, 0, reason=reason)


def change_setting(unit: UnitOfWork, /, *, reason: str, **fields: Any) -> None:
    """Change single fields of the plant's settings."""
    change_settings(unit, replace(read_settings(unit.session), **fields), reason=reason)


@cache
def _known_zones() -> frozenset[str]:
    # Some 600 files are looked at to know them.
    return frozenset(available_timezones())


def _check(settings: PlantSettings) -> None:
    try:
        book_from_plain(settings.codes)
    except CodeBookError as error:
        raise WRONG_CODE_BOOK(what=error.detail or error.code, reason=error.code) from error
    if settings.time_zone not in _known_zones():
        raise WRONG_SETTING(field="time_zone", value=settings.time_zone)
    if settings.language not in LANGUAGES:
        raise WRONG_SETTING(field="language", value=settings.language)
    clocks = [
        settings.work_day_start,
        *(clock for shift in settings.shifts for clock in (shift.begin, shift.end)),
    ]
    for clock in clocks:
        if not _CLOCK.fullmatch(clock):
            raise WRONG_SETTING(field="work_day_start", value=clock)
