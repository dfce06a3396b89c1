"""The driver proposed from bytes: own frames, wrong parity, wrong speed, silence, other programs at the port."""

from __future__ import annotations

import os
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.driver import PortSettings
from devices.drivers.generic import GenericTemplate
from devices.listening import FINDINGS, Heard, candidates, propose, requests_for
from devices.registry import driver_classes, families
from devices.simulated_line import as_read
from devices.simulator import SimulatedGauge, SimulatedPort, SimulatedScanner, encode
from devices.transport.holders import modem_manager_probes, programs_holding
from devices.transport.line import open_line
from devices.transport.listener import listen
from devices.transport.ports import PortIdentity
from tests.devices.vectors import Vector, gauge_vectors

PLAIN = PortSettings()
VALID = [each for each in gauge_vectors() if each.kind == "valid" and each.family != "generic"]


def heard(data: bytes, settings: PortSettings = PLAIN) -> Heard:
    return Heard(settings, ((data, 0.0),))


@pytest.mark.parametrize("vector", VALID, ids=lambda vector: vector.id)
def test_own_family_is_proposed_first(vector: Vector) -> None:
    own = driver_classes()[vector.family].settings
    best = propose([heard(vector.frame * 3, own)]).best
    assert best is not None
    assert best.family == vector.family
    assert best.fit >= (90 if best.readings else 50)
    values = [each["value"] for each in vector.expected if each["status"] == "ok"]
    assert best.value == (values[-1] if values else None)


# Formats of eight bits cannot be sent with seven, and of a few bytes nobody can tell.
SEVEN = [each for each in VALID if max(each.frame) <= 0x7F and len(each.frame) >= 12]


@pytest.mark.parametrize("vector", SEVEN, ids=lambda vector: vector.id)
def test_seven_bits_with_parity_read_as_eight_are_recognised(vector: Vector) -> None:
    sent = PortSettings(9600, 7, "E", 1)
    received = as_read(vector.frame * 3, sent, PLAIN)
    assert received != vector.frame * 3
    hearing = propose([heard(received)])
    assert [(each.code, each.detail) for each in hearing.findings] == [("wrong_parity", "E")]
    families_found = [each.family for each in hearing.proposals]
    assert vector.family in families_found
    assert (hearing.proposals[0].settings.bits, hearing.proposals[0].settings.parity) == (7, "E")


@pytest.mark.parametrize(("sent", "read"), [(4800, 9600), (9600, 4800), (2400, 9600), (19200, 9600)])
def test_wrong_speed_is_said_and_nothing_is_proposed(sent: int, read: int) -> None:
    stream = encode("mitutoyo_ascii", "12.345") * 10
    received = as_read(stream, PortSettings(sent), PortSettings(read))
    hearing = propose([heard(received, PortSettings(read))])
    assert hearing.proposals == ()
    assert [each.code for each in hearing.findings] == ["wrong_speed"]


def test_the_simulated_line_carries_what_is_set_alike_on_both_ends() -> None:
    for line in (PLAIN, PortSettings(4800, 7, "E", 2), PortSettings(1200, 8, "O", 1)):
        data = bytes(range(0x80 if line.bits == 7 else 0x100))
        assert as_read(data, line, line) == data


def test_the_right_setting_among_wrong_ones_wins() -> None:
    sylvac = driver_classes()["sylvac"].settings
    stream = encode("sylvac", "-1.250") * 5
    tried = [heard(as_read(stream, sylvac, each), each) for each in (PLAIN, sylvac, PortSettings(19200))]
    hearing = propose(tried)
    assert hearing.best is not None
    assert (hearing.best.family, hearing.best.value) == ("sylvac", "-1.250")
    assert (hearing.best.settings.baud, hearing.best.settings.bits) == (4800, 7)
    assert {each.settings for each in hearing.findings} == {PLAIN, PortSettings(19200)}


def test_text_that_no_family_knows_asks_for_a_template() -> None:
    hearing = propose([heard(b"hello there\r\nready.\r\n")])
    assert (hearing.proposals, [each.code for each in hearing.findings]) == ((), ["unknown_format"])


def test_any_line_with_a_number_is_at_best_a_template() -> None:
    best = propose([heard(b"Messwert #12.34 mm gut\r\n" * 3)]).best
    assert best is not None
    assert (best.family, best.fit, best.value) == ("generic", 50, "12.34")


@pytest.mark.parametrize(
    ("data", "value", "template"),
    [
        (b"Wert: 12,345 mm;OK\r\n" * 3, "12.345", GenericTemplate(decimal_comma=True)),
        (b"\x02+0001.23\x03" * 3, "1.23", GenericTemplate(framing="stx_etx")),
        (b"#12.34", "12.34", GenericTemplate(framing="idle_gap")),
        (b"T7 = 12.34 of 20\r\n", "12.34", None),
    ],
)
def test_a_template_to_begin_with_is_found(data: bytes, value: str, template: GenericTemplate | None) -> None:
    best = propose([heard(data)]).best
    assert best is not None
    assert best.family == "generic"
    if template is not None:
        assert (best.value, best.template) == (value, template)


def test_a_scanner_is_told_by_its_codes() -> None:
    codes = b"]d206\r4006381333931\r[)>\x1e06\x1dPABC\x1dQ10\x1e\x04\r"
    best = propose([heard(codes)]).best
    assert best is not None
    assert best.family == "scanner"


@pytest.mark.parametrize(
    ("usb_maker", "moved", "codes"),
    [
        (None, (), ["silent"]),
        (0x1A86, (), ["silent", "digimatic_interface"]),
        (None, ("cts",), ["digimatic_interface", "silent"]),
    ],
)
def test_silence_is_explained(usb_maker: int | None, moved: tuple[str, ...], codes: list[str]) -> None:
    silent = [Heard(each, moved=frozenset(moved)) for each in candidates()]
    hearing = propose(silent, usb_maker=usb_maker)
    assert [each.code for each in hearing.findings] == codes
    assert hearing.findings[0].sure
    assert set(codes) <= set(FINDINGS)


def test_every_family_can_be_heard_at_a_candidate_and_asked() -> None:
    tried = {(each.baud, each.bits, each.parity) for each in candidates()}
    for family in families():
        settings = driver_classes()[family].settings
        assert (settings.baud, settings.bits, settings.parity) in tried
        request = driver_classes()[family].request
        assert request is None or request in requests_for(settings)


def test_garbage_of_any_size_is_weighed_in_bounded_time() -> None:
    noise = bytes((number * 37 + number // 256 * 11) % 256 for number in range(1 << 20))
    began = time.process_time()
    hearing = propose([heard(noise)])
    assert hearing.proposals == ()
    assert time.process_time() - began < 5


@settings(max_examples=60, deadline=None)
@given(st.lists(st.binary(max_size=120), max_size=4), st.sampled_from(candidates()))
def test_whatever_is_heard_gets_an_answer(pieces: list[bytes], at: PortSettings) -> None:
    hearing = propose([Heard(at, tuple((piece, place / 10) for place, piece in enumerate(pieces)))])
    assert all(0 <= each.fit <= 100 and each.family in (*families(), "scanner") for each in hearing.proposals)
    assert {each.code for each in hearing.findings} <= set(FINDINGS)
    # There is always something to say: a proposal, or why there is none.
    assert hearing.proposals or hearing.findings


def test_a_gauge_is_found_over_a_port() -> None:
    with SimulatedPort() as port:
        gauge = SimulatedGauge(port, "mitutoyo_ascii")
        pressing = threading.Timer(0.3, gauge.press, ["7.125"])
        pressing.start()
        pieces: list[bytes] = []
        hearing = listen(port.name, [PLAIN], seconds=1.0, on_bytes=lambda _, data: pieces.append(data))
        pressing.join()
    assert hearing.best is not None
    assert (hearing.best.family, hearing.best.value) == ("mitutoyo_ascii", "7.125")
    assert b"".join(pieces) == encode("mitutoyo_ascii", "7.125")


def test_a_gauge_that_only_answers_is_asked() -> None:
    with SimulatedPort() as port:
        gauge = SimulatedGauge(port, "starrett_cdi")
        answering = threading.Thread(target=gauge.answer, args=(b"R\r", "3.140", 5.0))
        answering.start()
        hearing = listen(port.name, [PLAIN], seconds=2.0)
        answering.join()
    assert hearing.best is not None
    assert (hearing.best.family, hearing.best.value) == ("starrett_cdi", "3.140")


def test_a_scanner_is_found_over_a_port() -> None:
    with SimulatedPort() as port:
        threading.Timer(0.2, lambda: SimulatedScanner(port).scan("]E04006381333931")).start()
        hearing = listen(port.name, [PLAIN], seconds=0.8, ask=False)
    assert hearing.best is not None
    assert hearing.best.family == "scanner"


def test_ports_that_cannot_be_opened_say_why(tmp_path: Path) -> None:
    assert [each.code for each in listen(str(tmp_path / "none"), [PLAIN]).findings] == ["missing"]
    gone = PortIdentity("COM9", vid=0x1234, pid=1, serial="nowhere")
    assert [each.code for each in listen(gone, [PLAIN]).findings] == ["missing"]
    with SimulatedPort("pty") as port:
        line = open_line(port.name, PLAIN, 0.1)
        try:
            assert [each.code for each in listen(port.name, [PLAIN]).findings] == ["held"]
        finally:
            line.close()


def test_stop_ends_the_listening_at_once() -> None:
    stop = threading.Event()
    stop.set()
    with SimulatedPort() as port:
        assert listen(port.name, stop=stop).proposals == ()


class Machine:
    """A made-up /proc and /run/udev."""

    def __init__(self, folder: Path) -> None:
        self.proc, self.udev, self.device = folder / "proc", folder / "udev", folder / "ttyUSB0"
        self.udev.mkdir(parents=True)
        self.device.touch()

    def program(self, number: int, name: str, *files: Path) -> None:
        folder = self.proc / str(number) / "fd"
        folder.mkdir(parents=True)
        (folder.parent / "comm").write_text(name + "\n", encoding="ascii")
        for place, file in enumerate(files):
            (folder / str(place)).symlink_to(file)


def test_holders_and_modem_manager_are_named(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.program(10, "minicom", machine.device)
    machine.program(11, "bash")
    assert programs_holding(str(machine.device), machine.proc) == ("minicom",)
    assert not modem_manager_probes(str(machine.device), machine.proc, machine.udev)
    machine.program(12, "ModemManager")
    assert modem_manager_probes(str(machine.device), machine.proc, machine.udev)
    number = machine.device.stat().st_rdev
    rule = machine.udev / f"c{os.major(number)}:{os.minor(number)}"
    rule.write_text("E:ID_VENDOR=x\nE:ID_MM_DEVICE_IGNORE=1\n", encoding="ascii")
    assert not modem_manager_probes(str(machine.device), machine.proc, machine.udev)


def test_built_in_ports_are_not_probed(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.program(12, "ModemManager")
    assert not modem_manager_probes("/dev/ttyS0", machine.proc, machine.udev)
    assert programs_holding("/dev/ttyS0", tmp_path / "no proc") == ()


def test_settings_of_a_proposal_open_the_port_as_heard() -> None:
    settings = replace(PLAIN, baud=19200)
    best = propose([heard(encode("mitutoyo_ascii", "1.000") * 2, settings)]).best
    assert best is not None
    assert best.settings == settings
