"""Builds the parts of the program and registers hooks; used alike by the command line, tests and window.

No behaviour of its own.
"""

from __future__ import annotations

from app.certification import effects as certification_effects
from app.changes import effects as changes_effects
from app.drawings import effects as drawings_effects
from app.hooks import Hooks
from app.nonconformance import effects as nonconformance_effects
from app.production import effects as production_effects


def build_hooks() -> Hooks:
    """Return the hooks with every room's handlers registered."""
    hooks = Hooks()
    drawings_effects.register(hooks)
    changes_effects.register(hooks)
    production_effects.register(hooks)
    nonconformance_effects.register(hooks)
    certification_effects.register(hooks)
    return hooks
