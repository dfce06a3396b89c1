"""Opens the window: the entry of the command line, and the only place that runs Qt's loop."""

from __future__ import annotations

import sys
from pathlib import Path

from app.desktop.application import FailureDoor, make_application, make_texts
from app.desktop.desktop import Desktop
from app.desktop.door import Door
from app.desktop.memory import MachineMemory
from app.machine import read_machine
from ui.input.capture import WedgeCapture
from ui.input.windows_filter import WindowsWedgeFilter


def run_window(
    factory_folder: Path | None,
    language: str | None = None,
    *,
    demo: bool = False,
    theme: str | None = None,
) -> int:
    """Show the window until it is closed.

    Args:
        factory_folder: The factory to open; None opens the last one, or asks.
        language: ``ko`` or ``en``; None takes this machine's.
        demo: Make a demo first and open it.
        theme: ``light``, ``dark``, ``contrast`` or ``system``; None takes the one last chosen.

    Returns:
        The exit code of the process.

    Raises:
        PartproofError: A bundled font is missing.
    """
    memory = MachineMemory()
    application = make_application(memory, theme)
    texts = make_texts(application, language)
    door = Door(texts, memory)
    desktop = Desktop(texts, memory, door)
    failures = FailureDoor()
    failures.show = desktop.failed
    failures.open()
    desktop.capture.start()
    native = native_filter(desktop.capture)
    if native is not None:
        application.installNativeEventFilter(native)
    try:
        door.window.show()
        door.start(factory_folder, demo=demo)
        return application.exec()
    finally:
        if native is not None:
            application.removeNativeEventFilter(native)
        desktop.capture.stop()
        failures.close()
        door.close()


def native_filter(capture: WedgeCapture) -> WindowsWedgeFilter | None:
    """Return the filter of Windows messages where this PC asked for it.

    It was written without a Windows PC and has not run on one, so it is off until somebody switches it on.
    """
    wanted = sys.platform == "win32" and read_machine().wedge_native
    return WindowsWedgeFilter(capture) if wanted else None
