"""``demo``: the main job on a demo factory, a summary of it, and the window on it where there is a display."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from app.commands.borders import has_display
from app.commands.console import DONE, FAILED, Console
from app.texts import mark

OpenWindow = Callable[[Path | None, Console], int]
_TITLES: Final[dict[str, str]] = {
    "factory": mark("Factory"),
    "pack": mark("Evidence pack"),
    "documents": mark("Documents"),
    "readings": mark("Readings"),
    "nonconformances": mark("Nonconformances"),
    "audit_head": mark("Audit head"),
    "verified": mark("Verified"),
}


def main(words: Sequence[str], console: Console, *, open_window: OpenWindow) -> int:
    """Run the demo as the command line says.

    Args:
        words: What follows ``demo``.
        console: Where it speaks.
        open_window: Opens the window on a folder; not called with ``--headless`` or ``--json``.
    """
    parser = console.parser(
        "demo", mark("Make a demo factory and show the main job on it, from drawing to verified pack.")
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help=parser.word(mark("where its factory and pack go; new or empty")),
    )
    parser.add_argument(
        "--headless", action="store_true", help=parser.word(mark("open no window at the end"))
    )
    parser.add_argument("--json", action="store_true", help=parser.word(mark("for machines")))
    arguments = parser.parse_args(words)
    from app.demo.run import run_demo

    out = (arguments.out or _next_folder()).absolute()
    result = run_demo(out, progress=_progress(console)).to_json()
    if arguments.json:
        console.json(result)
    else:
        _summary(result, console)
    if result.get("verified") is not True:
        return FAILED
    if arguments.headless or arguments.json or not has_display():
        return DONE
    return open_window(Path(str(result["factory"])), console)


def _progress(console: Console) -> Callable[[str], None]:
    """Say each stage in its own line; on stderr, since stdout may be for machines."""

    def show(stage: str) -> None:
        console.note(stage)

    return show


def _summary(result: Mapping[str, object], console: Console) -> None:
    console.write()
    for key, title in _TITLES.items():
        if key in result:
            value = result[key]
            shown = str(len(value)) if isinstance(value, list | dict) else str(value)
            if isinstance(value, bool):
                shown = console.language.say(mark("yes") if value else mark("NO"))
            console.write(f"{console.language.say(title)}: {shown}")
    seconds = result.get("seconds")
    if isinstance(seconds, dict):
        stages = ", ".join(f"{stage} {float(took):.1f} s" for stage, took in seconds.items())
        console.say("Seconds: {stages}", stages=stages)


def _next_folder() -> Path:
    """Return the first free ``partproof-demo`` folder where the caller stands; a demo never overwrites one."""
    here = Path.cwd()
    number = 1
    while True:
        folder = here / ("partproof-demo" if number == 1 else f"partproof-demo-{number}")
        if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
            return folder
        number += 1
