"""Fixtures of these screens' tests: the window's own rules, and a factory with the demo's design."""

from __future__ import annotations

from tests.ui.conftest import look, nothing_is_left, texts
from tests.ui_parts.stage import page, stage, template

__all__ = ["look", "nothing_is_left", "page", "stage", "template", "texts"]
