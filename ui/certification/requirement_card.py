"""One requirement in full: why it is in its state, its evidence, and the next step with its button.

Runs no verb itself: what a person wants leaves as a signal.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.certification.queries import DONE, EvidenceRow, PathStep, RequirementRow
from app.certification.rules import kind_of
from models.vocab import Noun, RequirementState
from ui.certification.assessment_words import (
    NOT_COMPARED,
    STATE_TONES,
    UNVERIFIED,
    other_title,
    sentence,
    submission_words,
    title_of,
)
from ui.certification.optional_day import add_optional_day
from ui.certification.source_words import edition_words, grade_words, source_words
from ui.i18n import Shown, Texts, say, term
from ui.widgets.buttons import Button, IconButton
from ui.widgets.card import Card
from ui.widgets.chips import StateChip
from ui.widgets.facts import empty_layout
from ui.widgets.forms import Form
from ui.widgets.label import Label
from ui.wording import minute_text, worded


class RequirementCard(Card):
    """The detail of a requirement.

    Signals:
        attach: A file is to be attached.
        gather: Evidence is to be looked for.
        accept: The evidence is to be accepted.
        exclude: It does not apply, with the reason.
        include: It applies again.
        withdraw: An EvidenceRow is to be taken back.
        open_evidence: An EvidenceRow's record is to be opened.
        go_to: Another requirement of the assessment comes first: its id.
        open_record: A noun's record is to be opened: (noun, id, label).
        link: A proposal (Found) is to count.
        reject: A proposal (Found) is not to count.
    """

    attach = Signal()
    gather = Signal()
    accept = Signal()
    exclude = Signal(str)
    include = Signal()
    withdraw = Signal(object)
    open_evidence = Signal(object)
    go_to = Signal(int)
    open_record = Signal(object, int, str)
    link = Signal(object)
    reject = Signal(object)

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(texts, " ", parent=parent)
        self._words = texts
        self.title.setWordWrap(True)
        self.title.setObjectName("requirement.title")
        self.row: RequirementRow | None = None
        self._open, self._zone = False, ZoneInfo("UTC")
        self._column = QVBoxLayout()
        self._column.setSpacing(6)
        self.add(self._column)
        self.form = Form(texts)
        self.form.add_text("reason", say("Why does it not apply?"), required=True, lines=2)
        self.form.hide()
        self._form_line = QWidget()
        line = QHBoxLayout(self._form_line)
        line.setContentsMargins(0, 0, 0, 0)
        line.addStretch(1)
        line.addWidget(Button(texts, say("Cancel"), self._close_form, name="exclude.cancel"))
        line.addWidget(
            Button(texts, term("certification", "Exclude"), self._exclude, "primary", name="exclude.save")
        )
        self._form_line.hide()
        self.paper = Form(texts)
        add_optional_day(
            self.paper, texts, "dated", term("certification", "Day on the paper"), "requirement.dated"
        )
        self.paper.hide()
        self.add(self.paper)
        self.add(self.form)
        self.add(self._form_line)
        texts.language_changed.connect(self._again)

    def put(self, row: RequirementRow | None, zone: ZoneInfo, *, open_for_work: bool) -> None:
        """Show a requirement; None says that one is to be chosen."""
        changed = self.row is None or row is None or self.row.id != row.id
        self.row, self._open, self._zone = row, open_for_work, zone
        if changed:
            self._close_form()
            self._blank_paper()
        kind = None if row is None else kind_of(row.rule)
        # A paper may be older than the day on which it is attached.
        by_paper = kind is None or kind.find is None or kind.ages
        self.paper.setVisible(open_for_work and row is not None and by_paper)
        empty_layout(self._column)
        if row is None:
            self.set_title(say("Choose a requirement"))
            self.set_chip("")
            return
        self.set_title(say("{code} {title}", code=row.code, title=title_of(self._words, row)))
        self.set_chip(worded(row.state), STATE_TONES[row.state])
        self._add_text(row)
        self._add_why(row)
        self._add_evidence(row)
        self._add_proposals(row)
        self._add_next(row)

    def paper_day(self) -> date | None:
        """Return the day that a paper to be attached carries, or None where none was said."""
        day = "" if self.paper.isHidden() else self.paper.values()["dated"]
        return date.fromisoformat(day) if day else None

    def _blank_paper(self) -> None:
        today = datetime.now(self._zone).date().isoformat()
        self.paper.set_values({"dated": today})
        self.paper.set_values({"dated": ""})

    def _again(self) -> None:
        if self.row is not None:
            self.put(self.row, self._zone, open_for_work=self._open)

    def _add(self, widget: QWidget) -> None:
        self._column.addWidget(widget)

    def _head(self, shown: Shown) -> None:
        self._column.addSpacing(4)
        self._add(Label(self._words, shown, "strong"))

    def _add_text(self, row: RequirementRow) -> None:
        other = other_title(self._words, row)
        if other:
            self._add(Label(self._words, other, "muted", wrap=True))
        text = row.text_ko if self._words.code == "ko" else row.text
        if text:
            self._add(Label(self._words, text, wrap=True))
        asked = submission_words(row.submission)
        if asked:
            self._add(Label(self._words, asked, "muted", wrap=True))
        if row.asks.text:
            self._add(Label(self._words, say("Proof: {what}", what=sentence(row.asks)), "muted", wrap=True))
        if row.no_records:
            self._add(
                Label(
                    self._words,
                    say("The program keeps no records of this kind yet; attach the file by hand."),
                    "muted",
                    wrap=True,
                )
            )
        self._add(self._source(row))

    def _source(self, row: RequirementRow) -> QWidget:
        """Say edition and source of the row, and who compared it with a licensed copy."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        if not row.verified:
            line = QHBoxLayout()
            line.addWidget(StateChip(self._words, UNVERIFIED, "warn", self))
            line.addWidget(Label(self._words, edition_words(row.edition), "muted", elide=True), 1)
            column.addLayout(line)
        who = (
            say("compared with our licensed copy: {who}", who=row.licensed) if row.licensed else NOT_COMPARED
        )
        column.addWidget(Label(self._words, who, "muted", wrap=True))
        said = (edition_words(row.edition), grade_words(row.grade), source_words(row.source))
        holder.setToolTip("\n".join(self._words.show(one) for one in said if one))
        return holder

    def _add_why(self, row: RequirementRow) -> None:
        if row.reasons:
            self._head(term("certification", "Why"))
            for reason in row.reasons:
                self._add(Label(self._words, sentence(reason), wrap=True))
        if row.path:
            self._add(self._path(row.path))

    def _path(self, steps: tuple[PathStep, ...]) -> QFrame:
        """Show the way from the cause to this requirement, each record a button."""
        card = QFrame()
        card.setProperty("role", "card")
        card.setObjectName("requirement.path")
        column = QVBoxLayout(card)
        column.setContentsMargins(10, 6, 6, 6)
        column.setSpacing(2)
        for at, step in enumerate(steps):
            line = QHBoxLayout()
            line.addWidget(Label(self._words, "↳" if at else "•", "muted"))
            line.addWidget(Label(self._words, sentence(step.sentence), wrap=True), 1)
            if step.noun is not None and step.entity_id is not None:
                label = dict(step.sentence.values).get("label", "")
                line.addWidget(
                    IconButton(
                        self._words,
                        "link",
                        say("Open {what}", what=label),
                        partial(self.open_record.emit, step.noun, step.entity_id, label),
                        f"path.open.{at}",
                    )
                )
            column.addLayout(line)
        return card

    def _add_proposals(self, row: RequirementRow) -> None:
        if not row.proposals or not self._open:
            return
        self._head(term("certification", "Proposed"))
        for at, found in enumerate(row.proposals):
            holder = QFrame()
            holder.setProperty("role", "card")
            line = QHBoxLayout(holder)
            line.setContentsMargins(10, 4, 6, 4)
            line.addWidget(Label(self._words, found.label, wrap=True), 1)
            for icon_name, shown, signal, name in (
                ("link", say("Open {what}", what=found.label), None, "open"),
                ("check", say("Let {what} count", what=found.label), self.link, "link"),
                ("x", say("Reject {what}", what=found.label), self.reject, "reject"),
            ):
                run = (
                    partial(self.open_record.emit, found.noun, found.entity_id, found.label)
                    if signal is None
                    else partial(signal.emit, found)
                )
                line.addWidget(IconButton(self._words, icon_name, shown, run, f"proposal.{name}.{at}"))
            self._add(holder)

    def _add_evidence(self, row: RequirementRow) -> None:
        if not row.evidence:
            return
        self._head(term("certification", "Evidence"))
        for entry in row.evidence:
            self._add(self._evidence(entry))

    def _evidence(self, entry: EvidenceRow) -> QFrame:
        card = QFrame()
        card.setProperty("role", "card")
        card.setObjectName(f"evidence.{entry.id}")
        line = QHBoxLayout(card)
        line.setContentsMargins(10, 6, 6, 6)
        words = QVBoxLayout()
        words.setSpacing(2)
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(Label(self._words, entry.label, "strong", wrap=True), 1)
        if not entry.fresh:
            stale = StateChip(self._words, term("certification", "changed since"), "warn", card)
            top.addWidget(stale, 0, Qt.AlignmentFlag.AlignTop)
        words.addLayout(top)
        linked = say("found {when}", when=minute_text(entry.linked_at, self._zone))
        if not entry.automatic:
            linked = say("attached by hand {when}", when=minute_text(entry.linked_at, self._zone))
        words.addWidget(Label(self._words, linked, "muted"))
        line.addLayout(words, 1)
        if entry.paper_on is not None:
            words.addWidget(Label(self._words, say("dated {day}", day=f"{entry.paper_on:%Y-%m-%d}"), "muted"))
        if entry.noun is not Noun.FILE or entry.file_hash:
            line.addWidget(
                IconButton(
                    self._words,
                    "file-text" if entry.noun is Noun.FILE else "link",
                    say("Open {what}", what=entry.label),
                    lambda: self.open_evidence.emit(entry),
                    f"evidence.open.{entry.id}",
                )
            )
        if self._open:
            line.addWidget(
                IconButton(
                    self._words,
                    "x",
                    say("Withdraw {what}", what=entry.label),
                    lambda: self.withdraw.emit(entry),
                    f"evidence.withdraw.{entry.id}",
                )
            )
        return card

    def _add_next(self, row: RequirementRow) -> None:
        self._head(term("certification", "Next"))
        self._add(Label(self._words, sentence(row.next_step), wrap=True))
        if not self._open:
            return
        acts = self._acts(row)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(6)
        for at in range(0, len(acts), 2):
            line = QHBoxLayout()
            line.setSpacing(8)
            for kind_at, (name, shown, run) in enumerate(acts[at : at + 2]):
                first = at + kind_at == 0
                line.addWidget(
                    Button(
                        self._words, shown, run, "primary" if first else "plain", name=f"requirement.{name}"
                    )
                )
            line.addStretch(1)
            column.addLayout(line)
        self._add(holder)

    def _acts(self, row: RequirementRow) -> list[tuple[str, Shown, Callable[[], object]]]:
        """What can be done, the next step first."""
        known: dict[str, tuple[str, Shown, Callable[[], object]]] = {
            "attach": ("attach", term("certification", "Attach a file"), self.attach.emit),
            "gather": ("gather", term("certification", "Gather evidence"), self.gather.emit),
            "accept": ("accept", term("certification", "Accept and sign"), self.accept.emit),
            "exclude": ("exclude", term("certification", "Does not apply"), self._open_form),
            "include": ("include", term("certification", "Applies again"), self.include.emit),
        }
        act = row.act
        if act.kind == "open" and act.noun is not None and act.entity_id is not None:
            run = partial(self.open_record.emit, act.noun, act.entity_id, act.label)
            known["open"] = ("open", say("Open {what}", what=act.label), run)
        if act.kind == "requirement" and act.entity_id is not None:
            go = partial(self.go_to.emit, act.entity_id)
            known["requirement"] = ("first", say("Go to {code}", code=act.label), go)
        if row.state is RequirementState.NOT_APPLICABLE:
            return [known["include"]]
        kind = kind_of(row.rule)
        found = kind is not None and kind.find is not None
        wanted = [act.kind]
        if row.state is RequirementState.STALE or (found and row.state not in DONE):
            wanted.append("gather" if found else "attach")
        wanted.append("attach")
        if row.state is not RequirementState.ACCEPTED:
            wanted.append("exclude")
        return [known[name] for name in dict.fromkeys(wanted) if name in known]

    def _open_form(self) -> None:
        self.form.set_values({"reason": ""})
        self.form.show()
        self._form_line.show()
        self.form.rows["reason"].field.setFocus()

    def _close_form(self) -> None:
        self.form.hide()
        self._form_line.hide()

    def _exclude(self) -> None:
        if self.form.complete():
            self.exclude.emit(self.form.values()["reason"])
            self._close_form()
