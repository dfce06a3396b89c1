"""Fixtures of this room: a window on a real factory, offscreen. Asserts nothing."""

from __future__ import annotations

from tests.desktop.fixtures import (
    desktop,
    door_page,
    engine_name,
    home,
    look,
    machine,
    nothing_is_left,
    sign_in,
)

__all__ = ["desktop", "door_page", "engine_name", "home", "look", "machine", "nothing_is_left", "sign_in"]
