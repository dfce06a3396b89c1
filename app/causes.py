"""Why the system refused something, in the user's language: the words for an error number, and for our own findings.

Knows no file and decides nothing; what it has no words for it gives as the system said it.
"""

from __future__ import annotations

import errno
from dataclasses import dataclass, field
from typing import Final

from app.texts import Language, mark

NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})
_SHARING_VIOLATIONS: Final = frozenset({32, 33})  # Windows: another program holds the file
_HELD: Final = mark("another program has it open")
_FORBIDDEN: Final = mark("this user has no right to it")
_WORDS: Final[dict[int, str]] = {
    errno.ENOENT: mark("the file or folder is not there"),
    errno.EACCES: _FORBIDDEN,
    errno.EPERM: _FORBIDDEN,
    errno.EROFS: mark("the disk is read-only"),
    errno.ENOSPC: mark("the disk is full"),
    errno.EFBIG: mark("the disk cannot hold so large a file"),
    errno.ENOTDIR: mark("a part of the path is not a folder"),
    errno.EISDIR: mark("it is a folder, not a file"),
    errno.EEXIST: mark("there is one of that name already"),
    errno.EBUSY: _HELD,
    errno.ENAMETOOLONG: mark("the name is too long"),
    errno.EIO: mark("the disk or device reports a fault"),
    errno.ENXIO: mark("the device is not there"),
    errno.ENODEV: mark("the device is not there"),
    errno.EMFILE: mark("too many files are open"),
    errno.ENOMEM: mark("there is not enough memory"),
    errno.ETIMEDOUT: mark("it did not answer in time"),
}


@dataclass(frozen=True)
class Cause:
    """A reason as a value of a sentence; said in the sentence's language.

    Attributes:
        message: Marked source text, without a full stop.
        values: For its placeholders.
    """

    message: str
    values: dict[str, object] = field(default_factory=dict)

    def worded(self, language: Language) -> str:
        """Return the reason in a language."""
        return language.say(self.message, **self.values)

    def __str__(self) -> str:
        """Return it in English, for logs and records."""
        return self.worded(Language("en"))


def cause_of(error: OSError) -> Cause | str:
    """Return why the system refused: in words that can be said in any language, or as the system has it."""
    if getattr(error, "winerror", None) in _SHARING_VIOLATIONS:
        return Cause(_HELD)
    words = _WORDS.get(error.errno or 0)
    return Cause(words) if words else error.strerror or str(error) or type(error).__name__
