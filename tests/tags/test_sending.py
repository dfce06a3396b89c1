"""The way to a label printer: sockets and pseudo-terminals; printers that refuse, stall, break off or are absent."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import select

from app.documents.tag_printing import tag_print_rows
from app.documents.tag_sending import TagPrinter, printer_way, send_tag
from app.errors import PartproofError
from app.texts import Language
from devices.driver import PortSettings
from devices.printers import network, serial_line
from devices.printers.errors import REASONS, PrinterError
from models.audit import AuditEntry
from tests.tags.shop import Shop
from tests.tags.zpl_reader import read_labels


@pytest.fixture
def engine_name() -> str:
    """What a printer does, does not differ by engine."""
    return "sqlite"


@contextmanager
def _printer(serve: Callable[[socket.socket], None]) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as door:

        def run() -> None:
            line, _ = door.accept()
            with line:
                serve(line)

        thread = threading.Thread(target=run)
        thread.start()
        yield f"127.0.0.1:{door.getsockname()[1]}"
        thread.join(10)
        assert not thread.is_alive()


def _read_all(into: bytearray) -> Callable[[socket.socket], None]:
    def serve(line: socket.socket) -> None:
        while piece := line.recv(65_536):
            into.extend(piece)

    return serve


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


def test_a_tag_goes_to_the_network_printer_whole(shop: Shop) -> None:
    got = bytearray()
    with _printer(_read_all(got)) as address:
        printer = TagPrinter("라벨 1", f"tcp://{address}")
        printed = send_tag(
            shop.floor.factory, shop.order("identification"), printer, actor=shop.floor.quality, copies=3
        )
    (label,) = read_labels(bytes(got))
    assert label.copies == 3
    assert [code.content for code in label.codes] == ["PP:L:261124-02"]
    (row,) = shop.floor.factory.ask(tag_print_rows)
    assert (row.id, row.printer, row.copies) == (printed.print_id, "라벨 1", 3)


def test_a_printer_that_is_off_is_on_record_and_counts(shop: Shop) -> None:
    printer = TagPrinter("라벨 1", f"tcp://127.0.0.1:{_free_port()}")
    for _ in range(2):
        with pytest.raises(PartproofError) as refused:
            send_tag(shop.floor.factory, shop.order("lot"), printer, actor=shop.floor.quality)
        assert refused.value.code == "tag.printer_failed"
        assert "라벨 1이 식별표를 받지 않았습니다(연결을 거부함)" in Language("ko").explain(refused.value)
    assert [row.reprint for row in shop.floor.factory.ask(tag_print_rows)] == [1, 0]
    with shop.floor.factory.reading() as session:
        failed = session.scalars(select(AuditEntry).where(AuditEntry.action == "tag_print_failed")).all()
    assert len(failed) == 2
    assert failed[0].payload["facts"]["reason"] == "refused"


def test_a_tag_wider_than_the_printer_is_refused_before_it_counts(shop: Shop) -> None:
    printer = TagPrinter("작은 프린터", "tcp://127.0.0.1:1", width=56)
    with pytest.raises(PartproofError) as refused:
        send_tag(shop.floor.factory, shop.order("identification"), printer, actor=shop.floor.quality)
    assert refused.value.code == "tag.too_wide"
    assert shop.floor.factory.ask(tag_print_rows) == ()


@pytest.mark.parametrize(
    "address", ["", "tcp:", "lpt:1", "tcp://a b", "tcp://host:0", "tcp://host:99999", "serial:"]
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(PartproofError) as refused:
        printer_way(address)
    assert refused.value.code == "tag.printer_address"


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("192.168.0.30", ("192.168.0.30", 9100)),
        ("printer-1:6101", ("printer-1", 6101)),
        ("[fe80::1]:9100", ("fe80::1", 9100)),
    ],
)
def test_addresses(address: str, found: tuple[str, int]) -> None:
    assert network.endpoint(address) == found
    assert printer_way(f"tcp://{address}") == ("tcp", address)
    assert printer_way("serial:COM5") == ("serial", "COM5")


def test_a_printer_that_takes_no_bytes_is_given_up() -> None:
    done = threading.Event()

    def stall(_line: socket.socket) -> None:
        done.wait(10)

    with _printer(stall) as address:
        with pytest.raises(PrinterError) as failed:
            network.send(address, b"x" * 30_000_000, stall_seconds=0.3)
        done.set()
    assert failed.value.reason_code == "timeout"
    assert 0 < failed.value.sent < 30_000_000


def test_a_printer_that_breaks_off_is_noticed() -> None:
    def hang_up(line: socket.socket) -> None:
        line.recv(1000)
        # Zero linger: the other side gets a reset, as from a printer switched off.
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")

    with _printer(hang_up) as address, pytest.raises(PrinterError) as failed:
        network.send(address, b"x" * 30_000_000, stall_seconds=2)
    assert failed.value.reason_code == "gone"


def test_a_name_nobody_has_is_missing() -> None:
    with pytest.raises(PrinterError) as failed:
        network.send("no-such-printer.invalid", b"x", connect_seconds=3)
    assert failed.value.reason_code in ("missing", "timeout")


def test_a_printer_that_keeps_the_line_open_is_no_failure() -> None:
    got = bytearray()
    done = threading.Event()

    def serve(line: socket.socket) -> None:
        _read_all(got)(line)
        done.wait(10)

    with _printer(serve) as address:
        network.send(address, b"^XA^XZ", stall_seconds=0.3)
        done.set()
    assert got == b"^XA^XZ"


@pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals are of POSIX systems")
def test_a_tag_goes_over_a_serial_line_whole() -> None:
    import pty
    import tty

    ours, theirs = pty.openpty()
    tty.setraw(theirs)
    got = bytearray()
    data = b"^XA" + bytes(range(32, 127)) * 40 + b"^XZ"

    def read() -> None:
        while len(got) < len(data):
            got.extend(os.read(ours, 4096))

    thread = threading.Thread(target=read, daemon=True)
    thread.start()
    serial_line.send(os.ttyname(theirs), data, PortSettings(baud=115_200, xonxoff=False))
    thread.join(5)
    os.close(ours)
    os.close(theirs)
    assert bytes(got) == data


def test_a_serial_port_that_is_not_there_is_missing() -> None:
    with pytest.raises(PrinterError) as failed:
        serial_line.send("/dev/no-such-printer", b"x")
    assert failed.value.reason_code == "missing"


def test_every_reason_has_its_sentence() -> None:
    from app.documents.tag_sending import _REASONS

    assert set(_REASONS) == set(REASONS)
    with pytest.raises(ValueError, match="tired"):
        PrinterError("tired", "COM5")
