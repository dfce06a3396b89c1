"""What the room of packs refuses, each with its next step. Holds no code."""

from __future__ import annotations

from app.errors import RefusalKind
from app.texts import mark

TOO_LARGE = RefusalKind(
    "packs.too_large",
    mark("The files of this pack have {size} bytes together; one pack holds {limit}."),
    mark("Take large files out of the evidence and hand them over separately, then make the pack again."),
)
NO_PACK = RefusalKind(
    "packs.none",
    mark("There is no pack {id} on record."),
    mark("Choose one of the packs of this assessment."),
)
NOT_THE_SAME = RefusalKind(
    "packs.not_the_same",
    mark("The kept file of pack {pack} has the manifest {found}, not {recorded} as recorded."),
    mark("Restore the factory's files from a backup; the issued pack itself is not affected."),
)
