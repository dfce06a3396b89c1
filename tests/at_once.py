"""Two stations of one factory that do the same thing at the same moment; holds no assertions."""

from __future__ import annotations

import threading
from collections.abc import Callable

from app.factory import Factory
from app.wiring import build_hooks


def at_once(factory: Factory, act: Callable[[Factory], str], stations: int = 2) -> list[str]:
    """Let stations of a factory do something at once; return what each of them says of it, sorted."""
    opened = [Factory(factory.place, build_hooks(), factory.clock) for _ in range(stations)]
    gate = threading.Barrier(stations)
    said: list[str] = []

    def work(station: Factory) -> None:
        gate.wait(30)
        said.append(act(station))

    threads = [threading.Thread(target=work, args=(station,)) for station in opened]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    for station in opened:
        station.close()
    return sorted(said)
