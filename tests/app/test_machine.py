"""This machine's settings, its log, and who else has a factory open."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from app import presence
from app.logging_setup import without_secrets
from app.machine import (
    SETTINGS_FILE,
    MachineSettings,
    change_machine,
    chosen_language,
    read_machine,
    remember_factory,
)


@pytest.fixture(autouse=True)
def _own_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARTPROOF_MACHINE_DIR", str(tmp_path / "machine"))


def test_settings_are_kept_and_a_broken_file_is_a_new_machine(tmp_path: Path) -> None:
    assert read_machine() == MachineSettings()
    change_machine(language="ko", theme="dark", sounds=False)
    assert read_machine() == MachineSettings(language="ko", theme="dark", sounds=False)
    file = tmp_path / "machine" / SETTINGS_FILE
    file.write_text('language = "klingon"\nsounds = "loud"\nstation = "ST-1"\nunknown = 1\n')
    assert read_machine() == MachineSettings(station="ST-1")
    file.write_bytes(b"\xff\xfe not toml")
    assert read_machine() == MachineSettings()


def test_a_machine_that_cannot_keep_settings_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("PARTPROOF_MACHINE_DIR", str(tmp_path / "file" / "below"))
    assert change_machine(language="en").language == "en"
    assert read_machine() == MachineSettings()


def test_factories_are_remembered_newest_first_and_not_twice(tmp_path: Path) -> None:
    for number in (1, 2, 1, *range(3, 14)):
        remember_factory(tmp_path / str(number))
    names = [Path(entry).name for entry in read_machine().factories]
    assert names == ["13", "12", "11", "10", "9", "8", "7", "6", "5", "4"]


@pytest.mark.parametrize(
    ("wish", "variables", "code"),
    [
        ("en", {"PARTPROOF_LANG": "ko"}, "en"),
        (None, {"PARTPROOF_LANG": "ko_KR.UTF-8"}, "ko"),
        ("fr", {"LANG": "ko_KR.UTF-8"}, "ko"),
        (None, {"LC_ALL": "C", "LANG": "ko_KR.UTF-8"}, "en"),
        (None, {"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows asks the system, not variables")
def test_the_language_is_chosen_in_order(wish: str | None, variables: dict[str, str], code: str) -> None:
    assert chosen_language(wish, variables) == code


def test_secrets_are_cut_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARTPROOF_ADMIN_PASSWORD", "sesam offen")
    text = "at sesam offen postgresql://u:pw1@h/d password=pw2 PIN: 295183\n[parameters: ('pw3',)]\nkept"
    cut = without_secrets(text)
    assert [secret for secret in ("sesam", "pw1", "pw2", "pw3", "295183") if secret in cut] == []
    assert cut.endswith("kept")
    assert "postgresql://u:" in cut


def test_programs_that_are_there_are_named_and_others_are_not(tmp_path: Path) -> None:
    mine = presence.enter(tmp_path)
    assert presence.others(tmp_path) == ()
    sleeper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        note = {"pid": sleeper.pid, "host": socket.gethostname(), "program": "Partproof import"}
        (tmp_path / presence.FOLDER / "a.json").write_text(json.dumps(note))
        elsewhere = {**note, "host": "another-pc"}
        (tmp_path / presence.FOLDER / "b.json").write_text(json.dumps(elsewhere))
        (tmp_path / presence.FOLDER / "c.json").write_text("nonsense")
        assert presence.others(tmp_path) == (f"Partproof import (process {sleeper.pid})",)
        assert str(sleeper.pid) in presence.holder(tmp_path, None)
    finally:
        sleeper.kill()
        sleeper.wait()
    assert presence.others(tmp_path) == ()
    presence.enter(tmp_path).leave()
    assert not (tmp_path / presence.FOLDER / "a.json").exists()
    mine.leave()
    assert presence.alive(os.getpid())
