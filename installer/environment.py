"""The virtual environment `.venv` of this folder: made from a lock with hashes, marked when finished, else made anew.

Knows no index, host or certificate: pip's own settings (PIP_*, pip.conf) decide. Standard library only.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

from installer import obstacles

Say = Callable[[str], None]

LOCKS: Final = {"run": "requirements.txt", "test": "requirements-dev.txt"}
STAMP_NAME: Final = "partproof-setup.json"
GUARD_NAME: Final = ".partproof-setup"
# Measured on Linux with Python 3.11: 700 and 830 MB when finished, and 225 MB of wheels while it is made.
SPACE_NEEDED: Final = {"run": 1000 * obstacles.MEGABYTE, "test": 1150 * obstacles.MEGABYTE}
_SPACE_TO_ADD: Final = 450 * obstacles.MEGABYTE
_SHOW_FROM: Final = 5.0  # MB; smaller downloads are not worth a line


@dataclass
class Stamp:
    """What the environment holds.

    Attributes:
        finished: False while it is being changed; a stamp found unfinished tells of a kill in the middle.
        folder: Absolute path it was made for.
        locks: SHA-256 of each lock that is completely installed, by its purpose.
    """

    finished: bool
    folder: str
    locks: dict[str, str] = field(default_factory=dict)


class Environment:
    """The environment of one checkout.

    Attributes:
        root: Folder of the checkout.
        folder: The environment itself.
        python: Its interpreter.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / ".venv"
        self.scripts = self.folder / ("Scripts" if os.name == "nt" else "bin")
        self.python = self.scripts / ("python.exe" if os.name == "nt" else "python")

    def prepare(self, purpose: str, say: Say) -> None:
        """Make the environment hold the lock of ``purpose`` (``run`` or ``test``); quick when it does already.

        Raises:
            SetupError: With what is missing and the next step.
        """
        if self._holds(purpose) and self.read_stamp().folder == str(self.folder):
            return
        if os.pathsep in str(self.root):
            raise obstacles.path_separator(self.root, os.pathsep)
        try:
            with self._guard(say):
                if self._holds(purpose):  # another start may have finished it while this one waited
                    self._follow_move(say)
                else:
                    self._install(purpose, say)
        except OSError as error:
            if self._holds(purpose):
                return  # a finished set-up on a medium that takes no new paths works as it is
            if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
                raise obstacles.read_only(self.root) from error
            if error.errno == errno.ENOSPC:
                free = shutil.disk_usage(self.root).free
                raise obstacles.too_little_space(self.root, SPACE_NEEDED[purpose], free) from error
            raise obstacles.disk_trouble(self.root, error) from error

    def read_stamp(self) -> Stamp:
        """The stamp; an unfinished one where there is none or it cannot be read."""
        try:
            return Stamp(**json.loads((self.folder / STAMP_NAME).read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return Stamp(finished=False, folder="")

    def lock_hash(self, purpose: str) -> str:
        """SHA-256 of a lock, whatever line ends the checkout gave it."""
        content = (self.root / LOCKS[purpose]).read_bytes().replace(b"\r\n", b"\n")
        return hashlib.sha256(content).hexdigest()

    def _holds(self, purpose: str) -> bool:
        """Whether the environment is finished, fits the lock and its interpreter still starts."""
        stamp = self.read_stamp()
        return (
            stamp.finished and stamp.locks.get(purpose) == self.lock_hash(purpose) and self._python_starts()
        )

    def _python_starts(self) -> bool:
        """False for an environment copied from elsewhere or left behind by a removed Python."""
        probe = [str(self.python), "-I", "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
        try:
            answer = subprocess.run(probe, capture_output=True, text=True, timeout=60, check=False)
        except (OSError, subprocess.TimeoutExpired):
            return False
        made_with = re.search(r"^version\s*=\s*(\d+\.\d+)", self._settings_text(), re.MULTILINE)
        return answer.returncode == 0 and made_with is not None and answer.stdout.strip() == made_with[1]

    def _settings_text(self) -> str:
        try:
            return (self.folder / "pyvenv.cfg").read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            return ""

    def _write_stamp(self, stamp: Stamp) -> None:
        """Put the stamp in place in one step, so that a kill leaves the old one or the new one."""
        waiting = self.folder / (STAMP_NAME + ".new")
        with waiting.open("w", encoding="utf-8") as target:
            target.write(json.dumps(asdict(stamp), indent=1))
            target.flush()
            os.fsync(target.fileno())
        waiting.replace(self.folder / STAMP_NAME)

    def _install(self, purpose: str, say: Say) -> None:
        """Bring the lock of ``purpose`` into the environment; add to a finished one, else make a new one."""
        before = self.read_stamp()
        # The test lock is a superset of the run lock, so a finished set-up for running is only added to.
        grows = purpose == "test" and self._holds("run")
        self._require_space(purpose)
        if grows:
            self._follow_move(say)
            before = self.read_stamp()
        else:
            self._make(say)
        self._write_stamp(Stamp(finished=False, folder=str(self.folder)))
        output = self._pip_install(purpose, say)
        if output is not None:
            self._undo(before if grows and "Installing collected packages" not in output else None)
            raise obstacles.explain_pip(output, self.root / LOCKS[purpose])
        installed = ("run", "test") if purpose == "test" else ("run",)
        self._write_stamp(Stamp(True, str(self.folder), {name: self.lock_hash(name) for name in installed}))

    def _undo(self, before: Stamp | None) -> None:
        """After a failure: put the old stamp back where nothing was changed, else clear the half-made folder."""
        if before is not None:
            self._write_stamp(before)
        else:
            self._remove()

    def _require_space(self, purpose: str) -> None:
        """Refuse before the disk is full rather than in the middle; what an old environment gives back counts."""
        needed = _SPACE_TO_ADD if self.python.exists() else SPACE_NEEDED[purpose]
        free = shutil.disk_usage(self.root).free
        if free < needed:
            raise obstacles.too_little_space(self.root, needed, free)

    def _make(self, say: Say) -> None:
        """Make an empty environment with pip; what is left of an old one goes first."""
        if self.folder.is_symlink() or self.folder.exists():
            say("The folder .venv is not a finished set-up for this version: making it anew.")
            self._remove()
        self.folder.mkdir()
        # Marked before it is filled: a kill from here on is recognised at the next start.
        self._write_stamp(Stamp(finished=False, folder=str(self.folder)))
        say(f"Making the environment .venv with Python {sys.version.split()[0]}")
        try:
            venv.EnvBuilder(with_pip=True, symlinks=os.name != "nt").create(self.folder)
        except subprocess.CalledProcessError as error:
            self._remove()
            words = (
                error.output.decode("utf-8", "replace")
                if isinstance(error.output, bytes)
                else str(error.output or "")
            )
            raise obstacles.no_environment(words) from error

    def _remove(self) -> None:
        """Remove the environment; a link only as a link."""
        if self.folder.is_symlink():
            self.folder.unlink()
        elif self.folder.exists():
            shutil.rmtree(self.folder)

    def _follow_move(self, say: Say) -> None:
        """After the folder was moved or copied: write the new paths; the packages themselves need nothing."""
        stamp = self.read_stamp()
        if stamp.folder == str(self.folder):
            return
        say("The folder was moved: setting the paths of .venv right.")
        old, new = os.fsencode(stamp.folder), os.fsencode(str(self.folder))
        for script in self.scripts.iterdir():
            # Interpreters are links or binaries; Windows launchers hold a path that is not used here.
            if script.is_symlink() or not script.is_file() or script.suffix == ".exe":
                continue
            content = script.read_bytes()
            if old in content and b"\0" not in content:
                script.write_bytes(content.replace(old, new))
        self._write_stamp(Stamp(True, str(self.folder), stamp.locks))

    @contextlib.contextmanager
    def _guard(self, say: Say) -> Iterator[None]:
        """Let one set-up at a time work on the folder; the system lets go of the lock even after a kill."""
        with (self.root / GUARD_NAME).open("a+b") as guard:
            if not _try_lock(guard.fileno()):
                say("Another set-up is at work in this folder: waiting for it.")
                _wait_lock(guard.fileno())
            yield

    def _pip_install(self, purpose: str, say: Say) -> str | None:
        """Install a lock. Returns None when done, else everything pip said."""
        lock = self.root / LOCKS[purpose]
        say(f"Installing the packages of {lock.name}")
        command = [str(self.python), "-m", "pip", "install", "--require-hashes", "--only-binary", ":all:"]
        command += ["--disable-pip-version-check", "--no-input", "--progress-bar", "off", "-r", str(lock)]
        environment = {
            name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")
        }
        environment["PYTHONUNBUFFERED"] = "1"
        # Inside, so that what a killed pip leaves there goes with the half-made environment.
        wheels = self.folder / "tmp"
        wheels.mkdir(exist_ok=True)
        environment |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(wheels))
        said: list[str] = []
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
            env=environment, text=True, encoding="utf-8", errors="replace",
        ) as pip:  # fmt: skip
            assert pip.stdout is not None
            for line in pip.stdout:
                said.append(line)
                _narrate(line, say)
        shutil.rmtree(wheels, ignore_errors=True)
        return None if pip.returncode == 0 else "".join(said)


def _narrate(line: str, say: Say) -> None:
    """Tell of what takes long: large downloads and the unpacking at the end."""
    fetched = re.match(r"\s*Downloading (?:\S*/)?([^/\s]+?)-[^/\s]*\s+\(([\d.]+) MB\)", line)
    if fetched and float(fetched[2]) >= _SHOW_FROM:
        say(f"  fetching {fetched[1]} ({fetched[2]} MB)")
    elif line.startswith("Installing collected packages:"):
        say(f"  unpacking {line.count(',') + 1} packages")


if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _wait_lock(descriptor: int) -> None:
        while True:
            with contextlib.suppress(OSError):  # LK_LOCK gives up after ten tries of a second
                msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)
                return

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _wait_lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
