"""An open factory with who is signed in, its one writer thread, and the station this PC stands at. No widget."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any, TypeVar

from app.device_hub import DeviceHub
from app.errors import PartproofError
from app.factory import ChangeSet, Factory
from app.jobs import WriterThread
from app.machine import read_machine
from app.parts.effectivity import any_elapsed, supersede_elapsed
from app.production.stations import StationRow, station_rows
from app.unit_of_work import SYSTEM, Actor

T = TypeVar("T")
NOBODY = Actor(None, "")


class Workplace:
    """What one process works on.

    Args:
        factory: The open factory; closed with the workplace.
        demo: The stations of a demo stand at this PC even where the machine names none.

    Attributes:
        actor: Who is signed in; screens ask for it at each act.
        station: The station this PC stands at, or None.
        hub: The devices of that station, or None.
        performed: Told of every act of this process, on the writer thread.
    """

    def __init__(self, factory: Factory, *, demo: bool = False) -> None:
        self.factory = factory
        self.demo = demo
        self.writer = WriterThread()
        self.actor = NOBODY
        self.performed: Callable[[ChangeSet[Any]], object] | None = None
        follow_effectivity(factory)
        self.station = own_station(factory, demo=demo)
        self.hub = DeviceHub(factory, [self.station.id], self.writer) if self.station is not None else None

    def perform(self, verb: Callable[..., T], /, *args: Any, **facts: Any) -> ChangeSet[T]:
        """Run a verb as the person signed in."""
        changes = self.factory.perform(verb, *args, actor=self.actor, **facts)
        if self.performed is not None:
            self.performed(changes)
        return changes

    def close(self) -> None:
        """Finish what was asked for and let go of the factory."""
        self.writer.close()
        self.factory.close()


def follow_effectivity(factory: Factory) -> None:
    """Let the states follow the spans: what another revision has followed since is superseded now.

    What is in force never waits for this; a station that is busy at the moment leaves it to the next one.
    """
    if factory.ask(any_elapsed, factory.clock()):
        with contextlib.suppress(PartproofError):
            factory.perform(supersede_elapsed, actor=SYSTEM)


def own_station(factory: Factory, *, demo: bool = False) -> StationRow | None:
    """Return the station the machine's settings name; of a demo, the first one."""
    code = read_machine().station
    rows = factory.ask(station_rows)
    named = next((row for row in rows if code and row.code == code), None)
    return named or (rows[0] if demo and rows else None)
