"""The stored words of transfers, beside models/vocab.py. No behaviour, no translations."""

from __future__ import annotations

from enum import StrEnum


class TransferKind(StrEnum):
    """What a transfer brings in."""

    PARTS = "parts"
    GAUGES = "gauges"


class TransferState(StrEnum):
    """State of a transfer; a signed one runs until it is done, or is given up with nothing brought in."""

    DRAFT = "draft"
    SIGNED = "signed"
    DONE = "done"
    CANCELED = "canceled"
