"""The small factory, made once and copied for each test, and sources of documents on it. Asserts nothing."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.documents.document import Document
from app.documents.issue import issue_record
from app.documents.registry import Scope, builder_of
from app.documents.source import DocumentSource
from app.factory import Factory
from app.factory_folder import open_folder
from app.settings import PlantSettings, read_settings
from app.snapshot import snapshot
from app.texts import Language
from app.wiring import build_hooks
from tests.beginnings import SteppingClock
from tests.crew import Crew, make_crew
from tests.documents_built.small_factory import SmallFactory, make_small_factory

START = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Built:
    """An open copy of the small factory with its people."""

    factory: Factory
    crew: Crew
    made: SmallFactory

    def document(
        self, kind: str, language: str = "ko", *, entity_id: int | None = None, beside: bool = True
    ) -> Document:
        """Return a document of the factory's present state under a fixed issue."""
        ids = {
            Scope.PART_REVISION: self.made.part_revision,
            Scope.DOCUMENT_REVISION: self.made.drawing,
            Scope.INSPECTION: self.made.finished,
            Scope.ASSESSMENT: self.made.assessment,
            Scope.NONCONFORMANCE: 1,
            Scope.LOT: 1,
            Scope.CHANGE_ORDER: self.made.change,
            Scope.FOUR_M_CHANGE: self.made.four_m,
            Scope.SHIPMENT: self.made.shipment,
            Scope.PLANT: 0,
        }
        builder = builder_of(kind)
        with snapshot(self.factory) as session:
            settings = read_settings(session)
            issue = issue_record(session, settings, START, uuid.UUID(int=9), "한길자동차 품질팀")
            source = DocumentSource(
                session, Language(language), issue, settings, self.factory.read_file, "이품질", beside=beside
            )
            return builder.build(source, ids[builder.scope] if entity_id is None else entity_id)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Crew, SmallFactory]:
    """The small factory in a folder that no test changes."""
    folder = tmp_path_factory.mktemp("small") / "공장"
    factory = Factory.create(folder, PlantSettings("시험 공장"), build_hooks(), clock=SteppingClock(START))
    crew = make_crew(factory)
    made = make_small_factory(factory, crew)
    factory.close()
    return folder, crew, made


@pytest.fixture
def built(template: tuple[Path, Crew, SmallFactory], tmp_path: Path) -> Iterator[Built]:
    """A copy of the small factory."""
    folder, crew, made = template
    copy = tmp_path / "공장 복사본"
    shutil.copytree(folder, copy)
    factory = Factory(open_folder(copy), build_hooks(), SteppingClock(datetime(2026, 11, 24, 6, tzinfo=UTC)))
    yield Built(factory, crew, made)
    factory.close()


@pytest.fixture(scope="session")
def unchanged(template: tuple[Path, Crew, SmallFactory]) -> Iterator[Built]:
    """The small factory itself, for tests that only read."""
    folder, crew, made = template
    factory = Factory(
        open_folder(folder), build_hooks(), SteppingClock(datetime(2026, 11, 24, 6, tzinfo=UTC))
    )
    yield Built(factory, crew, made)
    factory.close()
