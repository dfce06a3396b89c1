"""The demo in the making: its stages, how far it is, and a way to stop it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ui.i18n import Texts, Words, say
from ui.sign_in.door_window import centred
from ui.theme.icons import icon
from ui.theme.theme import current_theme
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.label import Label

_WIDTH = 560


class DemoPage(QWidget):
    """Stages with a sign each.

    Args:
        texts: The window's language.
        stages: Source texts of the stages, in order.
        folder: Where the demo is made.

    Signals:
        cancel_wanted: Nobody wants the demo any more.
    """

    cancel_wanted = Signal()

    def __init__(self, texts: Texts, stages: Sequence[str], folder: Path) -> None:
        super().__init__()
        self._texts, self._stages = texts, tuple(stages)
        self._at = -1
        card = Card(texts, say("The demo factory is being made"))
        where = Label(texts, say("In {folder}", folder=str(folder)), "muted", elide=True)
        card.add(where)
        self._signs: list[Label] = []
        self._labels: list[Label] = []
        for stage in self._stages:
            line = QHBoxLayout()
            line.setSpacing(8)
            sign = Label(texts)
            sign.setFixedWidth(20)
            # A stage is a marked source text of the demo; here it is only shown.
            label = Label(texts, Words(stage), "muted")
            self._signs.append(sign)
            self._labels.append(label)
            line.addWidget(sign)
            line.addWidget(label, 1)
            card.add(line)
        self.bar = QProgressBar()
        self.bar.setRange(0, 100 * len(self._stages))
        self.bar.setTextVisible(False)
        texts.bind(self.bar.setAccessibleName, say("How far the demo is"))
        card.add(self.bar)
        self.cancel = Button(texts, say("Cancel"), self._stop, name="demo.cancel")
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        card.add(foot)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(centred(card, width=_WIDTH))
        current_theme().changed.connect(self._tint)
        self._tint()

    def put_stage(self, stage: str) -> None:
        """Show that a stage has begun."""
        if stage in self._stages:
            self._at = self._stages.index(stage)
            self.bar.setValue(max(self.bar.value(), 100 * self._at))
            self._tint()

    def put_step(self, done: int, total: int) -> None:
        """Show how far the present stage is."""
        if total > 0 and self._at >= 0:
            self.bar.setValue(max(self.bar.value(), 100 * self._at + min(99, 100 * done // total)))

    def _stop(self) -> None:
        self.cancel.setEnabled(False)
        self.cancel.put(say("Stopping …"))
        self.cancel_wanted.emit()

    def _tint(self) -> None:
        for at, (sign, label) in enumerate(zip(self._signs, self._labels, strict=True)):
            done, present = at < self._at, at == self._at
            name = "check" if done else "circle-dot" if present else "circle"
            sign.setPixmap(icon(name, "accent" if present else "muted").pixmap(16, 16))
            sign.setAlignment(Qt.AlignmentFlag.AlignVCenter)
            label.set_role("strong" if present else "body" if done else "muted")
