"""What the system refuses at the border of the program, said as a refusal: no room, no right, no display.

Knows no command; anything it does not recognise is the program's own fault.
"""

from __future__ import annotations

import ctypes.util
import errno
import os
import sys
from typing import Final

from app.causes import NO_ROOM, cause_of
from app.commands.refusals import CANNOT_WRITE, NO_DISPLAY, NO_WINDOW
from app.errors import PartproofError
from app.refusals import DISK_FULL

_FORBIDDEN: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR})
# What Qt loads on a Debian system, and the package that brings it.
_LIBRARIES: Final = (
    ("GL", "libgl1"),
    ("EGL", "libegl1"),
    ("xkbcommon", "libxkbcommon0"),
    ("glib-2.0", "libglib2.0-0"),
    ("fontconfig", "libfontconfig1"),
    ("freetype", "libfreetype6"),
    ("dbus-1", "libdbus-1-3"),
)


def refusal_of(error: BaseException) -> PartproofError | None:
    """Return the refusal that explains an error of the system, or None when it is the program's fault."""
    if not isinstance(error, OSError):
        return None
    if error.errno in NO_ROOM:
        return DISK_FULL()
    if error.errno in _FORBIDDEN:
        return CANNOT_WRITE(file=str(error.filename or "?"), reason=cause_of(error))
    return None


def require_display() -> None:
    """Refuse to open a window where there is nothing to show it on.

    Raises:
        PartproofError: ``command.no_display``.
    """
    if not has_display():
        raise NO_DISPLAY()


def has_display() -> bool:
    """Tell whether a window can be shown: a desktop session, or a Qt platform that was named."""
    if sys.platform in ("win32", "darwin"):
        return True
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return any(os.environ.get(name) for name in names)


def missing_libraries(error: ImportError) -> PartproofError:
    """Return the refusal that names the packages Qt lacks on this machine.

    Raises:
        ImportError: the same again, when it is not Qt that cannot be loaded.
    """
    if "PySide6" not in str(error) and "shiboken" not in str(error) and ".so" not in str(error):
        raise error
    packages = " ".join(package for name, package in _LIBRARIES if ctypes.util.find_library(name) is None)
    return NO_WINDOW(reason=str(error).splitlines()[0], packages=packages or "libgl1 libegl1")
