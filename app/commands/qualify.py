"""``qualify``: reference frames and payloads against the drivers, as a shop's installation qualification."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.causes import Cause, cause_of
from app.commands.console import DONE, FAILED, Console
from app.commands.refusals import CANNOT_READ, NO_SUCH_FILE, NOT_VECTORS
from app.texts import mark
from devices.barcodes.qualification import run as qualify_barcodes
from devices.qualification import UnreadableVectorsError, qualify_gauges
from devices.qualification_row import QualificationRow


def main(words: Sequence[str], console: Console) -> int:
    """Run the vector files and print each row that differs, then ``N passed, M failed``."""
    parser = console.parser(
        "qualify", mark("Check the drivers against reference frames (installation qualification).")
    )
    parser.add_argument("--gauges", type=Path, metavar="CSV", help=parser.word(mark("frames of gauges")))
    parser.add_argument("--barcodes", type=Path, metavar="CSV", help=parser.word(mark("payloads of codes")))
    parser.add_argument("--json", action="store_true", help=parser.word(mark("for machines")))
    arguments = parser.parse_args(words)
    if arguments.gauges is None and arguments.barcodes is None:
        way = mark("name the reference files to check against, with --gauges CSV, --barcodes CSV or both")
        parser.error(console.language.say(way))
    rows: list[QualificationRow] = []
    for file, kind in ((arguments.gauges, "gauges"), (arguments.barcodes, "barcodes")):
        if file is not None:
            rows.extend(_rows(file, kind))
    if not rows:
        named = " ".join(file.name for file in (arguments.gauges, arguments.barcodes) if file is not None)
        raise NOT_VECTORS(file=named, reason=Cause(mark("it holds no rows")))
    wrong = [row for row in rows if not row.passed]
    if arguments.json:
        console.json(
            {
                "passed": len(rows) - len(wrong),
                "failed": len(wrong),
                "rows": [
                    {"id": r.id, "family": r.family, "expected": r.expected, "got": r.got} for r in wrong
                ],
            }
        )
        return FAILED if wrong else DONE
    for row in wrong:
        console.write(f"{row.id} ({row.family})")
        console.say("  expected {expected}", expected=row.expected)
        console.say("  got      {got}", got=row.got)
    # Read by other programs too, so the same in every language.
    console.write(f"{len(rows) - len(wrong)} passed, {len(wrong)} failed")
    return FAILED if wrong else DONE


def _rows(file: Path, kind: str) -> list[QualificationRow]:
    if not file.is_file():
        raise NO_SUCH_FILE(file=str(file))
    try:
        return qualify_gauges(file) if kind == "gauges" else list(qualify_barcodes(file))
    except (UnreadableVectorsError, ValueError, KeyError, TypeError) as error:
        raise NOT_VECTORS(file=file.name, reason=str(error)) from error
    except OSError as error:
        raise CANNOT_READ(file=str(file), reason=cause_of(error)) from error
