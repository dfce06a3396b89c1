"""Words of the register's kind column that the program does not know, and what each of them means. Reads no file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from models.vocab import PartKind
from ui.i18n import Texts, say
from ui.widgets.card import rule
from ui.widgets.facts import empty_layout
from ui.widgets.fields import ChoiceField
from ui.widgets.label import Label
from ui.wording import worded


class KindWords(QWidget):
    """One line per word; hidden while all words are known.

    Signals:
        said: The word and the part kind a person chose for it.
    """

    said = Signal(str, str)

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        outer = QVBoxLayout(self)
        outer.setContentsMargins(12, 4, 12, 8)
        outer.setSpacing(6)
        outer.addWidget(rule())
        outer.addWidget(
            Label(texts, say("Words of the kind column the program does not know"), "muted", wrap=True)
        )
        self._grid = QGridLayout()
        self._grid.setColumnStretch(0, 1)
        outer.addLayout(self._grid)
        self.fields: dict[str, ChoiceField] = {}

    def put(self, unknown: Sequence[str], known: Mapping[str, str]) -> None:
        """Show the words without a meaning, and those that were given one."""
        words = list(dict.fromkeys((*known, *unknown)))
        self.setVisible(bool(words))
        if list(self.fields) != words:
            empty_layout(self._grid)
            self.fields = {}
            for at, word in enumerate(words):
                self._grid.addWidget(Label(self._texts, word, elide=True), at, 0)
                self._grid.addWidget(self._choice(word), at, 1)
        for word in words:
            self.fields[word].set_value(known.get(word, PartKind.COMPONENT.value))

    def _choice(self, word: str) -> ChoiceField:
        field = ChoiceField(self._texts, [(kind.value, worded(kind)) for kind in PartKind])
        field.setObjectName(f"transfer.kind.{word}")
        field.setMinimumWidth(150)
        self._texts.bind(field.setAccessibleName, say("What “{word}” means", word=word))
        field.chosen.connect(lambda kind: self.said.emit(word, kind))
        self.fields[word] = field
        return field
