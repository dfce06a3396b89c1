"""The token table: contrast of text, controls and verdicts in every theme; no colour outside the table."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ui.theme.tokens import ROOMS, THEMES, TONES, contrast, load_tokens, luminance

REPOSITORY = Path(__file__).resolve().parents[2]

_GROUNDS = ("window", "card", "bar", "head", "field", "hover", "accent_soft")
_TEXTS = [(text, ground) for text in ("text", "muted") for ground in _GROUNDS]
_TEXTS += [("disabled", ground) for ground in (*_GROUNDS[:-1], "track")]
_TEXTS += [("accent", ground) for ground in ("card", "window", "accent_soft")]
_TEXTS += [("on_accent", "accent"), ("on_accent", "accent_hover"), ("text", "pressed")]
_TEXTS += [(f"{tone}_text", f"{tone}_soft") for tone in TONES]
_TEXTS += [("text", f"{tone}_soft") for tone in TONES]
_TEXTS += [("ng_text", "card"), ("warn_text", "card"), ("ok_text", "card")]
_TEXTS += [(f"on_verdict_{verdict}", f"verdict_{verdict}") for verdict in ("ok", "ng", "warn")]
_TEXTS += [("on_station_bar", "station_bar"), ("station_bar_muted", "station_bar"), ("paper_ink", "paper")]
_CONTROLS = [
    (mark, ground) for mark in ("control", "focus", "accent") for ground in ("card", "window", "field")
]
_CONTROLS += [(f"{tone}_mark", "card") for tone in TONES]
_CONTROLS += [("chart", "card"), ("text", "zone"), ("ng_mark", "track")]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "ground"), _TEXTS)
def test_text_can_be_read(theme: str, text: str, ground: str) -> None:
    colors = load_tokens(theme, "office").colors
    assert contrast(colors[text], colors[ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("mark", "ground"), _CONTROLS)
def test_controls_can_be_seen(theme: str, mark: str, ground: str) -> None:
    colors = load_tokens(theme, "office").colors
    assert contrast(colors[mark], colors[ground]) >= 3.0


@pytest.mark.parametrize("theme", THEMES)
def test_ok_and_ng_differ_in_lightness_not_only_in_hue(theme: str) -> None:
    colors = load_tokens(theme, "station").colors
    assert contrast(colors["verdict_ok"], colors["verdict_ng"]) >= 3.0


def test_contrast_agrees_with_the_published_extremes() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert luminance("#FFFFFF") == pytest.approx(1.0)
    assert contrast("#1F2328", "#F4F5F6") == pytest.approx(14.5, abs=0.1)


def test_every_theme_has_the_same_tokens() -> None:
    names = [set(load_tokens(theme, "office").colors) for theme in THEMES]
    assert names[0] == names[1] == names[2]
    sizes = [set(load_tokens("light", room).sizes) for room in ROOMS]
    assert sizes[0] == sizes[1]


def test_the_sizes_keep_the_rules_of_reading_and_reaching() -> None:
    office, station = load_tokens("light", "office").sizes, load_tokens("light", "station").sizes
    assert min(value for name, value in office.items() if name.endswith("_pt")) >= 10
    assert min(value for name, value in station.items() if name.endswith("_pt")) >= 18
    assert station["value_pt"] >= 48
    assert station["verdict_pt"] >= 96
    assert office["target_mm"] >= 9
    assert station["target_mm"] >= 20
    assert station["gap_mm"] >= 3


def test_no_colour_is_written_outside_the_token_file() -> None:
    pattern = re.compile(r"#[0-9A-Fa-f]{6}\b|#[0-9A-Fa-f]{3}\b|QColor\(\d|rgba?\(")
    files = [*(REPOSITORY / "ui").rglob("*.py"), REPOSITORY / "resources/tokens/sheet.qss"]
    # The docstrings that name the form of a colour are the only places.
    found = [
        f"{file.relative_to(REPOSITORY)}: {line.strip()}"
        for file in files
        for line in file.read_text(encoding="utf-8").splitlines()
        if pattern.search(line) and "#RRGGBB" not in line
    ]
    assert not found
