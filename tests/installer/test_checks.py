"""The checks all run, fail together, and end with a code that tells; the catalogues are compiled when out of date."""

from __future__ import annotations

import gettext
import os
import shutil
import sys
from pathlib import Path

import pytest

from installer import checks
from installer.catalogues import compile_all, out_of_date
from tests.conftest import REPOSITORY

PASS, FAIL = [sys.executable, "-c", ""], [sys.executable, "-c", "raise SystemExit(5)"]


@pytest.mark.parametrize(("codes", "expected"), [([PASS, PASS], 0), ([FAIL, PASS], 1), ([PASS, FAIL], 1)])
def test_one_failure_fails_all_but_stops_none(
    codes: list[list[str]], expected: int, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        checks, "steps", lambda *_a, **_n: [(f"step {n}", code) for n, code in enumerate(codes)]
    )
    assert checks.run_checks(REPOSITORY, Path(sys.executable), {}, slow_too=False) == expected
    printed = capfd.readouterr().out
    assert all(f"== step {n}" in printed for n in range(len(codes)))
    assert printed.count("FAILED") == codes.count(FAIL)


def test_the_tests_work_in_memory_only_where_there_is_plenty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "_ROOM", 1)
    with checks.quick_folder(tmp_path) as where:
        folder = Path(where["TMPDIR"])
        assert folder.parent == tmp_path
        (folder / "left").write_text("x")
    assert not folder.exists()
    monkeypatch.setattr(checks, "_ROOM", 2**80)
    with checks.quick_folder(tmp_path) as where:
        assert where == {}
    with checks.quick_folder(tmp_path / "absent") as where:
        assert where == {}
    assert list(tmp_path.iterdir()) == []


def test_slow_tests_run_only_when_asked_for() -> None:
    quick = dict(checks.steps(Path("py"), slow_too=False))["tests"]
    everything = dict(checks.steps(Path("py"), slow_too=True))["tests, slow ones too"]
    assert quick[-2:] == ["-m", "not slow"]
    assert "not slow" not in everything
    names = [name for name, _ in checks.steps(Path("py"), slow_too=False)]
    assert names == ["ruff check", "ruff format", "mypy --strict", "import contracts", "tests"]


def test_catalogues_are_compiled_once_and_again_after_a_change(tmp_path: Path) -> None:
    folder = tmp_path / "resources" / "locale" / "ko"
    folder.mkdir(parents=True)
    po_file = folder / "probe.po"
    po_file.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nLanguage: ko\\n"\n\n'
        'msgid "Part"\nmsgstr "부품"\n', "utf-8",
    )  # fmt: skip
    assert out_of_date(tmp_path) == [po_file]
    assert compile_all(tmp_path) == 1
    assert compile_all(tmp_path) == 0
    with po_file.with_suffix(".mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("Part") == "부품"
    later = po_file.with_suffix(".mo").stat().st_mtime + 10
    os.utime(po_file, (later, later))
    assert out_of_date(tmp_path) == [po_file]
    assert [path.name for path in folder.iterdir() if path.suffix == ".new"] == []


def test_the_folder_of_the_program_holds_every_catalogue_it_needs(tmp_path: Path) -> None:
    shutil.copytree(REPOSITORY / "resources" / "locale", tmp_path / "resources" / "locale")
    for compiled in (tmp_path / "resources").rglob("*.mo"):
        compiled.unlink()
    wanted = len(out_of_date(tmp_path))
    assert wanted > 0
    assert compile_all(tmp_path) == wanted
