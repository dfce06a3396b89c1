"""The locks: hashes for everything, no address anywhere, in step with pyproject.toml, and nothing under the GPL."""

from __future__ import annotations

import importlib.metadata
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from installer.environment import LOCKS
from installer.licences import Locked, is_strong_copyleft, licence_of, read_lock
from installer.lock import without_comments
from installer.notices import NOTICES, notices
from tests.arch.sources import ROOT, listed

RUN_LOCK, TEST_LOCK = (ROOT / LOCKS[purpose] for purpose in ("run", "test"))


def _project() -> dict[str, list[str]]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return {"run": project["dependencies"], "test": project["optional-dependencies"]["dev"]}


def _installed_here(package: Locked) -> bool:
    return not package.marker or Requirement(f"{package.name}; {package.marker}").marker.evaluate()  # type: ignore[union-attr]


def _licences() -> dict[Locked, str]:
    """The licence of every package of the lock for running that belongs on this system."""
    return {
        package: licence_of(importlib.metadata.metadata(package.name))
        for package in read_lock(RUN_LOCK)
        if _installed_here(package)
    }


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "run.sh", "test.sh", ".ci/run"])
def test_no_address_is_named(name: str) -> None:
    assert "://" not in (ROOT / name).read_text("utf-8")


def test_set_up_names_no_address() -> None:
    # installer/lock.py looks for the sign itself and therefore spells it.
    named = [path.name for path in _set_up_files() if re.search(r"\w://\w", path.read_text("utf-8"))]
    assert named == []


@pytest.mark.parametrize("lock", [RUN_LOCK, TEST_LOCK])
def test_every_locked_package_has_hashes(lock: Path) -> None:
    blocks = re.split(r"(?m)^(?=[A-Za-z0-9])", lock.read_text("utf-8"))[1:]
    assert len(blocks) == len(read_lock(lock)) > 20
    bare = [block.split()[0] for block in blocks if not re.search(r"--hash=sha256:[0-9a-f]{64}\b", block)]
    assert bare == []
    other = [
        line
        for line in lock.read_text("utf-8").splitlines()[1:]
        if not re.match(r"[A-Za-z0-9]|    --hash=", line)
    ]
    assert other == []


def test_the_lock_for_tests_contains_the_lock_for_running() -> None:
    assert set(read_lock(RUN_LOCK)) <= set(read_lock(TEST_LOCK))


@pytest.mark.parametrize("purpose", ["run", "test"])
def test_the_locks_fit_the_project_file(purpose: str) -> None:
    locked = {
        canonicalize_name(package.name): package.version for package in read_lock(ROOT / LOCKS[purpose])
    }
    wanted = [Requirement(line) for line in _project()[purpose]]
    wrong = [
        str(requirement)
        for requirement in wanted
        if not requirement.specifier.contains(locked.get(canonicalize_name(requirement.name), "0"))
    ]
    assert not wrong, "remake the locks (python -m installer.lock):" + listed(wrong)


def test_what_runs_here_is_what_is_locked() -> None:
    found = {package.name: importlib.metadata.version(package.name) for package in _licences()}
    assert found == {package.name: package.version for package in _licences()}


def test_every_licence_is_known_and_none_is_the_gpl() -> None:
    licences = {package.name: licence for package, licence in _licences().items()}
    assert {name for name, licence in licences.items() if not licence} == set()
    assert {name: licence for name, licence in licences.items() if is_strong_copyleft(licence)} == {}


@pytest.mark.parametrize(
    ("licence", "refused"),
    [
        ("GPL-3.0-only", True),
        ("AGPL-3.0-or-later", True),
        ("GNU Affero General Public License v3", True),
        ("GNU General Public License v2 (GPLv2)", True),
        ("MIT AND GPL-2.0-only", True),
        ("LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only", False),
        ("LGPL-3.0-only", False),
        ("GNU Lesser General Public License v3 (LGPLv3)", False),
        ("MPL-2.0", False),
    ],
)
def test_strong_copyleft_is_told_from_the_rest(licence: str, refused: bool) -> None:
    assert is_strong_copyleft(licence) is refused


def test_notices_are_those_of_the_lock_and_the_bundled_files() -> None:
    written = (ROOT / NOTICES).read_text("utf-8")
    here = {package.name: licence for package, licence in _licences().items()}

    def as_written(package: Locked) -> str:
        """The licence of what is not installed on this system is taken from the page itself."""
        line = re.search(
            rf"^\| {re.escape(package.name)}\b.*\| {re.escape(package.version)} \| (.+) \|$", written, re.M
        )
        return here.get(package.name) or (line[1] if line else "missing")

    assert "missing" not in written
    assert notices(ROOT, as_written) == written, "remake them: python -m installer.notices"


def test_a_lock_with_an_address_is_refused() -> None:
    cleaned = without_comments("# from a host\na==1 \\\n    --hash=sha256:0\n    # via b\n")
    assert cleaned.splitlines()[1:] == ["a==1 \\", "    --hash=sha256:0"]
    with pytest.raises(ValueError, match="address"):
        without_comments("a @ https://host/a.whl\n")


def _set_up_files() -> list[Path]:
    return [
        path
        for path in sorted((ROOT / "installer").iterdir())
        if path.suffix in (".py", ".sh", ".spec", ".nsi")
    ]
