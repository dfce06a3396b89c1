"""Recognising a port again: by USB numbers, by place, and by name only where there is nothing better."""

from __future__ import annotations

from devices.transport.ports import PortIdentity, list_ports, name_now

FTDI = PortIdentity("COM5", 0x0403, 0x6001, "A6008isP", "1-1")
CHEAP = PortIdentity("COM6", 0x1A86, 0x7523, None, "1-2")


def test_serial_number_wins_over_name_and_place() -> None:
    moved = PortIdentity("COM9", 0x0403, 0x6001, "A6008isP", "3-4")
    other = PortIdentity("COM5", 0x0403, 0x6001, "ZZZ", "1-1")
    assert FTDI.is_same_device(moved)
    assert not FTDI.is_same_device(other)
    assert name_now(FTDI, [other, moved]) == "COM9"
    assert name_now(FTDI, [other]) is None


def test_without_serial_number_the_place_counts() -> None:
    same_place = PortIdentity("COM8", 0x1A86, 0x7523, None, "1-2")
    elsewhere = PortIdentity("COM6", 0x1A86, 0x7523, None, "1-3")
    assert name_now(CHEAP, [elsewhere, same_place]) == "COM8"
    assert name_now(CHEAP, [elsewhere]) is None


def test_old_name_is_kept_when_two_look_the_same() -> None:
    twin = PortIdentity("COM1", 0x1A86, 0x7523, None, "1-2")
    assert name_now(CHEAP, [twin, CHEAP]) == "COM6"


def test_of_twins_with_one_serial_number_the_one_at_the_old_place_is_meant() -> None:
    here = PortIdentity("COM7", 0x0403, 0x6001, "A6008isP", "1-1")
    twin = PortIdentity("COM5", 0x0403, 0x6001, "A6008isP", "1-4")
    # Windows numbered both anew, and the twin got the name.
    assert name_now(FTDI, [twin, here]) == "COM7"
    assert name_now(FTDI, [twin]) == "COM5"


def test_a_serial_number_that_every_chip_is_sold_with_tells_nothing() -> None:
    bought = PortIdentity("COM3", 0x10C4, 0xEA60, "0001", "1-1")
    assert name_now(bought, [PortIdentity("COM3", 0x10C4, 0xEA60, "0001", "1-2")]) is None
    assert name_now(bought, [PortIdentity("COM8", 0x10C4, 0xEA60, "0001", "1-1")]) == "COM8"


def test_builtin_ports_and_urls_go_by_name() -> None:
    assert name_now(PortIdentity("socket://127.0.0.1:5000"), []) == "socket://127.0.0.1:5000"
    assert not PortIdentity("COM1").is_same_device(PortIdentity("COM2"))


def test_listing_is_sorted_and_typed() -> None:
    found = list_ports()
    assert [each.name for each in found] == sorted(each.name for each in found)
    assert all(isinstance(each, PortIdentity) for each in found)
