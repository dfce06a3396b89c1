"""Work day and shift of any instant in any zone: days never go back, and each wall time has its shift."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.errors import PartproofError
from app.factory import Factory
from app.settings import PlantSettings, Shift, change_setting
from models.vocab import Role
from tests.crew import Crew

ZONES = st.sampled_from(
    ["Asia/Seoul", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"]
)
STARTS = st.times().map(lambda clock: f"{clock:%H:%M}")
INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2037, 12, 31)).map(lambda at: at.replace(tzinfo=UTC))


@example("Europe/Berlin", "02:30", datetime(2026, 10, 25, 0, 45, tzinfo=UTC), 20)
@given(ZONES, STARTS, INSTANTS, st.integers(0, 60 * 30))
def test_the_work_day_never_goes_back(zone: str, start: str, instant: datetime, minutes: int) -> None:
    settings = PlantSettings("p", time_zone=zone, work_day_start=start)
    first = settings.work_day(instant)
    later = settings.work_day(instant + timedelta(minutes=minutes))
    assert timedelta() <= later - first <= timedelta(days=2)
    wall = settings.local(instant).date()
    assert first in (wall, wall - timedelta(days=1))


@given(ZONES, STARTS, st.dates(date(2020, 1, 2), date(2037, 12, 30)))
def test_a_work_day_begins_at_its_wall_time(zone: str, start: str, day: date) -> None:
    settings = PlantSettings("p", time_zone=zone, work_day_start=start)
    begin = datetime.combine(day, time.fromisoformat(start), tzinfo=ZoneInfo(zone)).astimezone(UTC)
    assert settings.work_day(begin) == day
    assert settings.work_day(begin - timedelta(microseconds=1)) == day - timedelta(days=1)


@given(ZONES, INSTANTS)
def test_every_wall_time_of_two_shifts_falls_into_one(zone: str, instant: datetime) -> None:
    settings = PlantSettings("p", time_zone=zone)
    clock = settings.local(instant).time()
    assert settings.shift(instant) == ("주간" if time(8) <= clock < time(20) else "야간")
    stamp = settings.stamp(instant)
    assert zone in stamp
    shown, _, rest = stamp.partition(" (")
    offset = rest.split(", ")[1].rstrip(")")
    assert datetime.strptime(shown + offset, "%Y-%m-%d %H:%M:%S%z") == instant.replace(microsecond=0)


def test_a_night_shift_runs_over_midnight_and_gaps_have_no_name() -> None:
    settings = PlantSettings(
        "p", work_day_start="06:00", shifts=(Shift("낮", "06:00", "14:00"), Shift("밤", "22:00", "06:00"))
    )
    seoul = ZoneInfo("Asia/Seoul")
    names = {
        hour: settings.shift(datetime(2026, 3, 2, hour, 0, tzinfo=seoul))
        for hour in (5, 6, 13, 14, 21, 22, 23, 0)
    }
    assert names == {5: "밤", 6: "낮", 13: "낮", 14: "", 21: "", 22: "밤", 23: "밤", 0: "밤"}


@pytest.mark.parametrize(
    "wall",
    ["", "8:00", "24:00", "08:60", "0800", "08:00:00", "08:00Z", "08:00+09:00", "T08:00", "٠٨:00", "08"],
)
def test_only_plain_wall_times_are_taken(factory: Factory, crew: Crew, wall: str) -> None:
    admin = crew.actor(Role.ADMINISTRATOR)
    for wrong in ({"work_day_start": wall}, {"shifts": (Shift("a", wall, "20:00"),)}):
        with pytest.raises(PartproofError) as refused:
            factory.perform(change_setting, reason="x", actor=admin, **wrong)
        assert refused.value.code == "setting.wrong"
