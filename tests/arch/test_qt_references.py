"""Guards the version bound of PySide6: a broken release loses references to True and None at each signal."""

from __future__ import annotations

import subprocess
import sys

from tests.guards import HANGING

EMISSIONS = 20_000

# In a process of its own: a release that is broken aborts it.
_PROBE = f"""
import sys
from PySide6.QtCore import QObject, Signal

class Source(QObject):
    told = Signal(bool)

received = 0

def slot(value):
    global received
    received += 1

source = Source()
source.told.connect(slot)
before = [sys.getrefcount(thing) for thing in (True, None, False)]
for _ in range({EMISSIONS}):
    source.told.emit(True)
    source.setObjectName("x")
after = [sys.getrefcount(thing) for thing in (True, None, False)]
print(received, *(new - old for new, old in zip(after, before)))
"""


def test_signals_and_void_calls_lose_no_reference() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _PROBE], capture_output=True, text=True, timeout=HANGING, check=False
    )
    assert done.returncode == 0, done.stderr
    received, *drifts = (int(word) for word in done.stdout.split())
    assert received == EMISSIONS
    # A handful comes and goes with imports; a leak or loss per call is in the thousands.
    assert all(abs(drift) < 100 for drift in drifts), drifts
