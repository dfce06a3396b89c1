"""Pictures of a BOM with what is missing, for when it is asked, and of replacing a part in many BOMs."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtWidgets import QWidget

from app.bom.shortage import shortage
from app.desktop.settle import settle
from ui.bom.as_of_dialog import AsOfDialog
from ui.bom.bom_panel import BomPanel
from ui.bom.replace_dialog import ReplaceDialog
from ui.main_window import MainWindow
from ui.parts.parts_screen import PartsScreen

_PIECES = Decimal(100)


def take_parts(
    window: MainWindow, part_id: int, take: Callable[[str], object], widget: Callable[[str, QWidget], object]
) -> None:
    """Take a part's BOM with the shortage for a hundred pieces, and its two dialogs.

    Args:
        window: The window of the person signed in.
        part_id: An assembly.
        take: Takes the window as it stands, under a name.
        widget: Takes a dialog, under a name.
    """
    window.open_place("parts", part_id)
    screen = window.shown_screen
    if not isinstance(screen, PartsScreen):
        return
    settle(window, window.tasks)
    screen.workspace.tabs.show_tab("bom")
    settle(window, window.tasks)
    panel = next((found for found in window.findChildren(BomPanel) if found.isVisible()), None)
    if panel is None:
        return
    panel.foot.pieces.setText(f"{_PIECES}")
    panel.foot.count()
    settle(window, window.tasks)
    take("part-bom-missing")
    asking = AsOfDialog(window.desk, panel.at, window)
    asking.open()
    widget("part-as-of-dialog", asking)
    asking.reject()
    short = window.desk.ask(shortage, panel.revision_id, _PIECES).rows
    if short:
        replacing = ReplaceDialog(window.desk, short[0].part_id, short[0].number, window)
        replacing.open()
        settle(window, window.tasks)
        widget("part-replace-dialog", replacing)
        replacing.reject()
