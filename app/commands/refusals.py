"""Refusals of the command line itself. Sentences only."""

from __future__ import annotations

from app.errors import RefusalKind
from app.texts import mark

NO_PASSWORD = RefusalKind(
    "command.no_password",
    mark("A password is needed, and nobody is there to type it."),
    mark("Start the command on a terminal, or put the password into the variable {variable}."),
)
NO_USER = RefusalKind(
    "command.no_user",
    mark("It must be known who acts, and nobody is there to say so."),
    mark("Add --user LOGIN, or put the name into the variable {variable}."),
)
PASSWORDS_DIFFER = RefusalKind(
    "command.passwords_differ",
    mark("The two passwords are not the same."),
    mark("Start the command again and type the same password twice."),
)
NO_SUCH_FILE = RefusalKind(
    "command.no_such_file",
    mark("{file} is not there."),
    mark("Check the name and the folder."),
)
CANNOT_WRITE = RefusalKind(
    "command.cannot_write",
    mark("{file} cannot be written: {reason}."),
    mark("Choose another place, or give this user the right to write there."),
)
CANNOT_READ = RefusalKind(
    "command.cannot_read",
    mark("{file} cannot be read: {reason}."),
    mark("Check the file and that this user may read it."),
)
NOT_VECTORS = RefusalKind(
    "command.not_vectors",
    mark("{file} is not a table of reference frames: {reason}."),
    mark("Take a table with the columns that the manual lists for the self-check."),
)
DATABASE_IN_USE = RefusalKind(
    "command.database_in_use",
    mark("The database {database} holds a factory already."),
    mark("Name an empty database for the new factory."),
)
NO_REVISION = RefusalKind(
    "command.no_revision",
    mark("The document {number} has no revision yet."),
    mark("Start a revision of it first."),
)
PASSWORD_FILE = RefusalKind(
    "command.password_file",
    mark("The password cannot be read from the file {file} ({cause})."),
    mark("Write the password into its first line, and let only yourself read it."),
)
NO_WINDOW = RefusalKind(
    "command.no_window",
    mark("The window cannot be opened: {reason}."),
    mark(
        "Run the set-up once as a person who may install packages (sh run.sh); on Debian the line is:"
        " apt install {packages}. Every other command works without a window."
    ),
)
NO_DISPLAY = RefusalKind(
    "command.no_display",
    mark("There is no display to open a window on."),
    mark("Start it in a desktop session, or use the other commands: python -m app --help."),
)
