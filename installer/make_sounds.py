"""Makes the four tones of resources/sounds from sine waves; run by hand, the files are kept in the repository.

OK rises, NG falls and is rough, WARN repeats, SCAN is one short tick: told apart by rhythm, not only by pitch.
"""

from __future__ import annotations

import math
import struct
import wave
from pathlib import Path
from typing import Final

RATE: Final = 22050
FOLDER: Final = Path(__file__).resolve().parent.parent / "resources" / "sounds"
# Each part: (hertz, milliseconds, share of rough partials); 0 hertz is a rest.
TONES: Final[dict[str, tuple[tuple[float, int, float], ...]]] = {
    "ok": ((1046.5, 70, 0.0), (1568.0, 130, 0.0)),
    "ng": ((392.0, 150, 0.6), (0.0, 40, 0.0), (277.2, 330, 0.6)),
    "warn": ((784.0, 90, 0.2), (0.0, 60, 0.0), (784.0, 90, 0.2), (0.0, 60, 0.0), (784.0, 90, 0.2)),
    "scan": ((2093.0, 45, 0.0),),
}


def samples(hertz: float, milliseconds: int, rough: float) -> list[int]:
    """Return 16-bit samples of one part, faded in and out over 5 ms so that it does not click."""
    count = RATE * milliseconds // 1000
    fade = RATE * 5 // 1000
    made = []
    for at in range(count):
        angle = 2 * math.pi * hertz * at / RATE
        level = math.sin(angle) + rough * math.sin(2.02 * angle) + rough / 2 * math.sin(3.01 * angle)
        envelope = min(1.0, at / fade, (count - at) / fade)
        made.append(round(0.5 * 32767 * envelope * level / (1 + 1.5 * rough)))
    return made


def write_tone(file: Path, parts: tuple[tuple[float, int, float], ...]) -> None:
    """Write one tone as a mono 16-bit WAV file."""
    frames = [sample for part in parts for sample in samples(*part)]
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(struct.pack(f"<{len(frames)}h", *frames))


def make_all(folder: Path = FOLDER) -> list[Path]:
    """Write all tones into a folder and return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for name, parts in TONES.items():
        write_tone(folder / f"{name}.wav", parts)
        files.append(folder / f"{name}.wav")
    return files


if __name__ == "__main__":
    make_all()
