"""What a transfer refuses. Sentences only."""

from __future__ import annotations

from typing import Final

from app.errors import RefusalKind
from app.texts import mark

FOLDER_MISSING: Final = RefusalKind(
    "transfer.folder_missing",
    mark("The folder {folder} is not there or cannot be read."),
    mark("Choose the folder again; connect the drive or the network if it lies there."),
)
TOO_MANY_FILES: Final = RefusalKind(
    "transfer.too_many_files",
    mark("The folder {folder} holds more than {limit} files."),
    mark("Choose the folder of the drawings themselves, or transfer its sub-folders one after the other."),
)
PATTERN: Final = RefusalKind(
    "transfer.pattern",
    mark("The pattern {pattern} cannot be used: {cause}"),
    mark("Write it like {example}; the words in braces are number, revision, name, date and *."),
)
NOTHING: Final = RefusalKind(
    "transfer.nothing",
    mark("Nothing of {register} can be transferred."),
    mark("Look at the list of what is left out and why, and correct columns or patterns."),
)
OPEN_ALREADY: Final = RefusalKind(
    "transfer.open_already",
    mark("{who} signed a transfer on {when} that is not finished."),
    mark("Continue it or give it up first."),
)
PLAN_CHANGED: Final = RefusalKind(
    "transfer.plan_changed",
    mark("The plan is not the one that was shown when it was signed."),
    mark("Look at the preview again and sign that one."),
)
NOT_RUNNING: Final = RefusalKind(
    "transfer.not_running",
    mark("There is no signed transfer to continue."),
    mark("Prepare and sign one first."),
)
FILE_CHANGED: Final = RefusalKind(
    "transfer.file_changed",
    mark("The file {file} is no longer what was signed."),
    mark("Put the signed file back and continue, or give the transfer up and prepare it anew."),
)
FILE_GONE: Final = RefusalKind(
    "transfer.file_gone",
    mark("The file {file} cannot be read any more ({cause})."),
    mark("Connect the drive or the network again and continue, or give the transfer up."),
)
NUMBER_TAKEN: Final = RefusalKind(
    "transfer.number_taken",
    mark("{number} was added to the factory after the transfer was signed."),
    mark("Give the transfer up and prepare it anew; its preview then says so."),
)
FILES_LEFT: Final = RefusalKind(
    "transfer.files_left",
    mark("{count} {count:file of the transfer is|files of the transfer are} not stored yet."),
    mark("Continue the transfer."),
)
