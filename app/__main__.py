"""The command line: ``python -m app COMMAND …``; one thin function per command, and the last border of the program.

Exit codes: 0 done, 1 a check failed, 2 usage, 3 refused, 4 broken (ours to fix), 130 stopped. Qt is imported only
where a window or a picture is needed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from app.commands.borders import missing_libraries, refusal_of, require_display
from app.commands.console import BROKEN, DONE, REFUSED, STOPPED, USAGE, Console, speak_utf8
from app.errors import PartproofError
from app.logging_setup import LOGGER, keep_breakdown, start_log
from app.machine import chosen_language
from app.texts import Language, mark

Words = Sequence[str]


def _window(words: Words, console: Console) -> int:
    parser = console.parser("", SUMMARIES[""])
    parser.add_argument("--factory", type=Path, help=parser.word(mark("folder of the factory to open")))
    return _open_window(parser.parse_args(words).factory, console)


def _open_window(folder: Path | None, console: Console) -> int:
    """Open the window on a factory, or on the choice of one, and return its exit code."""
    require_display()
    try:
        from app.desktop.window import run_window
    except ImportError as error:
        raise missing_libraries(error) from error
    return run_window(folder, _wished_language(sys.argv[1:]))


def _screenshots(words: Words, console: Console) -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    try:
        from app.desktop.screenshots import main
    except ImportError as error:
        raise missing_libraries(error) from error
    return main(words, console)


def _demo(words: Words, console: Console) -> int:
    from app.commands.demo import main

    return main(words, console, open_window=_open_window)


def _new(words: Words, console: Console) -> int:
    from app.commands.new_factory import main

    return main(words, console)


def _import(words: Words, console: Console) -> int:
    from app.commands.import_tables import main

    return main(words, console)


def _transfer(words: Words, console: Console) -> int:
    from app.commands.transfer import main

    return main(words, console)


def _export(words: Words, console: Console) -> int:
    from app.commands.export import main

    return main(words, console)


def _pack(words: Words, console: Console) -> int:
    from app.commands.pack import pack_main

    return pack_main(words, console)


def _tag(words: Words, console: Console) -> int:
    from app.commands.tag import main

    return main(words, console)


def _form(words: Words, console: Console) -> int:
    from app.commands.forms import main

    return main(words, console)


def _certificate(words: Words, console: Console) -> int:
    from app.commands.pack import certificate_main

    return certificate_main(words, console)


def _verify(words: Words, console: Console) -> int:
    from app.commands.verify import main

    return main(words, console)


def _backup(words: Words, console: Console) -> int:
    from app.commands.backups import back_up_main

    return back_up_main(words, console)


def _restore(words: Words, console: Console) -> int:
    from app.commands.backups import restore_main

    return restore_main(words, console)


def _migrate(words: Words, console: Console) -> int:
    from app.commands.migrate import main

    return main(words, console)


def _qualify(words: Words, console: Console) -> int:
    from app.commands.qualify import main

    return main(words, console)


def _bench(words: Words, console: Console) -> int:
    from app.commands.bench import main
    from app.commands.bench_figure import Piece, pieces_of

    def window_pieces() -> tuple[Piece, ...]:
        try:
            import app.desktop

            return pieces_of(app.desktop)
        except ImportError as error:
            console.refuse(missing_libraries(error))
            return ()

    return main(words, console, window_pieces=window_pieces)


def _doctor(words: Words, console: Console) -> int:
    from app.commands.doctor import main

    return main(words, console)


Command = Callable[[Words, Console], int]
COMMANDS: Final[dict[str, Command]] = {
    "": _window,
    "demo": _demo,
    "new": _new,
    "import": _import,
    "transfer": _transfer,
    "export": _export,
    "pack": _pack,
    "tag": _tag,
    "form": _form,
    "certificate": _certificate,
    "verify": _verify,
    "backup": _backup,
    "restore": _restore,
    "migrate": _migrate,
    "qualify": _qualify,
    "screenshots": _screenshots,
    "bench": _bench,
    "doctor": _doctor,
}
SUMMARIES: Final[dict[str, str]] = {
    "": mark("Open the window."),
    "demo": mark("Make a demo factory and show the main job on it, from drawing to verified pack."),
    "new": mark("Make a new factory."),
    "import": mark("Read a parts list or a plan of characteristics, with a preview."),
    "transfer": mark("Bring in what was approved before: parts, drawings, gauges."),
    "export": mark("Write one document as xlsx and PDF."),
    "pack": mark("Put an assessment's evidence into one pack that can be verified offline."),
    "tag": mark("Print a tag or label: PDF, ZPL, or a label printer."),
    "form": mark("Keep customers' own forms, fill them in, and list what was issued."),
    "certificate": mark("Make a certificate of your own for signing packs."),
    "verify": mark("Check a pack, or a factory's audit chain, rows and files."),
    "backup": mark("Put the whole factory into one file."),
    "restore": mark("Make a factory from a backup, after checking all of it."),
    "migrate": mark("Bring a factory's database to this version of the program."),
    "qualify": mark("Check the drivers against reference frames (installation qualification)."),
    "screenshots": mark("Draw every screen of the demo factory into PNG files."),
    "bench": mark("Measure this machine: durable readings, imports, BOM walks."),
    "doctor": mark("Look this machine and a factory over, and say what is wrong."),
}


def main(words: Words | None = None) -> int:
    """Run one command line and return its exit code.

    Args:
        words: What follows ``python -m app``; None takes the process's own.
    """
    words = list(sys.argv[1:] if words is None else words)
    speak_utf8()
    console = Console(Language(chosen_language(_wished_language(words))))
    start_log()
    try:
        return _run(words, console)
    except PartproofError as refusal:
        console.refuse(refusal)
        return REFUSED
    except KeyboardInterrupt:
        console.note(mark("Stopped. What was finished before is kept; nothing half-done is."))
        return STOPPED
    except BrokenPipeError:
        # Who read our output went away; Python would complain again when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return STOPPED
    except Exception as error:  # noqa: BLE001 - the last border: whatever it is, the user gets a sentence
        return _broken(error, console)


def _run(words: Words, console: Console) -> int:
    name = words[0] if words else ""
    if name in ("-h", "--help", "help"):
        _overview(console)
        return DONE
    if name in COMMANDS and name:
        LOGGER.info("command %s", name)
        return COMMANDS[name](words[1:], console)
    if not name or name.startswith("-"):
        return _window(words, console)
    console.note(mark("There is no command {name}. All commands: python -m app --help"), name=name)
    return USAGE


def _overview(console: Console) -> None:
    console.say("Partproof proves a part: drawings, BOMs, readings and audit packs of a small parts factory.")
    console.write()
    for name, summary in SUMMARIES.items():
        print(f"  python -m app {name:<12}{console.language.say(summary)}".rstrip())
    console.write()
    console.say(
        "What a command takes: python -m app COMMAND --help. Every command takes --lang ko or --lang en."
    )


def _broken(error: Exception, console: Console) -> int:
    """Explain what the system refused; for anything else keep a bundle and say so in one sentence."""
    refusal = refusal_of(error)
    if refusal is not None:
        console.refuse(refusal)
        return REFUSED
    kept = keep_breakdown(error)
    console.note(
        mark(
            "broken: This is a fault of the program ({number}). Everything saved before is safe. Details: {place}"
        ),
        number=kept.number,
        place=str(kept.bundle or "-"),
    )
    return BROKEN


def _wished_language(words: Words) -> str | None:
    """Find --lang before any command is known, so that its own messages are in that language too."""
    for word, following in zip(words, [*words[1:], ""], strict=False):
        if word == "--lang":
            return following
        if word.startswith("--lang="):
            return word.partition("=")[2]
    return None


def _served_child() -> int | None:
    """Be a reading child where a frozen program starts itself as one; from source they start by their module."""
    if not getattr(sys, "frozen", False):
        return None
    from app.drawings import import_process, page_process

    served = page_process.serve_if_asked(sys.argv)
    return import_process.serve_if_asked(sys.argv) if served is None else served


if __name__ == "__main__":
    child = _served_child()
    sys.exit(main() if child is None else child)
