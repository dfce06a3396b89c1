"""What every command keeps to: exit codes, one line on stderr, UTF-8, the user's language, no trace, no secret."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from app import __main__ as program
from app.commands.console import BROKEN, REFUSED, USAGE
from tests.commands.conftest import Run
from tests.crew import PASSWORD


def test_help_names_every_command(run: Run) -> None:
    said = run("--help")
    assert said.code == 0
    for name in filter(None, program.COMMANDS):
        assert f"python -m app {name}" in said.out
    assert set(program.COMMANDS) == set(program.SUMMARIES)


@pytest.mark.parametrize("name", [name for name in program.COMMANDS if name not in ("", "screenshots")])
@pytest.mark.usefixtures("inside")
def test_each_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = [name, "bom", "--help"] if name == "import" else [name, "--help"]
    with pytest.raises(SystemExit) as ended:
        program.main([*words, "--lang", "ko"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert f"python -m app {name}" in said
    assert any("가" <= sign <= "힣" for sign in said)


def test_usage_errors_are_one_line_and_two(run: Run) -> None:
    for words in (
        ["verify"],
        ["import", "bom"],
        ["import", "nothing"],
        ["verify", "--factory", "x", "--head", "1"],
    ):
        said = run(*words)
        assert said.code == USAGE, words
        assert len(said.err.splitlines()) == 1, said.err
    assert run("no-such-command").code == USAGE


def test_usage_errors_are_said_in_the_language(run: Run) -> None:
    for words, told in (
        (["import", "bom"], "FILE"),
        (["verify", "--head"], "--head"),
        (["demo", "--foo"], "--foo"),
        (["demo", "--lang", "fr"], "'fr'"),
        (["screenshots", "x", "--size", "5x5"], "5x5"),
    ):
        said = run(*words, "--lang", "ko") if "fr" not in words else run(*words)
        english = run(*words, "--lang", "en") if "fr" not in words else said
        assert said.code == USAGE
        assert told in said.err
        assert told in english.err
        for word in ("argument", "required", "unrecognized", "invalid"):
            assert word not in said.err.partition("--help")[0], said.err


def test_korean_comes_out_as_utf8_whatever_the_locale(run: Run, tmp_path: Path) -> None:
    for locale in ("C", "POSIX"):
        said = run("verify", "--factory", tmp_path / "없는 폴더", "--lang", "ko", LC_ALL=locale, LANG=locale)
        assert said.refusal == "factory.none"
        assert "없는 폴더" in said.err
        assert "Partproof 공장 폴더가 아닙니다" in said.err


def test_language_comes_from_the_variable_and_the_option_wins(run: Run) -> None:
    assert "공장" in run("verify", "--factory", "x", PARTPROOF_LANG="ko").err
    assert "factory" in run("verify", "--factory", "x", "--lang=en", PARTPROOF_LANG="ko").err


def test_without_a_display_the_window_says_so(run: Run) -> None:
    assert run().refusal == "command.no_display"


@pytest.mark.usefixtures("inside")
def test_a_fault_of_the_program_is_kept_and_shows_no_trace_and_no_secret(
    capsys: pytest.CaptureFixture[str], machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret_url = "postgresql://station:geheim@server/db"

    def fault(_words: object, _console: object) -> int:
        raise RuntimeError(f"{PASSWORD} {secret_url} [parameters: ('hash', 1)]")

    monkeypatch.setitem(program.COMMANDS, "doctor", fault)
    assert program.main(["doctor", "--lang", "en"]) == BROKEN
    said = capsys.readouterr().err
    assert said.startswith("broken: ")
    assert "safe" in said
    assert len(said.splitlines()) == 1
    (bundle,) = (machine / "log" / "crashes").iterdir()
    with zipfile.ZipFile(bundle) as archive:
        kept = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert "RuntimeError" in kept
    for secret in (PASSWORD, "geheim", "('hash', 1)"):
        assert secret not in kept
        assert secret not in (machine / "log" / "partproof.log").read_text(encoding="utf-8")


@pytest.mark.parametrize(("number", "code"), [(28, "factory.disk_full"), (13, "command.cannot_write")])
@pytest.mark.usefixtures("inside")
def test_what_the_system_refuses_is_a_refusal(
    number: int, code: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:

    def refuse(_words: object, _console: object) -> int:
        raise OSError(number, "refused by the system", "some file")

    monkeypatch.setitem(program.COMMANDS, "doctor", refuse)
    assert program.main(["doctor"]) == REFUSED
    assert capsys.readouterr().err.startswith(f"{code}: ")


@pytest.mark.usefixtures("inside")
def test_stopping_is_said_and_no_trace(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:

    def stop(_words: object, _console: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setitem(program.COMMANDS, "doctor", stop)
    assert program.main(["doctor", "--lang", "en"]) == 130
    assert capsys.readouterr().err.startswith("Stopped.")
