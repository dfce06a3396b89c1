"""A two-set (두벌식) composer: what a Korean keyboard makes of keys. The product only undoes it."""

from __future__ import annotations

from devices.barcodes.hangul import COMPOUNDS, FINALS, INITIALS, KEYS, SHIFTED_KEYS, VOWELS

_JAMO = {key.lower(): jamo for jamo, key in KEYS.items()} | {key: jamo for jamo, key in SHIFTED_KEYS.items()}
_JOINED = {parts: whole for whole, parts in COMPOUNDS.items()}


def compose(keys: str) -> str:
    """Return the Hangul that these keys give in Hangul mode; signs other than letters end a syllable."""
    done: list[str] = []
    held: list[str] = []  # jamo of the syllable under way: initial, vowel, final
    for key in keys:
        jamo = _JAMO.get(key) or _JAMO.get(key.lower())
        if jamo is None:
            done += [_syllable(held), key]
            held = []
        else:
            _add(done, held, jamo)
    return "".join([*done, _syllable(held)])


def _add(done: list[str], held: list[str], jamo: str) -> None:
    vowel = jamo in VOWELS
    if len(held) == 3 and vowel:
        _move_final(done, held, jamo)
    elif len(held) == 3 and held[2] + jamo in _JOINED:
        held[2] = _JOINED[held[2] + jamo]
    elif len(held) == 2 and vowel and held[1] + jamo in _JOINED:
        held[1] = _JOINED[held[1] + jamo]
    elif len(held) == (1 if vowel else 2) and held[0] and (vowel or jamo in FINALS):
        held.append(jamo)
    else:
        done.append(_syllable(held))
        held[:] = ["", jamo] if vowel else [jamo]


def _move_final(done: list[str], held: list[str], vowel: str) -> None:
    final = held.pop()
    moved = final
    if final in COMPOUNDS:
        held.append(COMPOUNDS[final][0])
        moved = COMPOUNDS[final][1]
    done.append(_syllable(held))
    held[:] = [moved, vowel]


def _syllable(held: list[str]) -> str:
    if len(held) < 2 or not held[0]:
        return "".join(held)
    final = FINALS.index(held[2]) if len(held) == 3 else 0
    return chr(0xAC00 + INITIALS.index(held[0]) * 588 + VOWELS.index(held[1]) * 28 + final)
