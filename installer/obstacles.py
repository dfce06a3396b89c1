"""What can stand in the way of a set-up, said as sentences with the next step.

Reads pip's words to name the cause; runs nothing and changes nothing. English only: no catalogue is there yet.
"""

from __future__ import annotations

import platform
import re
import sys
from pathlib import Path
from typing import Final

MEGABYTE: Final = 1_000_000


class SetupError(Exception):
    """The set-up cannot go on; the text says what is missing and what to do. The commands end with 3."""


def read_only(root: Path) -> SetupError:
    """The set-up has to be made, but the folder takes no files."""
    return SetupError(
        f"This folder cannot be written: {root}\n"
        "Copy the whole folder to one of your own, for example into your home folder, and start it there."
    )


def path_separator(root: Path, sign: str) -> SetupError:
    """Python's environments refuse a path that holds the separator of search paths."""
    return SetupError(
        f'The name of this folder contains "{sign}", which Python environments do not allow: {root}\n'
        "Rename or move the folder and start again."
    )


def too_little_space(root: Path, needed: int, free: int) -> SetupError:
    """Not enough room for the packages; sizes in bytes."""
    return SetupError(
        f"The disk is too full: the set-up needs about {needed // MEGABYTE} MB in {root}, "
        f"and {free // MEGABYTE} MB are free.\n"
        "Free some space, or move the folder to another disk, and start again."
    )


def disk_trouble(root: Path, error: OSError) -> SetupError:
    """Any other refusal of the file system while the environment is made."""
    return SetupError(
        f"The set-up could not write in {root}: {error}\n"
        "Check the disk and its permissions, or copy the folder to your home folder, and start again."
    )


def no_environment(output: str) -> SetupError:
    """Python could not make a virtual environment; ``output`` is what it said."""
    return SetupError(
        f"Python {sys.version.split()[0]} could not make a virtual environment here.\n{_tail(output)}"
        "On Debian and Ubuntu this one line may help: sudo apt-get install -y python3-venv"
    )


_OFFLINE: Final = re.compile(
    r"NewConnectionError|Failed to establish|name resolution|getaddrinfo|Max retries|timed out|ProxyError|"
    r"Network is unreachable|Connection refused|ConnectionError",
    re.IGNORECASE,
)


def explain_pip(output: str, lock: Path) -> SetupError:
    """Name the cause of a failed ``pip install`` from what pip printed.

    Args:
        output: Everything pip printed.
        lock: The requirements file it was to install.
    """
    if re.search(r"No space left|Errno 28|not enough space", output):
        text = "The disk became full while packages were installed.\nFree some space and start again."
    elif "DO NOT MATCH THE HASHES" in output:
        text = (
            f"A fetched package is not the one that {lock.name} names by its hash; nothing of it was installed.\n"
            "If pip is set to a mirror, the mirror holds another file: tell its administrator. Then start again."
        )
    elif "CERTIFICATE_VERIFY_FAILED" in output:
        text = (
            "The network's certificate is not known on this computer, so no package was fetched.\n"
            "Ask the administrator for it as a file and set PIP_CERT to that file "
            "(on Debian, also: sudo apt-get install -y ca-certificates). Then start again."
        )
    elif _OFFLINE.search(output):
        text = (
            "The packages could not be fetched: no package index answered.\n"
            "Connect this computer to the network (or set pip's own PIP_INDEX_URL or PIP_PROXY) and start again.\n"
            "If it must stay offline: on a like computer where Partproof is set up, run in its folder\n"
            f"    .venv/bin/python -m pip download --require-hashes --only-binary :all: -r {lock.name} -d wheels\n"
            "then bring the folder wheels here and start with PIP_NO_INDEX=1 PIP_FIND_LINKS=/path/of/wheels set."
        )
    elif "from versions:" in output:
        text = (
            f"pip found no ready-made package for this system ({_system()}), or its source has none.\n"
            "Start it with Python 3.11 to 3.13 on 64-bit Linux (Debian 12, Ubuntu 22.04 or newer) or Windows; "
            "with PIP_NO_INDEX set, see that PIP_FIND_LINKS names the folder of all the wheels."
        )
    else:
        text = "pip could not install the packages; its last words are above. Mend that and start again."
    return SetupError(f"{_tail(output)}{text}")


def _system() -> str:
    return f"Python {sys.version.split()[0]}, {sys.platform}, {platform.machine()}"


_NOISE: Final = re.compile(r"\[notice\]|WARNING: Retrying")


def _tail(output: str, lines: int = 6) -> str:
    """The last lines of a program's words, indented, without blank ones, retries and pip's advice about itself."""
    kept = [line.rstrip()[:200] for line in output.splitlines() if line.strip() and not _NOISE.search(line)]
    return "".join(f"    {line}\n" for line in kept[-lines:])
