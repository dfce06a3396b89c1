"""What the capture costs each key in CPU time of the window's thread; the bench gives the figure."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from app.desktop.bench_wedge import wedge_figures

# The aim is 100 microseconds; a processor that others use at the same time works several times slower.
MOST_US = 600


def test_a_key_costs_microseconds(qapp: QApplication) -> None:
    assert qapp is not None
    figures = {figure.name: figure.value for figure in wedge_figures(200)}
    assert figures["wedge_typed"] < MOST_US
    assert figures["wedge_scanned"] < MOST_US
