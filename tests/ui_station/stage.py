"""A whole station for tests: demo factory, simulated ports read as real ones, hub, window. Asserts nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.demo.crew import DemoCrew, make_crew
from app.demo.design import Designed, make_design
from app.demo.floor import FAMILY, Floor, make_floor
from app.device_hub import DeviceHub
from app.factory import Factory
from app.factory_folder import make_folder, open_folder
from app.jobs import WriterThread
from app.nonconformance import effects as nonconformance_effects
from app.nonconformance.effects import open_for_reading
from app.production import effects as production_effects
from app.settings import PlantSettings, change_settings
from app.unit_of_work import SYSTEM, Actor
from app.wiring import build_hooks
from devices.registry import driver
from devices.scanner import ScanFramer
from devices.simulator import SimulatedGauge, SimulatedPort, SimulatedScanner
from devices.transport.serial_port import SerialReader
from models.vocab import InspectionKind
from tests.ui.gallery import KeptMemory
from ui.i18n import Texts, say
from ui.main_window import Connections, MainWindow
from ui.navigation import Place
from ui.panels import Desk, Screen
from ui.station.station_link import StationLink
from ui.station.station_screen import StationScreen
from ui.widgets.sound import Sounds
from ui.widgets.window_bars import StatusFacts

COMPANY = "대한정밀"


def new_factory(folder: Path, template: Path) -> tuple[Factory, DemoCrew, Designed]:
    """Make a demo factory with people and released design, from an empty database with the schema."""
    make_folder(folder, None)
    shutil.copy(template, folder / "partproof.db")
    factory = open_factory(folder)
    factory.perform(change_settings, PlantSettings(COMPANY), reason="test", actor=SYSTEM)
    crew = make_crew(factory)
    files = folder.parent / "files"
    files.mkdir(exist_ok=True)
    return factory, crew, make_design(factory, crew, files, COMPANY)


def open_factory(folder: Path) -> Factory:
    """Open a factory with the effects of production and nonconformance."""
    factory = Factory(open_folder(folder), build_hooks())
    registered = [handler for handlers in factory.hooks._handlers.values() for handler in handlers]
    if open_for_reading not in registered:
        production_effects.register(factory.hooks)
        nonconformance_effects.register(factory.hooks)
    return factory


class HeardSounds(Sounds):
    """Keeps the names of the tones instead of playing them."""

    def __init__(self) -> None:
        super().__init__(enabled=False)
        self.heard: list[str] = []

    def play(self, tone: Any) -> bool:
        self.heard.append(str(tone))
        return False


class HomeScreen(Screen):
    """Some office place, to come from and go to."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, say("Places"))


@dataclass
class Stage:
    """A station with its devices and its window."""

    factory: Factory
    crew: DemoCrew
    floor: Floor
    scanner: SimulatedScanner
    gauge: SimulatedGauge
    ports: tuple[SimulatedPort, SimulatedPort]
    hub: DeviceHub
    link: StationLink
    window: MainWindow
    sounds: HeardSounds
    stack: ExitStack = field(default_factory=ExitStack)

    @property
    def screen(self) -> StationScreen:
        shown = self.window.shown_screen
        assert isinstance(shown, StationScreen)
        return shown

    def close(self) -> None:
        """End readers, window and writer, in this order."""
        self.stack.close()


def make_connections(factory: Factory, actor: Actor, writer: WriterThread | None = None) -> Connections:
    """Join a window to a factory as one person."""

    def perform(verb: Callable[..., Any], *args: Any, **facts: Any) -> Any:
        return factory.perform(verb, *args, actor=actor, **facts)

    return Connections(
        ask=factory.ask,
        perform=perform,
        search=lambda _text: [],
        resolve=lambda _text: None,
        status=lambda: StatusFacts(f"{COMPANY}.partproof"),
        memory=KeptMemory(),
        writer=writer,
    )


def make_stage(
    factory: Factory, crew: DemoCrew, designed: Designed, texts: Texts, *, samples: int = 2
) -> Stage:
    """Make floor, ports, hub, readers and the window, the station open but not shown yet."""
    stack = ExitStack()
    ports = (stack.enter_context(SimulatedPort()), stack.enter_context(SimulatedPort()))
    floor = make_floor(factory, crew, designed, ports[0].name, ports[1].name)
    writer = WriterThread()
    stack.callback(writer.close)
    hub = DeviceHub(factory, [floor.station], writer, kind=InspectionKind.FIRST_PIECE, sample_size=samples)
    link = StationLink(hub, floor.station)
    sounds = HeardSounds()
    places = (
        Place("home", None, say("Places"), "home", HomeScreen),
        Place(
            "station",
            None,
            say("Show"),
            "device-desktop-analytics",
            lambda desk: StationScreen(desk, link, sounds),
            station=True,
        ),
    )
    window = MainWindow(texts, places, make_connections(factory, crew.quality, writer))
    stack.callback(window.tasks.close)
    for port, reader in (
        (ports[0].name, ScanFramer(ports[0].name)),
        (ports[1].name, driver(FAMILY)),
    ):
        stack.enter_context(SerialReader(port, reader, hub.deliverer(port)))
    return Stage(
        factory,
        crew,
        floor,
        SimulatedScanner(ports[0]),
        SimulatedGauge(ports[1], FAMILY),
        ports,
        hub,
        link,
        window,
        sounds,
        stack,
    )
