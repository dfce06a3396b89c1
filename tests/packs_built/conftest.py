"""The small factory for the tests of packs, and one pack of it that left the house, made once. Asserts nothing."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import pytest

from app.documents.terms import LeftOut, Terms
from app.factory import Factory
from app.factory_folder import open_folder
from app.packs.assemble import IssuedPack, issue_pack
from app.wiring import build_hooks
from models.vocab import Role
from tests.beginnings import SteppingClock
from tests.crew import Crew
from tests.documents_built.conftest import START, Built, built, template, unchanged
from tests.documents_built.small_factory import SmallFactory

__all__ = ["built", "template", "unchanged"]

RECIPIENT: Final = "한길자동차 품질팀"
TERMS: Final = Terms(
    "양산 승인",
    datetime.date(2027, 6, 30),
    "대외비",
    frozenset({LeftOut.BOM_BELOW_FIRST_LEVEL, LeftOut.BOM_SUBSTITUTES_AND_NOTES}),
)
_MADE_AT: Final = START + datetime.timedelta(hours=5, minutes=30)


@dataclass(frozen=True)
class Sent:
    """A factory of a test's own with the pack that left it, in Korean and English, on terms."""

    built: Built
    pack: IssuedPack


@pytest.fixture(scope="session")
def sent_once(
    template: tuple[Path, Crew, SmallFactory], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, IssuedPack, datetime.datetime]:
    """A factory's folder with its pack, and the time it was left; copied for each test."""
    folder = tmp_path_factory.mktemp("sent") / "공장"
    shutil.copytree(template[0], folder)
    clock = SteppingClock(_MADE_AT)
    factory = Factory(open_folder(folder), build_hooks(), clock)
    pack = issue_pack(
        factory,
        template[2].assessment,
        folder.parent / "pack.zip",
        actor=template[1].actor(Role.QUALITY),
        recipient=RECIPIENT,
        languages=("ko", "en"),
        terms=TERMS,
    )
    factory.close()
    return folder, pack, clock.at


@pytest.fixture
def sent(
    sent_once: tuple[Path, IssuedPack, datetime.datetime],
    template: tuple[Path, Crew, SmallFactory],
    tmp_path: Path,
) -> Iterator[Sent]:
    """A copy of them; the file may be changed."""
    folder, pack, at = sent_once
    shutil.copytree(folder, tmp_path / "공장")
    path = shutil.copy(pack.path, tmp_path / "pack.zip")
    factory = Factory(open_folder(tmp_path / "공장"), build_hooks(), SteppingClock(at))
    yield Sent(Built(factory, template[1], template[2]), replace(pack, path=Path(path)))
    factory.close()
