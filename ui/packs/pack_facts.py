"""What a screen says of a pack: its terms, what changed since, and what verifying it found. Asks nothing."""

from __future__ import annotations

from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QWidget

from app.documents.terms import LEFT_OUT_WORDS
from app.packs.compare import ChangedRequirement
from app.packs.queries import PackRow
from app.packs.verify import PackReport
from models.vocab import RequirementState
from ui.document_languages import DOCUMENT_LANGUAGE_WORDS
from ui.i18n import Shown, Texts, Words, say, term
from ui.widgets.card import Card
from ui.widgets.facts import FactList
from ui.wording import day_text, minute_text, worded

_LANGUAGES: Final = dict(DOCUMENT_LANGUAGE_WORDS)
_MOST_LINES: Final = 30


class PackFacts(Card):
    """The card of one pack."""

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(texts, term("pack", "Pack"), parent=parent)
        self._facts = FactList(texts)
        self.add(self._facts)

    def put(self, row: PackRow, zone: ZoneInfo, today: date) -> None:
        """Show a pack."""
        self.set_title(row.name)
        facts, until = self._facts, row.terms.expires_on
        facts.clear()
        facts.add(term("pack", "Recipient"), row.recipient or "–", strong=True)
        facts.add(term("pack", "Purpose"), row.terms.purpose or "–")
        if until is not None and until < today:
            facts.add(term("pack", "Use until"), say("{day}, over", day=day_text(until)), "warn")
        else:
            facts.add(term("pack", "Use until"), day_text(until) or term("pack", "no end"))
        facts.add(term("pack", "Watermark"), row.terms.watermark or "–")
        left_out = [self._texts.show(Words(LEFT_OUT_WORDS[rule])) for rule in sorted(row.terms.left_out)]
        facts.add(say("Left out as confidential"), ", ".join(left_out) or term("certification", "none"))
        languages = [self._texts.show(_LANGUAGES.get(one, one)) for one in row.languages]
        facts.add(term("pack", "Language"), ", ".join(languages))
        facts.add(say("Signature"), signature_words(row))
        facts.add(term("pack", "Made"), f"{minute_text(row.issued_at, zone)} · {row.issued_by}")
        facts.add(
            term("pack", "Frozen parts list"),
            row.name if row.baseline else term("pack", "about no part"),
        )
        facts.add(say("Hash of the manifest (SHA-256)"), " ".join(_in_fours(row.manifest_hash)))


def signature_words(row: PackRow) -> Shown:
    """Return who signed a pack, a self-made certificate said plainly."""
    if not row.signed_by:
        return term("pack", "not signed")
    if row.self_made:
        return say("{subject}, by a certificate of its own making", subject=row.signed_by)
    return row.signed_by


def _in_fours(text: str) -> list[str]:
    """Return a hash in groups that can be read out on the telephone."""
    return [text[at : at + 8] for at in range(0, len(text), 8)]


def state_words(state: RequirementState | None) -> Shown:
    """Return a requirement's state, or a dash where it was not there."""
    return "–" if state is None else worded(state)


def changed_words(texts: Texts, row: ChangedRequirement) -> str:
    """Return what became of a requirement's evidence since the pack."""
    said: list[Words] = []
    if row.changed:
        said.append(say("changed: {labels}", labels=", ".join(row.changed)))
    if row.added:
        said.append(say("added: {labels}", labels=", ".join(row.added)))
    if row.gone:
        said.append(say("{n} no longer linked", n=row.gone))
    return " · ".join(texts.show(one) for one in said)


def report_lines(texts: Texts, name: str, report: PackReport) -> list[str]:
    """Return what verifying found, a line each."""
    checked = report.checked
    if report.sound:
        lines = [texts.say("{file}: sound, {count} {count:file|files}.", file=name, count=checked["files"])]
    else:
        lines = [texts.say("{file}: NOT sound.", file=name)]
    lines += [f"✗ {one['file']}: {one[texts.code]}" for one in checked["problems"]]
    lines += [f"✗ {texts.show(Words(one.sentence, '', tuple(one.values)))}" for one in report.problems]
    for pdf, found in report.signatures:
        if not (found.intact and found.whole_file):
            lines.append("✗ " + texts.say("{file}: its signature no longer holds.", file=pdf))
        elif found.facts is not None:
            lines.append(texts.say("{file}: signed by {subject}.", file=pdf, subject=found.facts.subject))
    if report.known:
        lines.append(texts.say("This factory has it on record as issued."))
    if len(lines) > _MOST_LINES:
        more = texts.say("and {count} more", count=len(lines) - _MOST_LINES)
        lines = [*lines[:_MOST_LINES], more]
    return lines
