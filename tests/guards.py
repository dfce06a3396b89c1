"""How long a test waits before it calls something hung. Says nothing of how fast anything is, and asserts nothing.

Both are far above what is needed on a busy machine and below the 300 seconds after which pytest ends a test, so
that the test itself says what it was waiting for.
"""

from __future__ import annotations

from typing import Final

HANGING: Final = 280  # seconds for a process of its own
ANSWER: Final = 60  # seconds for another thread's answer
ANSWER_MS: Final = ANSWER * 1000
