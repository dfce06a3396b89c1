"""A program of its own whose memory is measured: a pack with a very large attachment. Asserts nothing.

usage: large_child.py attach FACTORY ASSESSMENT USER FILE
       large_child.py pack FACTORY ASSESSMENT USER OUT.zip   (made, verified, given out again; prints what it took)
"""

from __future__ import annotations

import sys
from pathlib import Path

from app.certification.assessments import attach_evidence
from app.certification.queries import requirement_rows
from app.factory import Factory
from app.packs.assemble import issue_pack, reissue_pack
from app.packs.preview import preview_pack
from app.packs.verify import verify_pack
from app.snapshot import snapshot
from app.unit_of_work import Actor
from app.wiring import build_hooks
from models.vocab import Role


def memory(name: str) -> int:
    """Return a figure of the kernel about this process in bytes (VmRSS: now, VmHWM: the most so far)."""
    told = Path("/proc/self/status").read_text("ascii").split(f"{name}:")[1]
    return int(told.split()[0]) * 1024


def attach(factory: Factory, assessment: int, actor: Actor, file: Path) -> None:
    """Attach a file to requirement 5."""
    with factory.reading() as session:
        row = next(one for one in requirement_rows(session, assessment) if one.code == "5")
    factory.perform(attach_evidence, row.id, file.read_bytes(), file.name, actor=actor)


def pack(factory: Factory, assessment: int, actor: Actor, out: Path) -> None:
    """Do all that is done with a pack, and print after each act how far the most memory lies above the beginning."""
    before = memory("VmRSS")
    with snapshot(factory) as session:
        found = preview_pack(
            session, assessment, read_file=factory.read_file, read_pieces=factory.read_pieces
        )
    print("preview", memory("VmHWM") - before, found.pages)
    made = issue_pack(factory, assessment, out, actor=actor)
    print("issue", memory("VmHWM") - before, made.sha256)
    print("verify", memory("VmHWM") - before, verify_pack(out, factory, expected=made.manifest_hash).sound)
    again = reissue_pack(factory, made.pack_id, out.with_name("again.zip"))
    print("reissue", memory("VmHWM") - before, again.name)


def main(act: str, folder: Path, assessment: int, user: int, path: Path) -> None:
    """Open the factory and do one act."""
    factory = Factory.open(folder, build_hooks())
    acts = {"attach": attach, "pack": pack}
    acts[act](factory, assessment, Actor(user, "이품질", frozenset({Role.QUALITY})), path)
    factory.close()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), Path(sys.argv[5]))
