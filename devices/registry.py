"""Finds the drivers: every module in the folder of drivers, by the family it names.

Nothing is listed by hand; adding a file adds a family.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import uuid
from collections.abc import Callable
from functools import cache

from devices import drivers
from devices.driver import Driver


class UnknownFamilyError(LookupError):
    """No driver of this name is installed; carries the name that was asked for."""

    def __init__(self, family: str) -> None:
        super().__init__(f"no driver for the instrument family {family!r}")
        self.family = family


@cache
def driver_classes() -> dict[str, type[Driver]]:
    """All driver classes by family, sorted by family.

    Raises:
        TypeError: two modules claim one family, or a module does not define exactly one driver.
    """
    found: dict[str, type[Driver]] = {}
    for module_info in pkgutil.iter_modules(drivers.__path__):
        module = importlib.import_module(f"{drivers.__name__}.{module_info.name}")
        own = [
            each
            for _, each in inspect.getmembers(module, inspect.isclass)
            if issubclass(each, Driver) and each.__module__ == module.__name__
        ]
        if len(own) != 1:
            raise TypeError(f"{module.__name__} must define exactly one driver, not {len(own)}")
        if own[0].family in found:
            raise TypeError(f"two drivers claim the family {own[0].family}")
        found[own[0].family] = own[0]
    return dict(sorted(found.items()))


def families() -> tuple[str, ...]:
    """The names of all families, sorted."""
    return tuple(driver_classes())


def driver(family: str, new_id: Callable[[], uuid.UUID] = uuid.uuid4) -> Driver:
    """A fresh driver of a family.

    Raises:
        UnknownFamilyError: no such driver.
    """
    try:
        kind = driver_classes()[family]
    except KeyError:
        raise UnknownFamilyError(family) from None
    return kind(new_id)
