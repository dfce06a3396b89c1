"""What a running transfer says it is doing. Sentences only."""

from __future__ import annotations

from typing import Final

from app.texts import mark

READING: Final = mark("Reading the files")
STORING: Final = mark("Storing the files")
WRITING: Final = mark("Making and releasing")
