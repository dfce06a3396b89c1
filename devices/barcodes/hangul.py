"""The keys behind Hangul: what a keyboard scanner typed into a keyboard left in Hangul mode.

Knows the two-set (두벌식) layout only. Which texts may be repaired is decided by ``registry.parse``: those from keys.
Shift changes only Q W E R T O P in this layout, so the case of all other letters is lost: upper case is assumed.
"""

from __future__ import annotations

import unicodedata
from typing import Final

INITIALS: Final = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWELS: Final = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
FINALS: Final = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
COMPOUNDS: Final = {
    "ㅘ": "ㅗㅏ", "ㅙ": "ㅗㅐ", "ㅚ": "ㅗㅣ", "ㅝ": "ㅜㅓ", "ㅞ": "ㅜㅔ", "ㅟ": "ㅜㅣ", "ㅢ": "ㅡㅣ",
    "ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ", "ㄽ": "ㄹㅅ",
    "ㄾ": "ㄹㅌ", "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ",
}  # fmt: skip
# KS X 5002: the jamo on each key; the shifted ones stand in the second table.
KEYS: Final = dict(
    zip("ㅁㅠㅊㅇㄷㄹㅎㅗㅑㅓㅏㅣㅡㅜㅐㅔㅂㄱㄴㅅㅕㅍㅈㅌㅛㅋ", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", strict=True)
)
SHIFTED_KEYS: Final = dict(zip("ㅃㅉㄸㄲㅆㅒㅖ", "QWERTOP", strict=True))

_FIRST_SYLLABLE, _LAST_SYLLABLE = 0xAC00, 0xD7A3


def has_hangul(text: str) -> bool:
    """Whether a Hangul syllable or a single jamo stands in the text."""
    return any(_is_hangul(sign) for sign in unicodedata.normalize("NFC", text))


def keys_behind(text: str) -> str:
    """Return the keys that typed this text in Hangul mode, letters in upper case; other signs stay.

    Exact for codes of upper-case letters and digits. Of mixed case only the letters are right.
    """
    return "".join(_keys_of(sign) for sign in unicodedata.normalize("NFC", text))


def _is_hangul(sign: str) -> bool:
    return sign in KEYS or sign in SHIFTED_KEYS or sign in COMPOUNDS or _is_syllable(sign)


def _is_syllable(sign: str) -> bool:
    return _FIRST_SYLLABLE <= ord(sign) <= _LAST_SYLLABLE


def _keys_of(sign: str) -> str:
    if _is_syllable(sign):
        number = ord(sign) - _FIRST_SYLLABLE
        jamo = INITIALS[number // 588] + VOWELS[number // 28 % 21] + FINALS[number % 28].strip()
        return "".join(_keys_of(one) for one in jamo)
    if sign in COMPOUNDS:
        return "".join(_keys_of(one) for one in COMPOUNDS[sign])
    return KEYS.get(sign) or SHIFTED_KEYS.get(sign) or sign
