"""Releases a change order and stops in the middle of it, to be killed there. Run by test_kill_release.py."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from app.changes.order_flow import release_change_order
from app.events import RevisionReleased
from app.factory import Factory
from app.unit_of_work import Actor, UnitOfWork
from app.wiring import build_hooks
from models.vocab import Role


def main(folder: str, order_id: int, user_id: int, stop_at: int) -> None:
    """Release; say so and wait after the given number of released items."""
    hooks = build_hooks()
    seen: list[int] = []

    def pause(_unit: UnitOfWork, happened: RevisionReleased) -> None:
        seen.append(happened.revision_id)
        if len(seen) == stop_at:
            print("middle", flush=True)
            time.sleep(60)

    hooks.on(RevisionReleased, pause)
    factory = Factory.open(Path(folder), hooks)
    factory.perform(
        release_change_order, order_id, actor=Actor(user_id, "engineer", frozenset([Role.ENGINEER]))
    )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
