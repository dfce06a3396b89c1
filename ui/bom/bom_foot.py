"""What stands under a BOM: weight, cost, what is obsolete, what is missing for so many pieces. Changes nothing."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from app.bom.roll_up import RollUp
from app.bom.shortage import Shortage, shortage
from app.bom.structure import NOW, AsOf, BomOpening
from app.texts import mark
from models.rules.quantity import parse_quantity
from models.types import decimal_text
from models.vocab import RevisionState
from ui.i18n import say
from ui.panels import Desk, Panel
from ui.widgets.fields import DecimalField
from ui.widgets.label import Label


class BomFoot(Panel):
    """The sums of a BOM in words, and a field for how many pieces are to be made.

    Signals:
        counted: A Shortage, or None where no number of pieces is asked for.
    """

    nouns = frozenset({"lot", "bom"})
    counted = Signal(object)

    def __init__(self, desk: Desk, revision_id: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.revision_id = revision_id
        self._at = NOW
        self._found = BomOpening()
        self._sums: RollUp | None = None
        self.short: Shortage | None = None
        texts = self.texts
        self.words = Label(texts, "", "muted", wrap=True)
        self.pieces = DecimalField()
        self.pieces.setObjectName("bom.pieces")
        self.pieces.setFixedWidth(96)
        texts.bind(self.pieces.setAccessibleName, say("What is missing for so many pieces"))
        texts.bind(self.pieces.setPlaceholderText, say("pieces"))
        texts.bind(
            self.pieces.setToolTip,
            say("What is missing for so many: released lots count, scrap is added, optional lines are not."),
        )
        self.pieces.editingFinished.connect(self.count)
        bar = QHBoxLayout(self)
        bar.setContentsMargins(14, 8, 14, 10)
        bar.setSpacing(10)
        bar.addWidget(self.words, 1)
        bar.addWidget(Label(texts, say("Missing for"), "muted"))
        bar.addWidget(self.pieces)

    @override
    def refresh(self) -> None:
        self.count()

    def text(self) -> str:
        """Return what is said."""
        return self.words.text()

    def show_as_of(self, at: AsOf) -> None:
        """Count for another day, lot or order from now on."""
        self._at = at

    def count(self) -> None:
        """Ask what is missing for the number of pieces typed."""
        wanted = parse_quantity(self.pieces.value()).value if self.pieces.value() else None
        if wanted is None:
            if self.short is not None:
                self._take(None)
            return
        self.ask(shortage, self.revision_id, wanted, self._at, then=self._take, key="short")

    def _take(self, found: Shortage | None) -> None:
        self.short = found
        self._say()
        self.counted.emit(found)

    def put(self, found: BomOpening, sums: RollUp | None) -> None:
        """Say the sums of a BOM."""
        self._found, self._sums = found, sums
        self._say()

    def _say(self) -> None:
        parts = [*self._of_sums(), *self._of_states(), *self._of_shortage()]
        self.words.put(" · ".join(parts))

    def _of_sums(self) -> list[str]:
        sums, texts = self._sums, self.texts
        if sums is None:
            return []
        parts = [texts.say("Weight {kilograms} kg per piece", kilograms=decimal_text(sums.kilograms))]
        if sums.without_weight:
            parts.append(self._without("without {parts}: no weight given", sums.without_weight))
        for currency, amount in sums.costs:
            shown = _money(amount)
            parts.append(
                texts.say("Cost {amount} {currency} per piece, with scrap", amount=shown, currency=currency)
            )
        if sums.costs and sums.without_cost:
            parts.append(self._without("without {parts}: no price given", sums.without_cost))
        if self._found.shape.optional:
            parts.append(texts.say("optional lines are not counted"))
        if sums.unconverted:
            parts.append(self._without("not counted: {parts}, whose unit does not convert", sums.unconverted))
        return parts

    def _of_states(self) -> list[str]:
        own = self._found.branches.get(self.revision_id, ())
        parts = []
        unreleased = {entry.row.number for entry in own if entry.row.state is not RevisionState.RELEASED}
        if unreleased:
            parts.append(
                self.texts.say("{n} {n:part below is|parts below are} not released yet", n=len(unreleased))
            )
        if self._found.shape.obsolete:
            parts.append(self._without("contains obsolete: {parts}", self._found.shape.obsolete))
        return parts

    def _of_shortage(self) -> list[str]:
        short = self.short
        if short is None:
            return []
        pieces = decimal_text(short.pieces)
        if not short.rows:
            return [self.texts.say("nothing is missing for {pieces} {pieces:piece|pieces}", pieces=pieces)]
        shown = [f"{row.number} {decimal_text(row.missing)} {row.unit}" for row in short.rows[:4]]
        told = ", ".join(shown) + (" …" if len(short.rows) > 4 else "")
        return [
            self.texts.say("missing for {pieces} {pieces:piece|pieces}: {parts}", pieces=pieces, parts=told)
        ]

    def _without(self, sentence: str, numbers: tuple[str, ...]) -> str:
        shown = ", ".join(numbers[:4]) + (" …" if len(numbers) > 4 else "")
        return self.texts.say(sentence, parts=shown)


# Told by name, because the sentence is chosen by what the sums lack.
_SENTENCES = (
    mark("without {parts}: no weight given"),
    mark("without {parts}: no price given"),
    mark("not counted: {parts}, whose unit does not convert"),
    mark("contains obsolete: {parts}"),
)


def _money(amount: Decimal) -> str:
    """Return an amount of money for a line of text: exact up to two places more than it needs, no exponent."""
    text = decimal_text(amount)
    whole, _, rest = text.partition(".")
    return whole if not rest.strip("0") else f"{whole}.{rest[:4].rstrip('0')}"
