"""Texts on the screen: words that know no language yet, and the object that keeps them current in widgets.

A ``str`` is data and shown as it is; ``Words`` are translated and follow the language. Holds no global language.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from app.errors import PartproofError
from app.texts import Language


@dataclass(frozen=True)
class Words:
    """A source text with its values, translated where it is shown.

    Attributes:
        message: English source text.
        context: What the word is said of, or empty.
        values: Facts for the named placeholders; a value may itself be ``Words``.
    """

    message: str
    context: str = ""
    values: tuple[tuple[str, object], ...] = ()


Shown = str | Words


def say(message: str, /, **values: object) -> Words:
    """Return a sentence to be translated where it is shown, e.g. ``say("{n} {n:row|rows}", n=3)``."""
    return Words(message, "", tuple(values.items()))


def term(context: str, message: str, /, **values: object) -> Words:
    """Return a word whose translation depends on the thing, e.g. ``term("drawing state", "Released")``."""
    return Words(message, context, tuple(values.items()))


class Texts(QObject):
    """The language of one window; switching it re-runs every text that was bound.

    Signals:
        language_changed: The new code (``ko`` or ``en``), after all bound texts were set.
    """

    language_changed = Signal(str)

    def __init__(self, code: str = "ko", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language = Language(code)
        self._bound: weakref.WeakKeyDictionary[QObject, dict[str, Words]] = weakref.WeakKeyDictionary()
        self._followers: weakref.WeakKeyDictionary[QObject, list[Callable[[], None]]] = (
            weakref.WeakKeyDictionary()
        )

    @property
    def language(self) -> Language:
        """The language now shown."""
        return self._language

    @property
    def code(self) -> str:
        """The code of the language now shown."""
        return self._language.code

    def switch(self, code: str) -> None:
        """Show everything in another language at once."""
        if code == self.code:
            return
        self._language = Language(code)
        for owner, setters in list(self._bound.items()):
            if not isValid(owner):
                continue
            for name, words in list(setters.items()):
                getattr(owner, name)(self.show(words))
        for follower, runs in list(self._followers.items()):
            for run in list(runs):
                if isValid(follower):
                    run()
        self.language_changed.emit(self.code)

    def say(self, message: str, /, **values: object) -> str:
        """Translate a sentence now; for what is shown longer use ``bind``."""
        return self.show(Words(message, "", tuple(values.items())))

    def term(self, context: str, message: str, /, **values: object) -> str:
        """Translate a word in its context now."""
        return self.show(Words(message, context, tuple(values.items())))

    def explain(self, error: PartproofError) -> str:
        """Return the sentence and the next step of a refusal."""
        return self._language.explain(error)

    def show(self, shown: Shown) -> str:
        """Return data as it is, and words in the language of now."""
        if isinstance(shown, str):
            return shown
        values = {
            name: self.show(value) if isinstance(value, Words) else value for name, value in shown.values
        }
        if shown.context:
            return self._language.term(shown.context, shown.message, **values)
        return self._language.say(shown.message, **values)

    def bind(self, setter: Callable[[str], Any], shown: Shown) -> None:
        """Set data (a ``str``) once, or words now and at each change of language.

        Args:
            setter: A bound method of a QObject, e.g. ``label.setText``; binding it again replaces the text.
            shown: Data, or words made by ``say`` or ``term``.
        """
        owner, name = _owner(setter), cast("Any", setter).__name__
        setters = self._bound.setdefault(owner, {})
        if isinstance(shown, Words):
            setters[name] = shown
        else:
            setters.pop(name, None)
        setter(self.show(shown))

    def follow(self, owner: QObject, run: Callable[[], None]) -> None:
        """Call ``run`` now and at each change of language as long as ``owner`` lives.

        ``run`` should be a method of ``owner`` or hold it weakly.
        """
        method = weakref.WeakMethod(run) if hasattr(run, "__self__") else None

        def again() -> None:
            target = method() if method is not None else run
            if target is not None:
                target()

        self._followers.setdefault(owner, []).append(again)
        run()


def _owner(setter: Callable[[str], Any]) -> QObject:
    owner = getattr(setter, "__self__", None)
    if not isinstance(owner, QObject):
        raise TypeError("a text is bound to a method of a QObject, e.g. label.setText")
    return owner
