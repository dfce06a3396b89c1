"""Compiles the catalogues `resources/locale/*/*.po` to .mo beside them; touches only those that are out of date.

Run inside the environment (`python -m installer.catalogues`), since reading a .po needs a package.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def out_of_date(root: Path) -> list[Path]:
    """The .po files whose .mo is missing or older. Standard library only: asked before every start."""
    stale = []
    for po_file in sorted((root / "resources" / "locale").glob("*/*.po")):
        mo_file = po_file.with_suffix(".mo")
        if not mo_file.exists() or mo_file.stat().st_mtime < po_file.stat().st_mtime:
            stale.append(po_file)
    return stale


def compile_all(root: Path) -> int:
    """Compile what is out of date and return how many that were; a read-only folder is left as it is."""
    from app.texts import compile_catalogue

    made = 0
    for po_file in out_of_date(root):
        waiting = po_file.with_suffix(f".{os.getpid()}.new")
        try:
            waiting.write_bytes(compile_catalogue(po_file))
            waiting.replace(po_file.with_suffix(".mo"))
        except PermissionError:
            # The program compiles in memory where there is no .mo, only more slowly.
            return made
        made += 1
    return made


if __name__ == "__main__":
    print(f"{compile_all(ROOT)} catalogues compiled", file=sys.stderr)
