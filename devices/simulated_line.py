"""What a serial line makes of bytes that are sent at one setting and read at another: bit by bit, as a UART does.

For tests and simulated gauges at a wrong speed or parity; a pseudo-terminal carries bytes and enforces no bits.
"""

from __future__ import annotations

from fractions import Fraction

from devices.driver import PortSettings


def as_read(data: bytes, sent: PortSettings, read: PortSettings) -> bytes:
    """The bytes a receiver at `read` gets of `data` sent without pauses at `sent`.

    The receiver waits for a falling edge, samples each bit in its middle and takes what it gets, as an
    operating system does that checks neither parity nor stop bit.
    """
    levels = [level for byte in data for level in _levels(byte, sent)]
    slower = Fraction(sent.baud, read.baud)
    received = bytearray()
    place = Fraction(0)
    width = read.bits + (read.parity != "N")
    while (start := _falling_edge(levels, place)) is not None:
        bits = [_level(levels, start + slower * (2 * number + 3) / 2) for number in range(width)]
        received.append(sum(bit << number for number, bit in enumerate(bits[: read.bits])))
        place = start + slower * (2 * width + 3) / 2
    return bytes(received)


def _levels(byte: int, settings: PortSettings) -> list[int]:
    """The line level of each bit time of one character: start bit, data from the lowest, parity, stop bits."""
    bits = [byte >> number & 1 for number in range(settings.bits)]
    ones = sum(bits) % 2
    parity = {"N": [], "E": [ones], "O": [1 - ones], "M": [1], "S": [0]}[settings.parity]
    return [0, *bits, *parity, *[1] * (2 if settings.stop > 1 else 1)]


def _level(levels: list[int], place: Fraction) -> int:
    return levels[int(place)] if place < len(levels) else 1


def _falling_edge(levels: list[int], place: Fraction) -> Fraction | None:
    """Where the line next goes from idle to low; a line that is low already counts at once."""
    if place < len(levels) and levels[int(place)] == 0:
        return place
    for number in range(int(place) + 1, len(levels)):
        if levels[number] == 0:
            return Fraction(number)
    return None
