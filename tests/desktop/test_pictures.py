"""The pictures of every screen and the window's figures: made from a real demo factory, none of them empty."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from app.commands.console import DONE, Console
from app.demo.run import run_demo
from app.desktop.application import make_texts
from app.desktop.bench_blocks import stop_figures
from app.desktop.bench_window import enter, window_figures
from app.desktop.desktop import Desktop
from app.desktop.door import Door
from app.desktop.memory import MachineMemory
from app.desktop.places import known_places
from app.desktop.screenshots import demo_copy, main, make_screenshots, own_machine
from app.desktop.settle import settle
from app.texts import Language
from tests.desktop.cut_words import cut, poor_lists
from ui.main_window import MainWindow
from ui.theme.theme import Theme

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo factory, made once."""
    return run_demo(tmp_path_factory.mktemp("demo") / "데모").factory


def tones(picture: QImage) -> int:
    """How many different colours a coarse grid of a picture's points has."""
    return len(
        {picture.pixel(x, y) for x in range(0, picture.width(), 7) for y in range(0, picture.height(), 7)}
    )


def test_every_place_is_pictured_at_its_size(
    qapp: QApplication, look: Theme, demo: Path, tmp_path: Path
) -> None:
    files = make_screenshots(
        tmp_path, languages=("ko",), themes=("dark",), sizes=((1280, 800),), factory=demo
    )
    names = {file.name.removesuffix("-ko-dark-1280x800.png") for file in files}
    wanted = {row.key for row in known_places() if not row.station}
    wanted |= {"first-start", "new-factory", "demo", "sign-in", "part-bom", "drawing", "inspection"}
    assert names >= wanted | {"station-waiting", "station-measuring", "station-verdict"}
    for file in files:
        picture = QImage(str(file))
        # A dialog has a size of its own, within the window.
        if "-dialog-" in file.name:
            assert picture.width() <= 1280, file.name
            assert picture.height() <= 800, file.name
        else:
            assert (picture.width(), picture.height()) == (1280, 800), file.name
        assert tones(picture) > 8, file.name


def test_the_command_draws_what_it_is_asked_for(
    qapp: QApplication, look: Theme, demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [
        str(tmp_path),
        "--lang",
        "en",
        "--theme",
        "contrast",
        "--size",
        "1280x800",
        "--factory",
        str(demo),
    ]
    assert main(words, Console(Language("en"))) == DONE
    files = sorted(tmp_path.glob("*.png"))
    assert files
    assert {file.name.rsplit("-", 3)[1:][0] for file in files} == {"en"}
    assert f"{len(files)} pictures" in capsys.readouterr().out


def test_the_figures_of_the_window_are_measured(qapp: QApplication, look: Theme, demo: Path) -> None:
    figures = {figure.name: figure.value for figure in window_figures(scans=30, factory=demo)}
    assert 0 < figures["scan_to_verdict_p50"] <= figures["scan_to_verdict_p99"] < 2_000
    assert 0 < figures["window_ready"] < 60_000
    assert figures["scan_to_record"] > 0


def test_every_stop_of_the_window_is_measured(qapp: QApplication, look: Theme, demo: Path) -> None:
    figures = {figure.name: figure for figure in stop_figures(demo)}
    assert set(figures) == {"stop_first", "stop_again"}
    assert all(figure.value > 0 and figure.count > 10 for figure in figures.values())


def shown(window: MainWindow) -> QWidget:
    """Return the screen in front."""
    assert window.shown_screen is not None
    return window.shown_screen


def at_rest(flaws: Callable[[], list[str]]) -> list[str]:
    """Return the flaws that are still there when nothing moves any more: a late layout takes some of them away."""
    until = time.monotonic() + 3
    found = flaws()
    while found and time.monotonic() < until:
        QApplication.processEvents()
        found = flaws()
    return found


def test_no_word_of_any_place_is_cut_and_no_list_is_poor_in_the_smallest_window(
    qapp: QApplication, look: Theme, demo: Path
) -> None:
    found: list[str] = []
    with own_machine() as folder:
        memory = MachineMemory()
        door = Door(make_texts(qapp, "ko"), memory)
        desktop = Desktop(door.texts, memory, door)
        try:
            window = enter(door, desktop, demo_copy(demo, folder))
            window.showNormal()
            window.resize(1280, 800)
            for code in ("ko", "en"):
                door.texts.switch(code)
                for row in known_places():
                    if not row.station:
                        window.open_place(row.key)
                        settle(window, window.tasks)
                        told = at_rest(lambda: [*cut(shown(window)), *poor_lists(shown(window))])
                        found += [f"{code} {row.key}: {word}" for word in told]
        finally:
            if desktop.window is not None:
                desktop.window.open_place("home")
                desktop.window.close()
            door.close()
    assert not found, "\n".join(found)
