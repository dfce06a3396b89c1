"""How people title the columns of a gauge register 계측기대장, ranges and intervals. Only words."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from app.drawings.import_header import Vocabulary, folded, titles_of
from models.rules.quantity import parse_number
from models.vocab import CalibrationResult

_TITLES: Final = """
number: control number|control no|control no.|gauge number|gauge no|gauge id|gage no|gage id|asset no|id|no. of gauge
number: 관리번호|관리 번호|계측기번호|계측기 번호|장비번호|자산번호|측정기번호|기기번호
name: gauge name|name|instrument|description|equipment|계측기명|계측기 명|장비명|기기명|품명|명칭|측정기명
gauge_kind: gauge kind|kind|type|gauge type|category|종류|구분|분류|계측기종류
maker: maker|manufacturer|brand|make|제조사|제조회사|제작사|메이커|제조원
serial_number: serial number|serial no|serial no.|serial|s/n|sn|기기번호(s/n)|제조번호|일련번호|시리얼|기번
unit: unit|units|단위
resolution: resolution|graduation|least count|minimum reading|최소눈금|최소 눈금|분해능|눈금|해상도|최소표시
range: measuring range|range|capacity|size|측정범위|측정 범위|규격|사용범위|용량
range_low: range from|range low|range min|minimum|범위하한|최소측정|측정하한
range_high: range to|range high|range max|maximum|범위상한|최대측정|측정상한
interval: interval|calibration interval|cycle|interval months|period|교정주기|검교정주기|주기|교정 주기|유효기간
done_on: last calibration|calibrated on|calibration date|last calibrated|cal date|date of calibration
done_on: 교정일|교정일자|검교정일|검교정일자|최근교정일|최종교정일|교정 일자|최근 교정일
due_on: calibration due|due|due date|next calibration|next due|cal due|차기교정일|차기 교정일|차기검교정일|유효일
due_on: 교정예정일|차기교정예정일|차기예정일|만료일|유효기한
result: calibration result|result|판정|교정결과|결과|합부
certificate: certificate number|certificate no|certificate|cert no|report no
certificate: 성적서번호|교정성적서번호|성적서|성적서 번호
laboratory: laboratory|lab|calibrated by|calibration lab|교정기관|검교정기관|교정업체|기관
note: note|notes|remark|remarks|비고
"""


def _near(title: str) -> tuple[str, int] | None:
    """Recognise compound titles such as "차기 검교정 예정일자"."""
    sign = folded(title)
    if "차기" in sign or "예정일" in sign:
        return "due_on", 70
    if "교정일" in sign:
        return "done_on", 70
    return ("number", 70) if "관리번호" in sign else None


VOCABULARY: Final = Vocabulary(
    titles=titles_of(_TITLES),
    telling=frozenset({"number"}),
    near=_near,
    examples="관리번호, 계측기명, 측정범위, 교정일",
)
_PASS: Final = frozenset({"pass", "ok", "good", "합격", "적합", "양호", "정상", "o", "○"})
_FAIL: Final = frozenset({"fail", "ng", "failed", "불합격", "부적합", "불량", "x", "×"})
_RANGE: Final = re.compile(
    r"(?P<low>[-+−]?[0-9][0-9,.]*)\s*[^0-9~\-–—∼～]*?\s*(?:~|∼|～|–|—|-|to|부터)\s*"
    r"(?P<high>[-+−]?[0-9][0-9,.]*)\s*(?P<unit>[^0-9]*)"
)
_ONE: Final = re.compile(r"(?P<high>[0-9][0-9,.]*)\s*(?P<unit>[^0-9]*)")
_MONTHS: Final = re.compile(r"([0-9]{1,3})\s*(?:개월|월|m|mo|mon|month|months)?", re.IGNORECASE)
_YEARS: Final = re.compile(r"([0-9]{1,2})\s*(?:년|y|yr|year|years)", re.IGNORECASE)
_MEASURE: Final = re.compile(r"(?P<number>[-+−]?[0-9][0-9,.]*)\s*(?P<unit>[^0-9]*)")


def range_of(text: str) -> tuple[Decimal, Decimal, str] | None:
    """Return low, high and unit of a measuring range such as ``0~150 mm``; a single number begins at zero."""
    match = _RANGE.fullmatch(text.strip())
    if match is not None:
        low, high = parse_number(match["low"])[0], parse_number(match["high"])[0]
        return None if low is None or high is None else (low, high, match["unit"].strip())
    one = _ONE.fullmatch(text.strip())
    top = parse_number(one["high"])[0] if one is not None else None
    return None if one is None or top is None else (Decimal(0), top, one["unit"].strip())


def measure_of(text: str) -> tuple[Decimal, str] | None:
    """Return number and unit of a text such as ``0.01mm``."""
    match = _MEASURE.fullmatch(text.strip())
    number = parse_number(match["number"])[0] if match is not None else None
    return None if match is None or number is None else (number, match["unit"].strip())


def months_of(text: str) -> int | None:
    """Return an interval in months: ``12``, ``12개월``, ``1년``."""
    years = _YEARS.fullmatch(text.strip())
    if years is not None:
        return int(years[1]) * 12
    months = _MONTHS.fullmatch(text.strip())
    return int(months[1]) if months is not None else None


def result_of(text: str) -> CalibrationResult | None:
    """Return what a register's word says of a calibration."""
    word = text.strip().casefold()
    if word in _PASS:
        return CalibrationResult.PASS
    return CalibrationResult.FAIL if word in _FAIL else None
