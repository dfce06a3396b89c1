"""What drivers, ports and label standards are called: words people understand, in both languages, never a code."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from app.texts import LANGUAGES
from devices.barcodes.content import CodeContent
from devices.barcodes.registry import parse
from devices.registry import driver_classes, families
from tests.arch.catalogue_texts import entries
from ui.devices.code_view import KINDS, PROFILES
from ui.devices.readers import family_choices, family_title, port_title
from ui.i18n import Texts


@pytest.mark.parametrize("family", families())
def test_every_driver_has_a_name_in_korean(family: str) -> None:
    title = driver_classes()[family].title
    if family != "generic":
        assert ("driver", title) in {entry.key for entry in entries()}
    for code in LANGUAGES:
        assert family not in Texts(code).show(family_title(family))


def test_no_choice_is_a_bare_code() -> None:
    korean = Texts("ko")
    shown = [korean.show(words) for _family, words in family_choices()]
    assert len(set(shown)) == len(shown)
    assert not any("_" in name for name in shown)
    assert "미쓰토요 USB / VCP / MUX-10" in shown


def test_a_simulated_port_is_called_by_its_device_and_a_real_one_by_its_name() -> None:
    assert Texts("ko").show(port_title("simulated://mitutoyo_ascii-2")).endswith("MUX-10, 시뮬레이션 2번")
    assert Texts("en").show(port_title("simulated://scanner-1")) == "Barcode scanner, simulated no. 1"
    for name in ("COM5", "/dev/ttyUSB0", "simulated://", "simulated://sylvac", "wedge:DC1"):
        assert Texts("en").show(port_title(name)) == name


def test_every_label_standard_that_is_recognised_has_a_name() -> None:
    vectors = Path(__file__).resolve().parent.parent / "data" / "vectors" / "barcodes.csv"
    with vectors.open(encoding="utf-8", newline="") as file:
        answers = [parse(bytes.fromhex(row["payload_hex"])) for row in csv.DictReader(file)]
    codes = [answer for answer in answers if isinstance(answer, CodeContent)]
    assert {code.kind for code in codes} <= set(KINDS)
    recognised = {code.profile for code in codes if code.profile is not None}
    assert {"gtl", "vda4902"} <= recognised <= set(PROFILES)
