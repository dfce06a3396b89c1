"""The self-check of the drivers, and the look at machine and factory."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from sqlalchemy.orm import Session

from app.commands.doctor_factory import newest_entries
from app.factory import Factory
from app.wiring import build_hooks
from tests.commands.conftest import Run


def test_qualify_passes_the_vectors_and_names_what_differs(
    run: Run, shared_dir: Path, tmp_path: Path
) -> None:
    gauges, codes = (shared_dir / "vectors" / name for name in ("gauges.csv", "barcodes.csv"))
    said = run("qualify", "--gauges", gauges, "--barcodes", codes)
    assert said.code == 0, said.out
    assert said.out.splitlines()[-1] == "185 passed, 0 failed"
    text = gauges.read_text(encoding="utf-8")
    wrong = tmp_path / "wrong.csv"
    wrong.write_text(text.replace('""value"": ""12.345""', '""value"": ""12.346""', 1), encoding="utf-8")
    if wrong.read_text(encoding="utf-8") == text:
        first = text.index('""value"": ""') + len('""value"": ""')
        wrong.write_text(text[:first] + "9" + text[first:], encoding="utf-8")
    failed = run("qualify", "--gauges", wrong, "--lang", "ko")
    assert failed.code == 1
    assert failed.out.splitlines()[-1] == "95 passed, 1 failed"
    assert json.loads(run("qualify", "--gauges", wrong, "--json").out)["failed"] == 1


def test_qualify_refuses_other_files(run: Run, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n")
    assert run("qualify", "--gauges", other).refusal == "command.not_vectors"
    assert run("qualify", "--barcodes", other).refusal == "command.not_vectors"
    frames = Path(__file__).parents[1] / "data" / "vectors" / "gauges.csv"
    other.write_text(frames.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    assert run("qualify", "--gauges", other).refusal == "command.not_vectors"
    assert run("qualify", "--barcodes", tmp_path / "none.csv").refusal == "command.no_such_file"
    for language, way in (("en", "name the reference files"), ("ko", "기준 파일을 지정하십시오")):
        said = run("qualify", "--lang", language)
        assert said.code == 2
        assert way in said.err
        assert "--gauges CSV, --barcodes CSV" in said.err


def test_doctor_finds_a_sound_factory_sound(run: Run, place: Path) -> None:
    said = run("doctor", "--factory", place, "--json")
    assert said.code == 0, said.out
    found = json.loads(said.out)
    subjects = {finding["subject"]: finding["state"] for finding in found["findings"]}
    for subject in ("sqlite", "fonts", "folder.log", "factory", "disk", "schema", "mode", "chain", "vault"):
        assert subjects[subject] == "good", subject
    assert found["versions"]["SQLAlchemy"]


def test_doctor_warns_of_a_sync_folder_and_of_missing_refusals(run: Run, place: Path, tmp_path: Path) -> None:
    cloud = tmp_path / "OneDrive - Firma" / "공장"
    shutil.copytree(place, cloud)
    import sqlite3

    database = sqlite3.connect(cloud / "partproof.db")
    name = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' LIMIT 1").fetchone()[0]
    database.execute(f'DROP TRIGGER "{name}"')
    database.commit()
    database.close()
    said = run("doctor", "--factory", cloud, "--json")
    assert said.code == 1
    bad = {finding["subject"] for finding in json.loads(said.out)["findings"] if finding["state"] == "bad"}
    assert {"cloud", "refusals"} <= bad


def test_only_the_newest_entries_are_walked(place: Path) -> None:
    factory = Factory.open(place, build_hooks())

    def ask(session: Session) -> tuple[tuple[int, int | None], tuple[int, int | None]]:
        return newest_entries(session), newest_entries(session, 2)

    whole, end = factory.ask(ask)
    factory.close()
    assert whole[0] > 4
    assert whole[1] is None
    assert end == (2, None)
