"""How instruments of each family write a value: the documented frames, for simulation.

Independent of the drivers on purpose, so that neither hides the other's mistake. Reads nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from devices.numbers import decimal_text


def _parts(value: str) -> tuple[str, str]:
    """Sign and unsigned text of a value in canonical form.

    Raises:
        ValueError: not a plain decimal.
    """
    plain = decimal_text(value)
    if plain is None:
        raise ValueError(f"not a decimal value: {value!r}")
    return ("-", plain[1:]) if plain.startswith("-") else ("+", plain)


def _fitted(text: str, width: int, filler: str = "0") -> str:
    if len(text) > width:
        raise ValueError(f"{text} does not fit into {width} characters")
    return text.rjust(width, filler)


def _mitutoyo_ascii(sign: str, digits: str, channel: int = 1) -> str:
    return f"0{channel}A{sign}{_fitted(digits, 8)}\r"


def _digimatic_raw(sign: str, digits: str) -> str:
    whole, _, decimals = digits.partition(".")
    if len(decimals) > 5:
        raise ValueError(f"{digits} has more than five decimals")
    return f"FFFF{'8' if sign == '-' else '0'}{_fitted(whole + decimals, 6)}{len(decimals)}0"


def _sylvac(sign: str, digits: str) -> str:
    return f"{sign}{digits.rjust(7, '0')}\r"


def _inspec_711(sign: str, digits: str) -> str:
    if "." not in digits:
        raise ValueError("this gauge always sends a point")
    return f"{sign}{_fitted(digits, 8)}\r"


def _mahr_millimar(sign: str, digits: str) -> str:
    if "." not in digits:
        raise ValueError("this gauge always sends a point")
    return f"{sign.replace('+', '')}{digits.rjust(7, '0')}mm\r\n"


def _starrett_cdi(sign: str, digits: str) -> str:
    return f"{sign} {digits}, MM\r"


def _mark10(sign: str, digits: str) -> str:
    return f"{sign.replace('+', '')}{digits} N\r\n"


def _mt_sics(sign: str, digits: str) -> str:
    return f"S S {_fitted(sign.replace('+', '') + digits, 10, ' ')} g\r\n"


def _sartorius_sbi(sign: str, digits: str) -> str:
    return f"{sign} {_fitted(digits, 8, ' ')} g  \r\n"


def _and_std(sign: str, digits: str) -> str:
    return f"ST,{sign}{_fitted(digits, 8)}  g\r\n"


def _cas_22(sign: str, digits: str) -> str:
    data = _fitted(digits, 8) if sign == "+" else sign + _fitted(digits, 7, " ")
    return f"ST,GS,1\xc4,{data} kg\r\n"


def _cas_10(sign: str, digits: str) -> str:
    return _fitted(digits, 8) + "\r\n" if sign == "+" else f"-{_fitted(digits, 7)}\r\n"


def _and_18(sign: str, digits: str) -> str:
    return f"ST,GS,{sign}{_fitted(digits, 7, ' ')}kg\r\n"


def _generic(sign: str, digits: str) -> str:
    return f"{sign}{digits}\r\n"


def _gagemux_csv(sign: str, digits: str, channel: int = 1) -> str:
    return f"001, {sign.replace('+', ' ')}{digits}, NRM, {channel:02}\r\n"


def _hardness_versitron(sign: str, digits: str) -> str:
    return f"000001:{_fitted(sign.replace('+', '') + digits, 8, ' ')}HRC   Ok\r\n"


def _heidenhain_nd(sign: str, digits: str) -> str:
    return f"{sign}{_fitted(digits, 10, ' ')}    \r\n"


def _keyence(sign: str, digits: str, channel: int = 1) -> str:
    return f"M{channel},{sign}{digits.rjust(7, '0')}\r"


def _metro_mux(sign: str, digits: str, channel: int = 1) -> str:
    whole, _, decimals = digits.partition(".")
    if len(decimals) > 6:
        raise ValueError(f"{digits} has more than six decimals")
    # This box always sends six decimals, whatever the gauge shows.
    return f"V{channel}: mm       {sign}{_fitted(whole, 5)}.{decimals.ljust(6, '0')}\r\n"


def _mig_usb(sign: str, digits: str, channel: int = 1) -> str:
    return f"0001,{sign}{digits},mm,{channel:02}\r\n"


def _mux2_4_mw(sign: str, digits: str, channel: int = 1) -> str:
    return f"{channel} MW{sign}{digits.rjust(8, '0')} mm\r\n"


def _ohaus(sign: str, digits: str) -> str:
    return f"{_fitted(sign.replace('+', '') + digits, 11, ' ')} g\r\n"


def _radwag(sign: str, digits: str) -> str:
    return f"S    {sign.replace('+', ' ')}{_fitted(digits, 9, ' ')} g  \r\n"


def _tohnichi(sign: str, digits: str) -> str:
    return f"RE,001,{sign}{digits},nm,+090,deg,OO,123456A,26/11/22,09:05:00\r\n"


def _torqtronics(sign: str, digits: str) -> str:
    return f"{sign}{digits},N.m,PEAK,NA,001,00001234,Station 1,.000001,.000001,11/22/2026,09:05:00\r\n"


ENCODERS: dict[str, Callable[[str, str], str]] = {
    "mitutoyo_ascii": _mitutoyo_ascii,
    "digimatic_raw": _digimatic_raw,
    "sylvac": _sylvac,
    "inspec_711": _inspec_711,
    "mahr_millimar": _mahr_millimar,
    "starrett_cdi": _starrett_cdi,
    "mark10": _mark10,
    "mt_sics": _mt_sics,
    "sartorius_sbi": _sartorius_sbi,
    "and_std": _and_std,
    "cas_22": _cas_22,
    "cas_10": _cas_10,
    "and_18": _and_18,
    "generic": _generic,
    "gagemux_csv": _gagemux_csv,
    "hardness_versitron": _hardness_versitron,
    "heidenhain_nd": _heidenhain_nd,
    "keyence": _keyence,
    "metro_mux": _metro_mux,
    "mig_usb": _mig_usb,
    "mux2_4_mw": _mux2_4_mw,
    "ohaus": _ohaus,
    "radwag": _radwag,
    "tohnichi": _tohnichi,
    "torqtronics": _torqtronics,
}
"""How a family writes a value (sign, unsigned digits) as a frame, one character a byte."""

_CHANNELLED: Final[dict[str, tuple[int, Callable[[str, str, int], str]]]] = {
    "mitutoyo_ascii": (9, _mitutoyo_ascii),
    "gagemux_csv": (99, _gagemux_csv),
    "keyence": (2, _keyence),
    "metro_mux": (8, _metro_mux),
    "mig_usb": (99, _mig_usb),
    "mux2_4_mw": (4, _mux2_4_mw),
}
NO_VALUE: Final = "-"
"""Stands for a channel that sends nothing."""


def channels(family: str) -> int:
    """How many channels the frames of a family can name; 1 for those that name none."""
    return _CHANNELLED[family][0] if family in _CHANNELLED else 1


def asked_values(family: str, request: bytes, heard: bytes, shown: str) -> list[str]:
    """What an instrument sends upon the bytes it heard, each as a text for `encode`.

    Boxes that are asked by the channel's digit answer with that channel alone.

    Args:
        family: a family in `ENCODERS`.
        request: the bytes that ask for all channels, or for the first.
        heard: what came.
        shown: the values on the displays, blanks between.
    """
    if family not in ("metro_mux", "mux2_4_mw"):
        return [shown] if request and request in heard else []
    found: list[str] = []
    values = shown.split()
    for byte in heard:
        place = byte - ord("1")
        if 0 <= place < len(values):
            found.append(" ".join([NO_VALUE] * place + [values[place]]))
        elif bytes([byte]) == request and not 0 <= place < 9:
            found.append(shown)
    return found


def encode(family: str, value: str) -> bytes:
    """The frame with which an instrument of this family sends a value.

    Args:
        family: a family in `ENCODERS`.
        value: exact decimal text; trailing zeros are sent as given. Several with blanks between are the channels
            of a family that names them, from the first on; `NO_VALUE` leaves one out.

    Raises:
        LookupError: no encoder for this family.
        ValueError: no decimal, or it does not fit the format; more values than channels.
    """
    try:
        encoder = ENCODERS[family]
    except KeyError:
        raise LookupError(f"no simulated instrument of the family {family!r}") from None
    values = value.split()
    if len(values) < 2:
        return encoder(*_parts(value)).encode("latin-1")
    most, of_channel = _CHANNELLED.get(family, (1, None))
    if of_channel is None or len(values) > most:
        raise ValueError(f"{family} has no {len(values)} channels")
    frames = [
        of_channel(*_parts(each), number) for number, each in enumerate(values, start=1) if each != NO_VALUE
    ]
    if not frames:
        raise ValueError("no channel has a value")
    return "".join(frames).encode("latin-1")
