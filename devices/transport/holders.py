"""Who else has a serial port, from what Linux shows every user: programs by their open files, and ModemManager.

Reads /proc and /run/udev only; elsewhere it knows nothing and says so with empty answers.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final

PROC: Final = Path("/proc")
UDEV: Final = Path("/run/udev/data")
# udev properties with which a device is kept from ModemManager.
_IGNORED: Final = re.compile(r"^E:ID_MM_(?:DEVICE|PORT)_IGNORE=1$", re.MULTILINE)
# ModemManager probes what looks like a modem: USB serial ports, not the built-in ones.
_PROBED: Final = re.compile(r"tty(?:ACM|USB)\d+")


def programs_holding(name: str, proc: Path = PROC) -> tuple[str, ...]:
    """The names of the programs that have a port open, as far as this user may see; sorted.

    Args:
        name: the port's name; links are followed.
        proc: the process file system.
    """
    try:
        wanted = os.path.realpath(name)
        processes = [each for each in proc.iterdir() if each.name.isdecimal()]
    except OSError:
        return ()
    found = set()
    for process in processes:
        if int(process.name) == os.getpid():
            continue
        try:
            if any(_points_at(handle, wanted) for handle in (process / "fd").iterdir()):
                found.add((process / "comm").read_text(encoding="utf-8", errors="replace").strip())
        except OSError:
            # Another user's process, or one that has just ended.
            continue
    return tuple(sorted(found))


def _points_at(handle: Path, wanted: str) -> bool:
    try:
        return os.readlink(handle) == wanted  # noqa: PTH115 - must not resolve sockets and pipes
    except OSError:
        return False


def modem_manager_probes(name: str, proc: Path = PROC, udev: Path = UDEV) -> bool:
    """Whether ModemManager runs and nothing keeps it from this port.

    It opens each new USB serial port for some seconds, sends AT commands, and swallows what the gauge sends.
    """
    device = Path(os.path.realpath(name))
    if not _PROBED.fullmatch(device.name) or not _modem_manager_runs(proc):
        return False
    return not _is_ignored(device, udev)


def _modem_manager_runs(proc: Path) -> bool:
    try:
        processes = [each for each in proc.iterdir() if each.name.isdecimal()]
    except OSError:
        return False
    for process in processes:
        try:
            # The kernel keeps 15 characters of a name; "ModemManager" has 12.
            if (process / "comm").read_text(encoding="utf-8", errors="replace").strip() == "ModemManager":
                return True
        except OSError:
            continue
    return False


def _is_ignored(device: Path, udev: Path) -> bool:
    try:
        number = device.stat().st_rdev
        facts = (udev / f"c{os.major(number)}:{os.minor(number)}").read_text(
            encoding="utf-8", errors="replace"
        )
    except (OSError, AttributeError):
        return False
    return _IGNORED.search(facts) is not None
