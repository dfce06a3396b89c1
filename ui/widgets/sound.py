"""Plays the four tones without waiting. Silent where the system has no player; the self-check reports that."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import Final, Literal

from ui.theme.tokens import RESOURCES

Tone = Literal["ok", "ng", "warn", "scan"]
SOUND_DIR: Final = RESOURCES / "sounds"
_PLAYERS: Final = (("pw-play",), ("paplay",), ("aplay", "-q"))


def sound_player() -> str | None:
    """Return what plays sounds on this machine, or None where nothing does."""
    if sys.platform == "win32":
        return "winsound"
    return next((command[0] for command in _PLAYERS if shutil.which(command[0])), None)


class Sounds:
    """Plays tones; the newest one wins.

    Args:
        enabled: The machine's setting.
    """

    def __init__(self, *, enabled: bool = True) -> None:
        self.enabled = enabled
        self._command = next((command for command in _PLAYERS if shutil.which(command[0])), None)
        self._playing: subprocess.Popen[bytes] | None = None

    def play(self, tone: Tone) -> bool:
        """Start a tone and return whether something plays it."""
        file = SOUND_DIR / f"{tone}.wav"
        if not self.enabled:
            return False
        if sys.platform == "win32":
            import winsound

            winsound.PlaySound(str(file), winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT)
            return True
        if self._command is None:
            return False
        self.stop()
        self._playing = subprocess.Popen(
            [*self._command, str(file)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        return True

    def stop(self) -> None:
        """End the tone that plays."""
        if self._playing is not None:
            if self._playing.poll() is None:
                self._playing.terminate()
            self._playing.wait()
            self._playing = None
