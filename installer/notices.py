"""Writes THIRD-PARTY-NOTICES.md: `python -m installer.notices`, after the locks or a bundled file changed.

Names every package of the lock for running with version and licence, and every licence file under resources/.
Fetches, by pip and pip's own settings, only the metadata of packages that this system does not install.
"""

from __future__ import annotations

import email
import importlib.metadata
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from installer.environment import LOCKS
from installer.licences import Locked, licence_of, read_lock

ROOT: Final = Path(__file__).resolve().parent.parent
NOTICES: Final = "THIRD-PARTY-NOTICES.md"
_HEAD: Final = """# Third-party notices

Partproof itself is under the Apache License 2.0 (LICENSE). It stands on the packages and files below, each under
its own licence. Licence texts that come with a package lie in its `.dist-info` folder in the environment or bundle.
Qt, PySide6 and psycopg are used under the LGPL 3 as separate libraries, which you may replace by your own builds.

Made by `python -m installer.notices`; do not edit by hand.
"""


def installed_licence(package: Locked) -> str | None:
    """The licence from the environment's own metadata; None where this version is not installed."""
    try:
        distribution = importlib.metadata.distribution(package.name)
    except importlib.metadata.PackageNotFoundError:
        return None
    return licence_of(distribution.metadata) if distribution.version == package.version else None


def fetched_licence(package: Locked) -> str:
    """The licence from the wheel of a package for another system."""
    with tempfile.TemporaryDirectory() as folder:
        wanted = f"{package.name}=={package.version}"
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"]
        subprocess.run([*command, "--dest", folder, wanted], check=True)
        with zipfile.ZipFile(next(Path(folder).glob("*.whl"))) as wheel:
            member = next(name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
            return licence_of(email.message_from_bytes(wheel.read(member)))


def licence(package: Locked) -> str:
    """The licence of a locked package, whether this system installs it or not."""
    found = installed_licence(package)
    return fetched_licence(package) if found is None else found


def notices(root: Path, licence_for: Callable[[Locked], str] = licence) -> str:
    """The whole text of the notices for the lock and the resources of ``root``."""
    lines = [_HEAD, "## Python packages\n", "| package | version | licence |", "|---|---|---|"]
    for package in read_lock(root / LOCKS["run"]):
        where = f" (only where `{package.marker}`)" if package.marker.startswith("sys_platform") else ""
        lines.append(f"| {package.name}{where} | {package.version} | {licence_for(package)} |")
    lines += ["", "## Bundled files\n", "| licence file | licence | copyright |", "|---|---|---|"]
    lines += [_bundled_line(root, path) for path in licence_files(root)]
    return "\n".join(lines) + "\n"


def licence_files(root: Path) -> list[Path]:
    """The licence texts that lie beside bundled files of others."""
    names = re.compile(r"^(LICEN[CS]E|OFL|COPYING)", re.IGNORECASE)
    return sorted(
        path for path in (root / "resources").rglob("*") if path.is_file() and names.match(path.name)
    )


def _bundled_line(root: Path, path: Path) -> str:
    text = path.read_text("utf-8")
    kinds = {"SIL OPEN FONT LICENSE": "OFL-1.1", "MIT License": "MIT", "Apache License": "Apache-2.0"}
    kind = next(
        (short for words, short in kinds.items() if words.casefold() in text.casefold()), "see the file"
    )
    holder = next((line.strip() for line in text.splitlines() if line.strip().startswith("Copyright")), "")
    return f"| {path.relative_to(root).as_posix()} | {kind} | {holder} |"


if __name__ == "__main__":
    (ROOT / NOTICES).write_text(notices(ROOT), "utf-8", newline="\n")
    print(f"{NOTICES} written", file=sys.stderr)
