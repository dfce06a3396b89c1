"""Builds the parts of the program and registers hooks; used alike by the command line, tests and window.

No behaviour of its own.
"""

from __future__ import annotations

from app.hooks import Hooks


def build_hooks() -> Hooks:
    """Return the hooks with every room's handlers registered."""
    return Hooks()
