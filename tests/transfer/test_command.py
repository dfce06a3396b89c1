"""The transfer on the command line: preview, sign and run, resume, give up; no password on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.__main__ import main
from app.factory import Factory
from app.transfer.acts import sign_transfer
from app.transfer.queries import open_transfer, transfer_rows
from models.vocab import Role
from models.vocab_transfer import TransferState
from tests.crew import PASSWORD, Crew
from tests.transfer.shop import drawing, preview, register, row


@pytest.fixture
def engine_name() -> str:
    """The command is the same on both engines; the acts below it are tested on both."""
    return "sqlite"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a good file and one that contradicts the register."""
    made = tmp_path / "도면"
    made.mkdir()
    (made / "HB-1_A_축.pdf").write_bytes(drawing("one"))
    (made / "HB-2_C_커버.pdf").write_bytes(drawing("two"))
    return made


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Its register."""
    return register(
        tmp_path / "대장.xlsx", [row("HB-1"), row("HB-2", rev="B"), row("B-1", kind="표준품", rev="")]
    )


def test_a_preview_needs_no_factory_and_writes_nothing(
    book: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["transfer", str(book), "--files", str(folder), "--preview", "--json", "--lang", "en"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["parts"], told["released_parts"], told["files"]) == (3, 2, 1)
    assert [match["state"] for match in told["matches"]] == ["taken", "contradiction"]
    said = ["--file-is", "HB-2_C_커버.pdf=HB-2:B", "--json", "--lang", "en"]
    assert main(["transfer", str(book), "--files", str(folder), "--preview", *said]) == 0
    assert json.loads(capsys.readouterr().out)["released_parts"] == 3
    assert main(["transfer", str(book), "--files", str(folder), "--preview", "--lang", "ko"]) == 0
    assert "어느 쪽이 맞습니까?" in capsys.readouterr().out


def test_sign_and_run_with_a_password_from_a_file(
    factory: Factory, crew: Crew, book: Path, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = tmp_path / "secret"
    secret.write_text(PASSWORD + "\n", encoding="utf-8")
    words = ["transfer", str(book), "--files", str(folder), "--factory", str(factory.place.folder)]
    who = ["--user", "approver", "--password-file", str(secret)]
    assert main([*words, *who, "--pattern", "{number}_{revision}_{name}", "--lang", "en"]) == 0
    assert "Transferred: 3 parts, 1 document revision, 1 file, 0 gauges." in capsys.readouterr().out
    assert [transfer.state for transfer in factory.ask(transfer_rows)] == [TransferState.DONE]
    assert (
        main([*words, "--user", "approver", "--password-file", str(tmp_path / "none"), "--lang", "en"]) == 3
    )
    assert "command.password_file" in capsys.readouterr().err


def test_a_stopped_one_is_resumed_or_given_up(
    factory: Factory,
    crew: Crew,
    book: Path,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("PARTPROOF_PASSWORD", PASSWORD)
    approver = crew.actor(Role.APPROVER)
    shown = preview(factory, book, folder)
    words = ["transfer", "--factory", str(factory.place.folder), "--user", "approver", "--lang", "en"]
    assert main([*words, "--resume"]) == 3
    assert "transfer.not_running" in capsys.readouterr().err
    factory.perform(sign_transfer, shown, book.read_bytes(), secret=PASSWORD, actor=approver)
    assert main([*words, "--give-up", "wrong folder"]) == 0
    assert factory.ask(open_transfer) is None
    factory.perform(sign_transfer, shown, book.read_bytes(), secret=PASSWORD, actor=approver)
    moved = folder.rename(folder.with_name("moved"))
    assert main([*words, "--resume"]) == 3
    assert "transfer.folder_missing" in capsys.readouterr().err
    assert main([*words, "--resume", "--files", str(moved)]) == 0


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (["--pattern", "{colour}"], "transfer.pattern"),
        (["--map", "품번=colour"], "table.unknown_field"),
        (["--files", "/nowhere"], "transfer.folder_missing"),
    ],
)
def test_what_is_wrong_is_refused_in_one_line(
    book: Path, more: list[str], code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["transfer", str(book), "--preview", "--lang", "en", *more]) == 3
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith(code)


def test_a_command_line_that_lacks_something_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (
        ["transfer"],
        ["transfer", "--resume"],
        ["transfer", "x.xlsx", "--preview", "--kind", "A=B"],
    ):
        with pytest.raises(SystemExit) as ended:
            main([*words, "--lang", "en"])
        assert ended.value.code == 2
    assert capsys.readouterr().err.count("\n") == 3
