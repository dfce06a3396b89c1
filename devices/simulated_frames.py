"""How instruments of each family write a value: the documented frames, for simulation.

Independent of the drivers on purpose, so that neither hides the other's mistake. Reads nothing.
"""

from __future__ import annotations

from collections.abc import Callable

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


def _mitutoyo_ascii(sign: str, digits: str) -> str:
    return f"01A{sign}{_fitted(digits, 8)}\r"


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
}
"""How a family writes a value (sign, unsigned digits) as a frame, one character a byte."""


def encode(family: str, value: str) -> bytes:
    """The frame with which an instrument of this family sends a value.

    Args:
        family: a family in `ENCODERS`.
        value: exact decimal text; trailing zeros are sent as given.

    Raises:
        LookupError: no encoder for this family.
        ValueError: no decimal, or it does not fit the format.
    """
    try:
        encoder = ENCODERS[family]
    except KeyError:
        raise LookupError(f"no simulated instrument of the family {family!r}") from None
    return encoder(*_parts(value)).encode("latin-1")
