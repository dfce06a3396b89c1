"""The way to a label printer: sockets and pseudo-terminals; printers that refuse, stall, break off or are absent."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import select

from app.documents.tag_printing import tag_print_rows
from app.documents.tag_sending import TagPrinter, printer_way, send_tag
from app.errors import PartproofError
from app.texts import Language
from devices.driver import PortSettings
from devices.printers import network, serial_line, status
from devices.printers.errors import REASONS, PrinterError
from models.audit import AuditEntry
from tests.tags.shop import Shop
from tests.tags.zpl_reader import read_labels

_SEND = network.send


@pytest.fixture
def engine_name() -> str:
    """What a printer does, does not differ by engine."""
    return "sqlite"


@contextmanager
def _printer(*serve: Callable[[socket.socket], None]) -> Iterator[str]:
    """Listen as a printer does, one connection after the other."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.settimeout(10)

        def run() -> None:
            for answer in serve:
                line, _ = door.accept()
                with line:
                    answer(line)

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


def _hang_up(after: int) -> Callable[[socket.socket], None]:
    """Take so many bytes, then be switched off: zero linger resets the connection."""

    def serve(line: socket.socket) -> None:
        line.recv(after)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")

    return serve


def _says(**wrong: int) -> Callable[[socket.socket], None]:
    """Answer ~HS as a printer does; paper, paused, head, ribbon set their flag."""
    flag = {name: wrong.get(name, 0) for name in ("paper", "paused", "head", "ribbon")}
    lines = (
        f"030,{flag['paper']},{flag['paused']},0560,000,0,0,0,000,0,0,0",
        f"001,0,{flag['head']},{flag['ribbon']},1,2,6,0,00000000,1,000",
        "1234,0",
    )

    def serve(line: socket.socket) -> None:
        assert line.recv(100) == b"~HS\r\n"
        for text in lines:
            line.sendall(b"\x02" + text.encode() + b"\x03\r\n")

    return serve


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


def test_a_tag_goes_to_the_network_printer_whole(shop: Shop) -> None:
    got = bytearray()
    with _printer(_says(), _read_all(got)) as address:
        printer = TagPrinter("라벨 1", f"tcp://{address}")
        printed = send_tag(
            shop.floor.factory, shop.order("identification"), printer, actor=shop.floor.quality, copies=3
        )
    (label,) = read_labels(bytes(got))
    assert label.copies == 3
    assert [code.content for code in label.codes] == ["PP:L:261124-02"]
    (row,) = shop.floor.factory.ask(tag_print_rows)
    assert (row.id, row.printer, row.copies) == (printed.print_id, "라벨 1", 3)


def test_a_printer_that_is_off_takes_nothing_and_nothing_counts(shop: Shop) -> None:
    printer = TagPrinter("라벨 1", f"tcp://127.0.0.1:{_free_port()}")
    for _ in range(2):
        with pytest.raises(PartproofError) as refused:
            send_tag(shop.floor.factory, shop.order("lot"), printer, actor=shop.floor.quality)
        assert refused.value.code == "tag.printer_away"
        assert "라벨 1에 연결할 수 없습니다(연결을 거부함)" in Language("ko").explain(refused.value)
        assert "it refuses the connection" in Language("en").explain(refused.value)
    assert shop.floor.factory.ask(tag_print_rows) == ()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [("paper", "라벨 용지 없음"), ("ribbon", "리본 없음"), ("head", "헤드 열림"), ("paused", "일시정지")],
)
def test_a_printer_that_says_it_cannot_is_believed(shop: Shop, wrong: str, said: str) -> None:
    with _printer(_says(**{wrong: 1})) as address:
        refused = _refusal(shop, address)
    assert refused.code == "tag.printer_not_ready"
    assert said in Language("ko").explain(refused)
    assert shop.floor.factory.ask(tag_print_rows) == ()


def test_a_printer_that_breaks_off_in_the_middle_is_on_record_and_counts(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    # More than every buffer on the way holds, so that the break is felt while sending.
    monkeypatch.setattr("app.documents.tag_sending.tag_labels", lambda *_: [b"x" * 30_000_000])
    with _printer(_says(), _hang_up(500)) as address:
        refused = _refusal(shop, address)
    assert refused.code == "tag.printer_failed"
    assert "라벨 1이 식별표를 받지 않았습니다(연결이 끊어짐)" in Language("ko").explain(refused)
    (row,) = shop.floor.factory.ask(tag_print_rows)
    assert (row.reprint, row.printer) == (0, "라벨 1")
    assert _failures(shop) == ["gone"]


def test_a_print_can_be_stopped_between_two_labels(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    got = bytearray()
    asked: list[int] = []

    def stop() -> bool:
        asked.append(len(got))
        return len(asked) > 1

    monkeypatch.setattr("app.documents.tag_sending.tag_labels", lambda *_: [b"^XA1^XZ", b"^XA2^XZ"])
    with _printer(_says(), _read_all(got)) as address:
        refused = _refusal(shop, address, stop=stop)
    assert refused.code == "tag.print_stopped"
    assert got == b"^XA1^XZ"
    (row,) = shop.floor.factory.ask(tag_print_rows)
    assert row.reprint == 0
    assert _failures(shop) == ["stopped"]


def test_a_printer_that_runs_out_of_paper_says_so_while_it_stalls(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = threading.Event()

    def stall(_line: socket.socket) -> None:
        done.wait(10)

    def slow(place: str, labels: list[bytes], *, stop: Callable[[], bool]) -> None:
        try:
            _SEND(place, b"".join(labels) * 2000, stall_seconds=0.3, stop=stop)
        finally:
            done.set()

    monkeypatch.setattr(network, "send", slow)
    with _printer(_says(), stall, _says(paper=1)) as address:
        refused = _refusal(shop, address)
    assert refused.code == "tag.printer_failed"
    assert "라벨 용지 없음" in Language("ko").explain(refused)
    assert _failures(shop) == ["paper_out"]
    # The next print counts as the second one and asks for its reason.
    with _printer(_says()) as address:
        assert _refusal(shop, address).code == "tag.reprint_reason"


def _refusal(shop: Shop, address: str, **facts: Any) -> PartproofError:
    """Print a lot label and return why it was not."""
    printer = TagPrinter("라벨 1", f"tcp://{address}")
    with pytest.raises(PartproofError) as refused:
        send_tag(shop.floor.factory, shop.order("lot"), printer, actor=shop.floor.quality, **facts)
    return refused.value


def _failures(shop: Shop) -> list[str]:
    with shop.floor.factory.reading() as session:
        found = session.scalars(select(AuditEntry).where(AuditEntry.action == "tag_print_failed")).all()
    return [entry.payload["facts"]["reason"] for entry in found]


@pytest.mark.parametrize(
    "answer",
    [b"", b"\x02030,0,0\x03\r\n" * 3, b"nonsense" * 400, b"\x02,,,,,,,,,,,\x03" * 3, b"\x02030,0,0,1"],
)
def test_an_answer_that_is_none_says_nothing(answer: bytes) -> None:
    assert status.read_status(answer) is None


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
    with _printer(_hang_up(1000)) as address, pytest.raises(PrinterError) as failed:
        network.send(address, b"x" * 30_000_000, stall_seconds=2)
    assert failed.value.reason_code == "gone"


def test_a_printer_that_takes_nothing_can_be_given_up_by_hand() -> None:
    done = threading.Event()
    asked: list[float] = []

    def stall(_line: socket.socket) -> None:
        done.wait(10)

    def stop() -> bool:
        asked.append(time.monotonic())
        return len(asked) > 2

    with _printer(stall) as address:
        with pytest.raises(PrinterError) as failed:
            network.send(address, b"x" * 30_000_000, stall_seconds=30, stop=stop)
        done.set()
    assert failed.value.reason_code == "stopped"
    assert 0 < failed.value.sent < 30_000_000
    assert asked[-1] - asked[0] < 5


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


@contextmanager
def _serial_printer(serve: Callable[[int], None]) -> Iterator[str]:
    """A pseudo-terminal with a printer at its far end."""
    import pty
    import tty

    ours, theirs = pty.openpty()
    tty.setraw(theirs)
    thread = threading.Thread(target=serve, args=(ours,))
    thread.start()
    yield os.ttyname(theirs)
    thread.join(10)
    for end in (ours, theirs):
        with contextlib.suppress(OSError):
            os.close(end)
    assert not thread.is_alive()


@pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals are of POSIX systems")
@pytest.mark.parametrize("paper", [0, 1])
def test_a_serial_printer_is_asked_how_it_stands(shop: Shop, paper: int) -> None:
    got = bytearray()
    answer = f"\x02030,{paper},0,0560,000,0,0,0,000,0,0,0\x03\r\n\x02001,0,0,0,1,2,6,0,00000000,1,000\x03\r\n"

    def serve(end: int) -> None:
        assert os.read(end, 100) == b"~HS\r\n"
        os.write(end, answer.encode() + b"\x021234,0\x03\r\n")
        while not paper and not got.endswith(b"^XZ\n"):
            got.extend(os.read(end, 4096))

    with _serial_printer(serve) as port:
        printer = TagPrinter("라벨 2", f"serial:{port}", baud=115_200)
        if paper:
            with pytest.raises(PartproofError) as refused:
                send_tag(shop.floor.factory, shop.order("part"), printer, actor=shop.floor.quality)
            assert refused.value.code == "tag.printer_not_ready"
            return
        send_tag(shop.floor.factory, shop.order("part"), printer, actor=shop.floor.quality)
    (label,) = read_labels(bytes(got))
    assert [code.content for code in label.codes] == ["PP:P:HB-2210-01"]


@pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals are of POSIX systems")
def test_a_cable_pulled_in_the_middle_is_noticed() -> None:
    def serve(end: int) -> None:
        os.read(end, 256)
        os.close(end)

    with _serial_printer(serve) as port, pytest.raises(PrinterError) as failed:
        serial_line.send(port, b"x" * 20_000, PortSettings(baud=115_200, xonxoff=False))
    assert failed.value.reason_code in ("gone", "timeout")
    assert failed.value.sent < 20_000


def test_a_serial_port_that_is_not_there_is_missing() -> None:
    with pytest.raises(PrinterError) as failed:
        serial_line.send("/dev/no-such-printer", b"x")
    assert failed.value.reason_code == "missing"


def test_every_reason_has_its_sentence() -> None:
    from app.documents.tag_sending import _REASONS

    assert set(_REASONS) == set(REASONS)
    with pytest.raises(ValueError, match="tired"):
        PrinterError("tired", "COM5")
