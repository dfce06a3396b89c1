"""The set-up sheet's test symbol: each way it can arrive, and what that tells."""

from __future__ import annotations

import pytest

from devices.barcodes.pictures import png, read_codes
from devices.barcodes.scanner_check import FINDINGS, TEST_SYMBOL, findings
from tests.devices_barcodes.two_set import compose

LOST = TEST_SYMBOL.replace("\x1d", "").replace("\x1e", "")


@pytest.mark.parametrize(
    ("arrived", "expected"),
    [
        (f"]Q1{TEST_SYMBOL}", ()),
        (f"]Q1{TEST_SYMBOL}\r\n".encode(), ()),
        (TEST_SYMBOL, ("no_symbology_identifier",)),
        (f"]Q1{LOST}", ("separators_lost",)),
        (f"]q1{TEST_SYMBOL.swapcase()}", ("case_inverted",)),
        (f"]Q1{TEST_SYMBOL.replace('@', chr(34))}", ("layout_wrong",)),
        (compose(f"]Q1{TEST_SYMBOL}"), ("hangul_mode",)),
        (compose(LOST), ("hangul_mode", "separators_lost", "no_symbology_identifier")),
    ],
)
def test_what_the_arrival_tells(arrived: str | bytes, expected: tuple[str, ...]) -> None:
    assert findings(arrived) == expected
    assert set(expected) <= set(FINDINGS)


@pytest.mark.parametrize("other", ["PP:C:OK", "", "]", "12345678", b"\xff\xfe"])
def test_other_codes_are_not_the_test_symbol(other: str | bytes) -> None:
    assert findings(other) is None


def test_the_symbol_can_be_printed_and_read() -> None:
    (found,) = read_codes(png("qr", TEST_SYMBOL))
    assert findings(found.as_scanned) == ()
