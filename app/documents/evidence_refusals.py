"""What building and issuing an evidence document refuses, each with its next step. Holds no code."""

from __future__ import annotations

from app.errors import RefusalKind
from app.texts import mark

UNCONFIRMED = RefusalKind(
    "documents.unconfirmed_balloons",
    mark("{count} {count:balloon|balloons} of {drawing} not confirmed: {numbers}."),
    mark("Look at each of them on the drawing, confirm or remove it, then export again."),
)
NO_RECORD = RefusalKind(
    "documents.no_record",
    mark("There is no record {id} of {what} to make this document from."),
    mark("Open the record in the program and export from there."),
)
NO_KIND = RefusalKind(
    "documents.no_kind",
    mark("There is no document {kind}; there are {known}."),
    mark("Choose one of these."),
)
NO_FORMAT = RefusalKind(
    "documents.no_format",
    mark("A document cannot be written as {format}; it can be written as {known}."),
    mark("Choose one of these."),
)
NO_LANGUAGE = RefusalKind(
    "documents.no_language",
    mark("There is no document language {language}; there are {known}."),
    mark("Choose one of these."),
)
