"""What writes files about an assessment, on a task: the evidence pack and the checklist as a document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.documents.issue import issue_document
from app.jobs import Progress
from app.packs.assemble import issue_pack
from app.packs.order import PackOrder
from app.packs.preview import PackPreview, preview_pack
from app.snapshot import snapshot
from ui.panels import Desk


@dataclass(frozen=True)
class AssessmentFiles:
    """What a screen may write about an assessment; without a function its buttons are not there.

    Attributes:
        pack: Makes the evidence pack: assessment id, path of the zip, recipient, progress.
        preview: Builds what a pack would hold, on a task; with it the dialog before a pack is there.
        ordered: Makes a pack as the dialog says: assessment id, path of the zip, order, progress.
        document: Writes the checklist into a folder: assessment id, ``xlsx`` or ``pdf``, folder; returns the paths.
    """

    pack: Callable[[int, Path, str, Progress], object] | None = None
    document: Callable[[int, str, Path], Sequence[Path]] | None = None
    preview: Callable[[int, PackOrder, Progress], PackPreview] | None = None
    ordered: Callable[[int, Path, PackOrder, Progress], object] | None = None


def files_of(desk: Desk) -> AssessmentFiles:
    """Return what a desk with an open factory can write, as the person signed in."""
    factory = desk.factory
    if factory is None:
        return AssessmentFiles()

    def pack(assessment_id: int, out: Path, recipient: str, progress: Progress) -> object:
        return issue_pack(
            factory, assessment_id, out, actor=desk.actor(), recipient=recipient, progress=progress
        )

    def document(assessment_id: int, kind: str, folder: Path) -> Sequence[Path]:
        return issue_document(
            factory, "checklist", assessment_id, folder, actor=desk.actor(), formats=(kind,)
        )

    def preview(assessment_id: int, order: PackOrder, progress: Progress) -> PackPreview:
        with snapshot(factory) as session:
            return preview_pack(
                session,
                assessment_id,
                languages=order.languages,
                recipient=order.recipient,
                terms=order.terms,
                read_file=factory.read_file,
                read_pieces=factory.read_pieces,
                progress=progress,
            )

    def ordered(assessment_id: int, out: Path, order: PackOrder, progress: Progress) -> object:
        return issue_pack(
            factory,
            assessment_id,
            out,
            actor=desk.actor(),
            recipient=order.recipient,
            languages=order.languages,
            terms=order.terms,
            signer=order.signer(factory.clock()),
            progress=progress,
        )

    return AssessmentFiles(pack, document, preview, ordered)
