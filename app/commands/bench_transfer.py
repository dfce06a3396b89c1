"""Piece of the bench: an initial transfer of 1,200 small drawings, from the folder to the last released part."""

from __future__ import annotations

import csv
import os
import time
from pathlib import Path
from typing import Final

from app.commands.bench_figure import Figure, Measuring, Piece
from app.demo.earlier_shop import TITLES, make_earlier_shop
from app.factory import Factory
from app.jobs import Progress
from app.people.users import add_user
from app.settings import PlantSettings
from app.texts import mark
from app.transfer.acts import sign_transfer
from app.transfer.planning import read_sources
from app.transfer.preview import Reading
from app.transfer.run import run_transfer
from app.transfer.shown import show_plan
from app.unit_of_work import SYSTEM, Actor
from app.wiring import build_hooks
from models.vocab import Role
from models.vocab_transfer import TransferKind

FILES: Final = 1200
_SECRET: Final = "bench-secret-1"
_WHOLE: Final = mark("Transfer of {count} drawings, previewed, signed and released (at most 180 s)")


def _measure(measuring: Measuring) -> list[Figure]:
    count = measuring.count(FILES, 40)
    with measuring.folder() as folder:
        register, drawings = _shop(folder, count)
        raw = _copied(drawings, folder / "copy")
        factory = Factory.create(folder / "factory", PlantSettings("Bench"), build_hooks())
        try:
            return _figures(factory, register, drawings, count, raw, measuring)
        finally:
            factory.close()


def _figures(
    factory: Factory, register: Path, drawings: Path, count: int, raw: float, measuring: Measuring
) -> list[Figure]:
    roles = [Role.ADMINISTRATOR, Role.APPROVER]
    user = factory.perform(
        add_user, login="bench", name="Bench", title="", password=_SECRET, roles=roles, actor=SYSTEM
    ).result
    actor = Actor(user, "Bench", frozenset(roles))
    show = measuring.console.progress(mark("Transferring"))
    progress = Progress(lambda step: show(step.done, step.total))
    began = time.perf_counter()
    shown = show_plan(factory, TransferKind.PARTS, read_sources(register, drawings, progress), Reading())
    previewed = time.perf_counter()
    factory.perform(sign_transfer, shown, register.read_bytes(), secret=_SECRET, actor=actor)
    done = run_transfer(factory, actor=actor, progress=progress)
    ended = time.perf_counter()
    assert (done.parts, done.files) == (count, count)
    return [
        Figure("transfer", _WHOLE, ended - began, "s", count=count),
        Figure("transfer_preview", mark("of it the preview"), previewed - began, "s", count=count),
        Figure(
            "transfer_run", mark("of it signing, storing and releasing"), ended - previewed, "s", count=count
        ),
        Figure(
            "transfer_copies", mark("the same files only copied, each made durable"), raw, "s", count=count
        ),
    ]


def _shop(folder: Path, count: int) -> tuple[Path, Path]:
    """Write a register and that many drawings: one sheet is drawn, each copy differs in a comment at its end."""
    sheet = next(
        make_earlier_shop(folder / "pattern", "Bench", drawings=1).drawings.rglob("*.pdf")
    ).read_bytes()
    drawings = folder / "drawings"
    register = folder / "register.csv"
    with register.open("w", encoding="utf-8", newline="") as sink:
        rows = csv.writer(sink)
        rows.writerow(TITLES)
        for number in range(count):
            shelf = drawings / f"{number // 100:02}"
            shelf.mkdir(parents=True, exist_ok=True)
            name = f"HB-{number:05}"
            (shelf / f"{name}_B_브라켓.pdf").write_bytes(sheet + f"%% {number}\n%%EOF\n".encode())
            rows.writerow(
                (name, "브라켓", "부품", "자작", "SPHC", "B", "2019-05-31", "박승인", "고객", name, "KX-3")
            )
    return register, drawings


def _copied(drawings: Path, target: Path) -> float:
    """Return the seconds that copying the same files durably takes by hand."""
    target.mkdir()
    began = time.perf_counter()
    for number, file in enumerate(sorted(drawings.rglob("*.pdf"))):
        with (target / f"{number}.pdf").open("xb") as sink:
            sink.write(file.read_bytes())
            sink.flush()
            os.fsync(sink.fileno())
    return time.perf_counter() - began


PIECES: Final = (Piece("transfer", mark("Transferring drawings"), _measure),)
