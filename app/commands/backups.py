"""``backup`` and ``restore``: a factory into one file, and a factory from it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.backup import back_up
from app.commands.acting import named_file, opened, take_factory
from app.commands.console import DONE, Console
from app.restore import SharedDatabase, restore
from app.texts import mark


def back_up_main(words: Sequence[str], console: Console) -> int:
    """Back a factory up as the command line says."""
    parser = console.parser("backup", mark("Put the whole factory into one file."))
    take_factory(parser)
    parser.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help=parser.word(mark("the file to make"))
    )
    parser.add_argument("--json", action="store_true", help=parser.word(mark("for machines")))
    arguments = parser.parse_args(words)
    with opened(arguments.factory) as factory:
        facts = back_up(factory, arguments.out, progress=console.progress(mark("Files")))
    if arguments.json:
        console.json(
            {"file": str(arguments.out.absolute()), "files": len(facts.files), "head": str(facts.head)}
        )
        return DONE
    console.say(
        "The backup {file} is complete and was read back: {count} {count:file|files}.",
        file=str(arguments.out.absolute()),
        count=len(facts.files),
    )
    console.say("Audit head: {head}", head=str(facts.head))
    return DONE


def restore_main(words: Sequence[str], console: Console) -> int:
    """Restore a factory as the command line says."""
    parser = console.parser("restore", mark("Make a factory from a backup, after checking all of it."))
    parser.add_argument("file", type=named_file, metavar="FILE")
    parser.add_argument(
        "--to",
        type=Path,
        required=True,
        metavar="DIR",
        help=parser.word(mark("folder of the restored factory")),
    )
    parser.add_argument(
        "--replace",
        action="store_true",
        help=parser.word(mark("put it where a factory is now; that one is kept beside it")),
    )
    parser.add_argument(
        "--database", metavar="URL", help=parser.word(mark("an empty PostgreSQL database for several PCs"))
    )
    parser.add_argument(
        "--owner", metavar="ROLE", help=parser.word(mark("PostgreSQL role that owns the tables, if another"))
    )
    parser.add_argument("--json", action="store_true", help=parser.word(mark("for machines")))
    arguments = parser.parse_args(words)
    done = restore(
        arguments.file,
        arguments.to,
        replace=arguments.replace,
        database=None
        if arguments.database is None
        else SharedDatabase.of(arguments.database, arguments.owner),
        progress=console.progress(mark("Files")),
    )
    if arguments.json:
        console.json(
            {
                "factory": str(done.folder),
                "aside": None if done.aside is None else str(done.aside),
                "files": done.files,
                "head": str(done.head),
            }
        )
        return DONE
    console.say(
        "The factory is restored in {folder}; chain, rows and files are sound.", folder=str(done.folder)
    )
    if done.aside is not None:
        console.say("What was there before lies in {folder}.", folder=str(done.aside))
    console.say("Audit head: {head}", head=str(done.head))
    return DONE
