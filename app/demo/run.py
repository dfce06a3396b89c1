"""The main job from end to end on a demo factory: design, release, measure, certify, pack, verify.

Everything goes the ordinary way; nothing here writes a record by itself or knows a result beforehand.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from app.audit_trail import check_trail
from app.demo.audits import make_audits
from app.demo.certificate import make_assessment
from app.demo.crew import make_crew
from app.demo.design import make_design
from app.demo.disposing import dispose
from app.demo.floor import make_floor, run_job, simulated_ports
from app.factory import Factory
from app.jobs import Progress
from app.packs import check_pack
from app.packs.assemble import issue_pack
from app.refusals import FACTORY_EXISTS
from app.settings import PlantSettings
from app.snapshot import snapshot
from app.texts import mark
from app.wiring import build_hooks

COMPANY: Final = "대한정밀"
Tell = Callable[[str], object]
STAGES: Final = {
    "factory": mark("Making the factory and its people"),
    "design": mark("Importing the BOM, drawing the part, signing and releasing"),
    "devices": mark("Reading the scanner and the gauge"),
    "certification": mark("Filling the PPAP assessment"),
    "pack": mark("Writing the documents and the evidence pack"),
    "verify": mark("Verifying the pack and the audit chain"),
}


@dataclass
class DemoResult:
    """What the demo made, for people and machines.

    Attributes:
        factory: Folder of the factory; the window opens on it.
        pack: The evidence pack.
        verified: The pack and the whole audit chain are sound.
        documents: Paths of the documents inside the pack.
        audit_head: Newest audit entry as ``seq:hash``.
        seconds: Wall time by stage.
        problems: What verification found.
    """

    factory: Path
    pack: Path = field(default_factory=Path)
    verified: bool = False
    documents: list[str] = field(default_factory=list)
    readings: int = 0
    nonconformances: int = 0
    audit_head: str = ""
    seconds: dict[str, float] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Return the result for machines."""
        return {
            "factory": str(self.factory),
            "pack": str(self.pack),
            "verified": self.verified,
            "documents": self.documents,
            "readings": self.readings,
            "nonconformances": self.nonconformances,
            "audit_head": self.audit_head,
            "seconds": {stage: round(took, 3) for stage, took in self.seconds.items()},
            "problems": self.problems,
        }


def run_demo(out: Path, *, progress: Tell = lambda _stage: None, steps: Progress | None = None) -> DemoResult:
    """Make the demo factory in an empty or new folder and do the main job on it.

    Args:
        out: Gets the folder ``factory``, the pack, and the files a customer would have sent.
        progress: Told the name of each stage (a marked source text) as it begins.
        steps: Told of steps inside long stages; its cancel ends the demo between two steps.

    Raises:
        PartproofError: a folder with other things in it, no room, no right to write.
        CanceledError: when it was asked to stop.
    """
    steps = steps or Progress()
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise FACTORY_EXISTS(folder=str(out))
    files = out / "from-customer"
    result = DemoResult(out / "factory")
    with _stage("factory", result, progress, steps):
        settings = PlantSettings(COMPANY, supplier_code="D0427", address="경기도 화성시 팔탄면")
        factory = Factory.create(result.factory, settings, build_hooks())
    try:
        files.mkdir(parents=True, exist_ok=True)
        _work(factory, out, files, result, progress, steps)
    finally:
        factory.close()
    return result


def _work(
    factory: Factory, out: Path, files: Path, result: DemoResult, progress: Tell, steps: Progress
) -> None:
    with _stage("factory", result, lambda _stage: None, steps):
        crew = make_crew(factory)
    with _stage("design", result, progress, steps):
        designed = make_design(factory, crew, files, COMPANY)
    with _stage("devices", result, progress, steps), simulated_ports() as ports:
        floor = make_floor(factory, crew, designed, ports[0].name, ports[1].name)
        result.readings = run_job(factory, crew, floor, ports, steps).readings
        result.nonconformances = dispose(factory, crew)
    with _stage("certification", result, progress, steps):
        assessment = make_assessment(factory, crew, designed)
        make_audits(factory, crew, designed)
    with _stage("pack", result, progress, steps):
        result.pack = out / "PPAP HB-2200-00.zip"
        issued = issue_pack(
            factory, assessment, result.pack, actor=crew.quality, recipient="한길자동차", progress=steps
        )
        result.documents = list(issued.documents)
    with _stage("verify", result, progress, steps):
        _verify(factory, result)


def _verify(factory: Factory, result: DemoResult) -> None:
    checked = check_pack.check(result.pack)
    result.problems = [f"{entry['file']}: {entry['en']}" for entry in checked["problems"]]
    with snapshot(factory) as session:
        trail = check_trail(session)
    result.problems += [str(problem) for problem in trail.problems]
    result.audit_head = str(trail.head)
    result.verified = not result.problems


@contextmanager
def _stage(name: str, result: DemoResult, progress: Tell, steps: Progress) -> Iterator[None]:
    progress(STAGES[name])
    steps.step(STAGES[name], len(result.seconds), len(STAGES))
    began = time.monotonic()
    yield
    result.seconds[name] = result.seconds.get(name, 0.0) + time.monotonic() - began
