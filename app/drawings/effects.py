"""What happens to controlled copies when something is released above: registered in app/wiring.py."""

from __future__ import annotations

from app.drawings.distribution import recall_after_release
from app.events import RevisionReleased
from app.hooks import Hooks


def register(hooks: Hooks) -> None:
    """Let a new revision recall the copies of the one before it."""
    hooks.on(RevisionReleased, recall_after_release)
