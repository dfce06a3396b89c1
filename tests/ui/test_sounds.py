"""The tones are ours, told apart by rhythm, and play without waiting or not at all."""

from __future__ import annotations

import subprocess
import sys
import wave
from pathlib import Path

import pytest

from installer.make_sounds import TONES, make_all
from ui.widgets.sound import SOUND_DIR, Sounds, sound_player


def test_the_files_are_what_the_script_makes(tmp_path: Path) -> None:
    for file in make_all(tmp_path):
        assert file.read_bytes() == (SOUND_DIR / file.name).read_bytes()


def test_each_tone_is_short_and_of_its_own_length() -> None:
    lengths = []
    for name in TONES:
        with wave.open(str(SOUND_DIR / f"{name}.wav"), "rb") as tone:
            lengths.append(tone.getnframes() / tone.getframerate())
    assert max(lengths) < 0.6
    assert len({round(length, 2) for length in lengths}) == len(TONES)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows plays through winsound")
def test_the_newest_tone_ends_the_one_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    player = tmp_path / "aplay"
    # Stands for a player: it goes on until it is ended.
    player.write_text("#!/bin/sh\nexec cat /dev/zero >/dev/null\n", encoding="ascii")
    player.chmod(0o755)
    monkeypatch.setattr(
        "ui.widgets.sound.shutil.which", lambda name: str(player) if name == "aplay" else None
    )
    monkeypatch.setattr("ui.widgets.sound._PLAYERS", (("aplay",),))
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    sounds = Sounds()
    assert sound_player() == "aplay"
    assert sounds.play("ok")
    first = sounds._playing
    assert isinstance(first, subprocess.Popen)
    assert sounds.play("ng")
    assert first.poll() is not None
    sounds.stop()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows plays through winsound")
def test_without_a_player_it_is_silent_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.widgets.sound.shutil.which", lambda _name: None)
    assert sound_player() is None
    assert not Sounds().play("ok")
    assert not Sounds(enabled=False).play("ok")
