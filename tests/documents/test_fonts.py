"""Fonts: every sign has one, an unknown one is refused, lines break where a reader expects it."""

from __future__ import annotations

import hashlib
import re

import pytest

from app.documents import fonts
from app.errors import PartproofError
from app.texts import Language
from tests.documents.sample import SIGNS


def test_bundled_fonts_are_the_recorded_files() -> None:
    sources = (fonts.FONT_DIR / "SOURCES.md").read_text(encoding="utf-8")
    recorded = dict(re.findall(r"\| (\S+\.ttf) \|.*\| ([0-9a-f]{64}) \|", sources))
    files = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in fonts.FONT_DIR.glob("*.ttf")
    }
    assert recorded == files
    assert all((fonts.FONT_DIR / name).exists() for name in re.findall(r"`(OFL-[A-Za-z0-9]+\.txt)`", sources))


@pytest.mark.parametrize("sign", sorted(set(SIGNS) - {" "}))
def test_every_sign_has_a_font(sign: str) -> None:
    assert fonts.missing_signs(sign) == set()
    for bold in (False, True):
        (run,) = fonts.runs(sign, bold)
        assert run.text == sign


def test_runs_join_to_the_text() -> None:
    text = "⌀12 ±0.05 ⌖⏥⌴↧Ⓜ 한글 ☑ end"
    runs = fonts.runs(text)
    assert "".join(run.text for run in runs) == text
    assert len({run.font for run in runs}) >= 3


def test_unknown_sign_is_refused_by_name() -> None:
    with pytest.raises(PartproofError) as caught:
        fonts.runs("합격 😀")
    assert caught.value.code == "documents.sign_missing"
    assert "U+1F600" in Language("ko").explain(caught.value)
    assert fonts.missing_signs("합격 😀⌀") == {"😀"}


def test_digits_have_one_width() -> None:
    for bold in (False, True):
        assert len({fonts.width(digit, 10, bold) for digit in "0123456789"}) == 1


@pytest.mark.parametrize("room", [20.0, 45.0, 60.0, 120.0])
def test_lines_fit_and_keep_every_sign(room: float) -> None:
    text = "관리계획서에 따라 측정한다(시료수 5개, ⌀26 H7). HB-2210-01/L261120-03 아주긴낱말이띄어쓰기없이이어진다"
    lines = fonts.wrap(text, room, 8)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(fonts.width(line, 8) <= room for line in lines)
    assert not any(line[0] in ").," for line in lines[1:] if line and len(line) > 1)


def test_korean_breaks_between_words_first() -> None:
    assert fonts.wrap("고객 지정 특별특성", 50, 10) == ["고객 지정", "특별특성"]
    assert fonts.wrap("HB-2210-01", 34, 10) == ["HB-", "2210-", "01"]


def test_line_breaks_are_kept() -> None:
    assert fonts.wrap("특별\n특성", 500, 10) == ["특별", "특성"]
