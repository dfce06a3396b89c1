"""Key numbers to US signs, on both systems; the numbers are those of the kernel's and Microsoft's tables."""

from __future__ import annotations

import string

import pytest

from ui.input.scan_codes import CodeSet, code_set_of, sign_of


@pytest.mark.parametrize(
    ("set_1", "plain", "shifted"),
    [
        (0x1E, "a", "A"), (0x10, "q", "Q"), (0x2C, "z", "Z"), (0x32, "m", "M"), (0x02, "1", "!"), (0x03, "2", "@"),
        (0x07, "6", "^"), (0x0B, "0", ")"), (0x0C, "-", "_"), (0x1A, "[", "{"), (0x1B, "]", "}"), (0x27, ";", ":"),
        (0x28, "'", '"'), (0x29, "`", "~"), (0x2B, "\\", "|"), (0x34, ".", ">"), (0x35, "/", "?"), (0x39, " ", " "),
        (0x1C, "\r", "\r"), (0x0F, "\t", "\t"),
    ],
)  # fmt: skip
def test_keys(set_1: int, plain: str, shifted: str) -> None:
    for code_set in CodeSet:
        code = set_1 + code_set.value
        assert sign_of(code, code_set) == plain
        assert sign_of(code, code_set, shift=True) == shifted


def test_every_printable_ascii_sign_can_be_typed() -> None:
    typed = {sign_of(code, CodeSet.XKB, shift=shift) for code in range(8, 110) for shift in (False, True)}
    assert set(string.ascii_letters + string.digits + string.punctuation + " ") <= typed


@pytest.mark.parametrize(
    ("set_1", "control"),
    [
        (0x1B, "\x1d"),
        (0x07, "\x1e"),
        (0x20, "\x04"),
        (0x0C, "\x1f"),
        (0x2B, "\x1c"),
        (0x1A, "\x1b"),
        (0x30, "\x02"),
    ],
)
def test_control_characters(set_1: int, control: str) -> None:
    for shift in (False, True):
        assert sign_of(set_1, CodeSet.WINDOWS, control=True, shift=shift) == control
        assert sign_of(set_1 + 8, CodeSet.XKB, control=True, shift=shift) == control


def test_keys_without_sign() -> None:
    assert sign_of(0x3B, CodeSet.WINDOWS) is None  # F1
    assert sign_of(0x148, CodeSet.WINDOWS) is None  # arrow up
    assert sign_of(0x11C, CodeSet.WINDOWS) == "\r"  # Enter of the keypad
    assert sign_of(0x0F, CodeSet.WINDOWS, control=True) is None  # Ctrl+Tab


def test_platforms() -> None:
    assert code_set_of("windows") is CodeSet.WINDOWS
    assert code_set_of("xcb") is code_set_of("wayland-egl") is CodeSet.XKB
    assert code_set_of("offscreen") is None
