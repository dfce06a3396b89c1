"""The small factory for the tests of packs. Asserts nothing."""

from __future__ import annotations

from tests.documents_built.conftest import built, template, unchanged

__all__ = ["built", "template", "unchanged"]
