"""What a pack with a very large attachment takes of the memory, beside the attachment itself: written and verified.

In a process of its own, so that nothing else counts. Uses no factory: what is measured is the way of the bytes.
"""

from __future__ import annotations

import subprocess
import sys
import uuid
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

from app.commands.bench_figure import Figure, Measuring, Piece
from app.documents.writers.atomic import write_atomically
from app.packs import check_pack
from app.packs.check_pack import Content
from app.packs.manifest import PackFacts, PackFile, pack_bytes
from app.texts import mark
from app.unit_of_work import AuditHead

MEGABYTES: Final = 400
_STATUS: Final = Path("/proc/self/status")


def _measure(measuring: Measuring) -> list[Figure]:
    count = measuring.count(MEGABYTES, MEGABYTES // 10)
    with measuring.folder() as folder:
        rise = _rise_megabytes(folder, count)
    return [
        Figure(
            "large_pack_memory",
            mark("Most memory for a pack with a file of {count} MB"),
            rise,
            "MB",
            float(count),
            0.5,
            count,
            mark("the file itself {raw}, ratio {ratio}"),
        )
    ]


def _rise_megabytes(folder: Path, megabytes: int) -> float:
    """Return by how much the most memory of a process rises, in MB; 0 where the system does not say."""
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from app.commands.bench_packs import memory, write_and_verify\n"
        "before = memory('VmRSS')\n"
        "write_and_verify(Path(sys.argv[1]), int(sys.argv[2]))\n"
        "print(memory('VmHWM') - before)\n"
    )
    arguments = [sys.executable, "-c", code, str(folder), str(megabytes)]
    run = subprocess.run(arguments, capture_output=True, text=True, check=False)
    return int(run.stdout) / 1024 if run.returncode == 0 and run.stdout.strip().isdigit() else 0.0


def memory(name: str) -> int:
    """Return what the system says of this process in KiB: ``VmRSS`` now, ``VmHWM`` the most so far."""
    return int(_STATUS.read_text("ascii").split(f"{name}:")[1].split()[0])


def write_and_verify(folder: Path, megabytes: int) -> None:
    """Write a pack with one file of so many MB, and check it as its recipient would.

    Raises:
        ValueError: the pack is not sound.
    """
    file, out = folder / "large.step", folder / "pack.zip"
    block = bytes(range(256)) * (check_pack.PIECE // 256)
    with file.open("wb") as sink:
        sink.writelines(block for _ in range(megabytes))
    at = datetime(2026, 11, 24, tzinfo=UTC)
    head = AuditHead(1, "a" * 64)
    none = uuid.UUID(int=0)
    facts = PackFacts(none, none, "bench", "A-1", "PPAP 3", "", at, "bench", "Asia/Seoul", head, "bench")
    original = PackFile("files/large.step", Content(partial(check_pack.file_pieces, file)), "original")
    write_atomically(out, pack_bytes([original], facts).pieces())
    found = check_pack.check(out)
    if not found["ok"]:
        raise ValueError(found["problems"])


PIECES: Final = (Piece("packs", mark("A pack with a very large file"), _measure),)
