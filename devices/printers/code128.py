"""Code 128 between its modules and a printer's words for them.

The symbol printed natively is the very one that zxing-cpp made for paper, so its width is known beforehand. The
table of widths is that of ISO/IEC 15417; nothing is encoded here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Final

_WIDTHS: Final = re.findall(
    r"\d{6}",
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 "
    "123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 "
    "232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 "
    "313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 "
    "111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 "
    "111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 "
    "114311 411113 411311 113141 114131 311141 411131 211412 211214 211232",
)
_VALUE_OF: Final = {widths: value for value, widths in enumerate(_WIDTHS)}
_STOP: Final = "2331112"
START_A, START_B, START_C, FNC1 = 103, 104, 105, 102
_CODE_A, _CODE_B, _CODE_C, _SHIFT = 101, 100, 99, 98
# What a printer's field data says for a value of subset B that is no plain sign there.
_IN_B: Final = {30: ">0", 62: "><", 94: ">=", 95: ">1", 96: ">2", 97: ">3", _SHIFT: ">4", _CODE_C: ">5"}


def values_of(row: Sequence[bool]) -> tuple[int, ...]:
    """Return the code values of a symbol, start first, without check value and stop.

    Args:
        row: Its modules from the left, dark ones True, without quiet zone.

    Raises:
        ValueError: no Code 128.
    """
    widths = "".join(str(len(list(run))) for _, run in groupby(row))
    body, stop = widths[: -len(_STOP)], widths[-len(_STOP) :]
    signs = [body[place : place + 6] for place in range(0, len(body), 6)]
    if stop != _STOP or any(sign not in _VALUE_OF for sign in signs) or len(signs) < 2:
        raise ValueError("no Code 128")
    *values, check = (_VALUE_OF[sign] for sign in signs)
    if (values[0] + sum(place * value for place, value in enumerate(values))) % 103 != check:
        raise ValueError("wrong check value")
    return tuple(values)


def prints_natively(values: Sequence[int]) -> bool:
    """Whether only the subsets B and C are used: for control characters of subset A firmwares differ."""
    subset = values[0]
    for value in values[1:]:
        if subset == START_A or value in (_CODE_A, _SHIFT):
            return False
        if value == _CODE_C and subset == START_B:
            subset = START_C
        elif value == _CODE_B and subset == START_C:
            subset = START_B
    return subset != START_A


def invocation(values: Sequence[int]) -> str:
    """Return the field data that makes a ZPL printer print exactly these values (mode N).

    Raises:
        ValueError: subset A is used.
    """
    if not prints_natively(values):
        raise ValueError("subset A")
    in_c = values[0] == START_C
    text = ">;" if in_c else ">:"
    for value in values[1:]:
        if value == FNC1:
            text += ">8"
        elif in_c and value == _CODE_B:
            text, in_c = text + ">6", False
        elif in_c:
            text += f"{value:02d}"
        else:
            text += _IN_B.get(value) or chr(value + 32)
            in_c = value == _CODE_C
    return text
