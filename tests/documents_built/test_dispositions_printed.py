"""What was decided about nonconforming parts stands, with its quantities, in the notice and in the results."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from app.documents.writers.pdf import write_pdf
from app.documents.writers.xlsx import write_xlsx
from app.nonconformance.dispositions import count_nonconforming, decide_disposition
from app.nonconformance.queries import nonconformance_rows
from models.vocab import Role
from models.vocab_quality import DispositionKind
from tests.documents.tools import missing_texts, pdf_text, workbook_text
from tests.documents_built.conftest import Built
from tests.documents_built.test_built_documents import column, facts


@pytest.mark.parametrize(
    ("language", "undecided", "decided", "line", "counted"),
    [
        ("ko", "미결정", ["재작업", "폐기", "미결정"], "재작업 7.50 EA, 폐기 2 EA", "부적합 수량"),
        (
            "en",
            "Not decided",
            ["Rework", "Scrap", "Not decided"],
            "Rework 7.50 EA, Scrap 2 EA",
            "Nonconforming quantity",
        ),
    ],
)
def test_notice_and_results_say_what_happens_with_how_many(
    built: Built, tmp_path: Path, language: str, undecided: str, decided: list[str], line: str, counted: str
) -> None:
    quality = built.crew.actor(Role.QUALITY)
    before = built.document("nonconformance_notice", language)
    assert column(before, "dispositions", "kind") == [undecided]
    row = next(
        one for one in built.factory.ask(nonconformance_rows) if one.number in "\n".join(before.texts())
    )
    perform = built.factory.perform
    perform(count_nonconforming, row.id, Decimal(10), expected_version=row.version, actor=quality)
    perform(decide_disposition, row.id, DispositionKind.REWORK, Decimal("7.50"), note="재선삭", actor=quality)
    perform(decide_disposition, row.id, DispositionKind.SCRAP, Decimal(2), actor=quality)
    notice = built.document("nonconformance_notice", language)
    assert column(notice, "dispositions", "kind") == decided
    assert column(notice, "dispositions", "quantity") == ["7.50 EA", "2 EA", "0.50 EA"]
    assert column(notice, "dispositions", "by")[0] == quality.name
    assert next(fact.value for label, fact in facts(notice).items() if label == counted) == "10 EA"
    assert missing_texts(notice, pdf_text(write_pdf(notice), tmp_path)) == []
    assert missing_texts(notice, workbook_text(write_xlsx(notice))) == []
    results = built.document("dimensional_results", language)
    assert line in column(results, "nonconformances", "disposition")
