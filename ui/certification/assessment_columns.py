"""The columns of assessments and requirements. They show; they ask nothing."""

from __future__ import annotations

from app.certification.queries import AssessmentRow, RequirementRow
from ui.certification.assessment_words import (
    STATE_TONES,
    assessment_title,
    beside_title,
    evidence_text,
    points_text,
    submission_words,
    title_of,
)
from ui.i18n import Texts, say, term
from ui.itemmodels.columns import Column
from ui.wording import worded


def list_columns(texts: Texts) -> tuple[Column[AssessmentRow], ...]:
    """Return the columns of the list of assessments."""
    return (
        Column("", lambda row: assessment_title(texts, row), weight=1, tip=lambda row: row.number),
        Column("", lambda row: say("{done}/{total}", done=row.done, total=row.total), "number"),
    )


def requirement_columns(
    texts: Texts, *, submitted: bool = True, scored: bool = False
) -> tuple[Column[RequirementRow], ...]:
    """Return the columns of the table of requirements; marks and points only where the checklist has them."""
    return (
        Column("#", lambda row: row.code, "text"),
        Column(
            term("certification", "Requirement"),
            lambda row: title_of(texts, row),
            weight=3,
            second=lambda row: beside_title(texts, row),
            tip=lambda row: row.text_ko if texts.code == "ko" else row.text,
        ),
        *(
            (
                Column(
                    term("certification", "S/R"),
                    lambda row: row.submission,
                    tip=lambda row: submission_words(row.submission),
                ),
            )
            if submitted
            else ()
        ),
        *((Column(term("certification", "Points"), points_text, "number"),) if scored else ()),
        Column(
            term("certification", "State"),
            lambda row: worded(row.state),
            "chip",
            tone=lambda row: STATE_TONES[row.state],
        ),
        Column(
            term("certification", "Evidence"),
            lambda row: evidence_text(texts, row),
            "muted",
            weight=3,
            tip=lambda row: evidence_text(texts, row),
            # The card beside the list shows it for the chosen row.
            spare=True,
        ),
    )
