"""Pictures of the initial transfer's four steps, on a small shop drawn for them. Signs nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from app.demo.earlier_shop import make_earlier_shop
from app.desktop.settle import settle, wait_until
from ui.main_window import MainWindow
from ui.transfer.transfer_screen import TransferScreen

_DRAWINGS = 24


def take_transfer(window: MainWindow, take: Callable[[str], object]) -> None:
    """Go through the steps of a transfer and take each.

    Args:
        window: The window of the person signed in.
        take: Takes the window as it stands, under a name.
    """
    if not window.open_place("transfer"):
        return
    screen = window.shown_screen
    if not isinstance(screen, TransferScreen):
        return
    with tempfile.TemporaryDirectory(prefix="partproof-", ignore_cleanup_errors=True) as folder:
        shop = make_earlier_shop(Path(folder), "한빛정밀", drawings=_DRAWINGS)
        screen.source.register.set_value(str(shop.register))
        screen.source.folder.set_value(str(shop.drawings))
        for step in range(1, 4):
            wait_until(screen.next.isEnabled)
            screen.next.click()
            wait_until(partial(_is_at, screen, step))
            settle(window, window.tasks)
            if step == 1:
                rows = screen.match.table.rows_model.rows
                doubt = next((row.path for row in rows if not row.score), None)
                screen.match.table.choose(doubt)
            take(f"transfer-{('match', 'preview', 'sign')[step - 1]}")


def _is_at(screen: TransferScreen, step: int) -> bool:
    return screen.pages.currentIndex() == step
