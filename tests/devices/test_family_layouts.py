"""Documented layouts that no reference vector shows: other signs, units, marks and refusals of each family."""

from __future__ import annotations

import pytest

from devices.registry import driver
from tests.devices.vectors import moment, records


def value(text: str, unit: str | None = None, **facts: object) -> dict[str, object]:
    return {"status": "ok", "value": text, "unit": unit, **facts}


def trouble(code: str, meaning: str | None = None, **facts: object) -> dict[str, object]:
    return {"status": "error", "code": code, **({"meaning": meaning} if meaning else {}), **facts}


def reject(reason: str) -> dict[str, object]:
    return {"status": "reject", "reason": reason}


LAYOUTS: list[tuple[str, bytes, dict[str, object]]] = [
    ("mitutoyo_ascii", b"01A+00.12345\r", value("0.12345", channel="1")),
    ("mitutoyo_ascii", b"911\r", trouble("11")),
    ("mitutoyo_ascii", b"1ITN V1.0\r", {"status": "event", "kind": "ident", "text": "ITN V1.0"}),
    ("mitutoyo_ascii", b"1A+0000.123\r", reject("format")),
    ("mitutoyo_ascii", b"01A+0000.12501A+0000.126\r", reject("format")),
    ("digimatic_raw", b"FFFF801250030", value("-12.500", "mm")),
    ("digimatic_raw", b"FFF7000012330", reject("header")),
    ("digimatic_raw", b"FFFF000012390", reject("point")),
    ("digimatic_raw", b"FFFF000012332", reject("unit")),
    ("gagemux_csv", b"002,  0.0010, TIR, 02\r\n", value("0.0010", seq=2, mode="TIR", channel="2")),
    ("metro_mux", b"V4: inch +NG +00001.000000\r\n", value("1.000000", "in", judge="+NG", channel="4")),
    ("metro_mux", b"N01:E1\r\n", trouble("E1", "communication", channel="1")),
    ("mux2_4_mw", b"2 MW-00088.29  mm\r\n", value("-88.29", "mm", channel="2")),
    ("mux2_4_mw", b"MUX2 V1.10\r\n", {"status": "event", "kind": "ident", "text": "MUX2 V1.10"}),
    ("mig_usb", b"0002,REQUEST, ,02\r\n", {"status": "event", "kind": "trigger", "seq": 2, "channel": "2"}),
    ("mig_usb", b"0002,+1.2345,in,02\r\n", value("1.2345", "in", seq=2, channel="2")),
    ("mig_usb", b"0002,+1.2345,furlong,02\r\n", reject("unit")),
    ("sylvac", b"-000.005<\r", value("-0.005", judge="<")),
    ("sylvac", b"+\r", reject("format")),
    ("sylvac", b"ERR2\r", trouble("2", "parity")),
    ("sylvac", b"SY210B\r", {"status": "event", "kind": "ident", "text": "SY210B"}),
    ("mahr_millimar", b"M1, -012.345\r", value("-12.345", channel="1")),
    ("mahr_millimar", b"-012.345\xb5m\r\n", value("-12.345", "um")),
    ("mahr_millimar", b"M- 0.1234IU \n", value("-0.1234", "in", mode="M", judge="U")),
    ("mahr_millimar", b"1 +001.25 mm =;2 rubbish\r", reject("format")),
    ("mahr_millimar", b"1 +001.25 mm = <\r", value("1.25", "mm", channel="1", judge="=", warning="<")),
    ("starrett_cdi", b"NOT FOUND\r\n", trouble("NOT FOUND")),
    ("inspec_711", b"-0000.005\r", value("-0.005")),
    ("inspec_711", b"-00000005\r", reject("format")),
    ("mark10", b"-18.78\r\n", value("-18.78")),
    ("mark10", b"4.285 Nm\r\n", value("4.285", "N.m")),
    ("mark10", b" 12.34   LB\r\n", value("12.34", "lbf")),
    ("mark10", b"*22\r\n", trouble("*22", "value too large")),
    ("mark10", b"1.0 furlong\r\n", reject("unit")),
    ("mt_sics", b"S D    99.98 g\r\n", value("99.98", "g", stable=False)),
    ("mt_sics", b"S +\r\n", trouble("S +", "overload")),
    ("mt_sics", b'I4 A "0123456789"\r\n', {"status": "event", "kind": "ident", "text": "0123456789"}),
    ("sartorius_sbi", b"-     0.05 kg \r\n", value("-0.05", "kg", stable=True)),
    ("sartorius_sbi", b"+   123.56    \r\n", value("123.56", stable=False)),
    ("sartorius_sbi", b"Qnt   +      235 pcs\r\n", value("235", "pcs", stable=True, id="Qnt")),
    ("sartorius_sbi", b"23.56 g  \r\n", reject("length")),
    ("and_std", b"QT,+00012345 PC\r\n", value("12345", "pcs", stable=True)),
    ("and_std", b"OL,-99999999 PC\r\n", trouble("OL-", "underload")),
    ("ohaus", b"     12.345 kg ? NET\r\n", value("12.345", "kg", stable=False, legend="NET")),
    ("ohaus", b"92.21 g\r\n", reject("format")),
    ("radwag", b"SUI? -   58.237 kg \r\n", value("-58.237", "kg", stable=False)),
    ("radwag", b"SI ?       18.5 kg \r\n", value("18.5", "kg", stable=False)),
    ("radwag", b"S   ^     0.000 kg \r\n", trouble("^", "overload")),
    ("radwag", b"      1832.0 g  \r\n", value("1832.0", "g", stable=True)),
    ("radwag", b"S I\r\n", trouble("I", "not available now")),
    ("cas_22", b"US,NT,1\x84,-00001.2 kg\r\n", value("-1.2", "kg", stable=False, net=True, id="1")),
    ("cas_22", b"ST,GS,1\x0d,000013.5 kg\r\n", value("13.5", "kg", stable=True, net=False, id="1")),
    ("cas_22", b"ST,GS,1\xc4,000013.5 xx\r\n", reject("unit")),
    ("cas_10", b"-   13.5\r\n", value("-13.5")),
    ("cas_10", b"0013.5\r\n", reject("format")),
    ("and_18", b"US,NT,-  0.876kg\r\n", value("-0.876", "kg", stable=False, net=True)),
    ("tohnichi", b"RE,002,45.6,26/13/22,09:05:00\r\n", reject("time")),
    ("tohnichi", b"AT045,12.5\r\n", {"status": "event", "kind": "ack"}),
    ("torqtronics", b"\x07", trouble("BEL", "bad command")),
    ("torqtronics", b"CalOn\r\n", {"status": "event", "kind": "mode", "text": "CalOn"}),
    (
        "torqtronics",
        b"+14.2901,In.oz,PEAK,NA,004,00001234,,Test Station 1,.1,.1,05/31/2011,11:56:27\r\n",
        value("14.2901", "ozf.in", mode="PEAK", seq=4, tool="00001234", when="2011-05-31T11:56:27"),
    ),
    ("heidenhain_nd", b'+      5.23 "<B\r\n', value("5.23", "in", sort="<", series="B")),
    ("heidenhain_nd", b"+000000000\r\n", reject("axis")),
    ("heidenhain_nd", b"\x15", trouble("NAK", "refused")),
    ("keyence", b"M2,+1234.56,GO\r", value("1234.56", channel="2", judge="GO")),
    ("keyence", b"M1,XXXXXXXX\r", trouble("X", "no value")),
    ("keyence", b"M1,+01.3450,+01.3450\r", reject("format")),
    ("hardness_versitron", b"000013:    88.4HR30N Hi\r\n", value("88.4", "HR30N", seq=13, judge="Hi")),
]


@pytest.mark.parametrize(("family", "frame", "expected"), LAYOUTS, ids=lambda each: str(each)[:40])
def test_documented_layout(family: str, frame: bytes, expected: dict[str, object]) -> None:
    device = driver(family)
    assert records(device.feed(frame, moment(0))) == [expected]
    assert device.rest == b""


def test_one_output_out_of_range_is_named() -> None:
    (first, second) = records(driver("keyence").feed(b"M0,+01.3450,HI,-FFFFFFF,LL\r", moment(0)))
    assert first == value("1.3450", channel="1", judge="HI")
    assert second == trouble("-F", "under range", channel="2")


def test_second_axis_after_a_silence_is_nobodys() -> None:
    device = driver("heidenhain_nd")
    device.feed(b"\x02-000001473\r\n+0000", moment(0))
    device.tick(moment(10))
    assert records(device.feed(b"+000000000\r\n", moment(11))) == [reject("axis")]
