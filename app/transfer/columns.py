"""How people title the columns of a parts or drawing register, and the words they write in them. Only words."""

from __future__ import annotations

from typing import Final

from app.drawings.import_header import Vocabulary, folded, titles_of, words
from app.texts import mark_term
from models.vocab import DocumentKind, PartKind, Source

_TITLES: Final = """
number: part number|part no|part no.|p/n|pn|part #|item number|item no|item code|number|code|part code
number: 품번|품목번호|품목코드|부품번호|부품코드|자재번호|자재코드|제품번호|제품코드|도번|도면번호/품번|번호
number: teilenummer|teile-nr|artikelnummer|sachnummer|artikel-nr
document_number: drawing number|drawing no|drawing no.|dwg no|dwg no.|dwg number|document number|document no|doc no
document_number: 도면번호|도면 번호|문서번호|문서 번호|관리번호|zeichnungsnummer|zeichnungs-nr
name: part name|name|description|item name|title|drawing title|document name|item|designation
name: 품명|부품명|품목명|명칭|제품명|도면명|도면명칭|문서명|자재명|bezeichnung|benennung
name_en: english name|name (en)|name en|part name (english)|영문명|영문품명|품명(영문)
kind: part kind|kind|part type|item type|type|category|class
kind: 구분|품목구분|품목유형|종류|분류|자재구분|부품구분|teileart
source: source|make/buy|make or buy|m/b|procurement
source: 조달구분|조달|생산구분|자작/구매|내외작|내/외작|내외작구분|beschaffung
document_kind: document kind|document type|doc type|문서종류|문서구분|문서유형|dokumentart
unit: unit|uom|units|단위|einheit
material: material|raw material|matl|material spec|재질|소재|재료|werkstoff
weight: weight|mass|weight (kg)|net weight|중량|무게|단중|중량(kg)|gewicht
revision: revision|rev|rev.|rev no|rev. no.|version|issue|customer revision|drawing revision|revision level
revision: 개정|개정번호|리비전|개정차수|버전|고객rev|고객 rev|eo rev|index|änderungsindex
approved_on: approved on|approval date|approved|date approved|release date|released on|issue date|date|rev date
approved_on: 승인일|승인일자|승인날짜|출도일|출도일자|제정일|개정일|개정일자
approved_on: 발행일|일자|날짜|배포일|freigabedatum|datum
approver: approver|approved by|approval|released by|승인자|승인|결재자|freigegeben von
customer: customer|customer name|oem|고객|고객사|거래처|납품처|kunde
customer_number: customer part number|customer part no|customer p/n|customer no
customer_number: 고객품번|고객 품번|고객사품번|고객부품번호
vehicle: vehicle|project|model|car|program|차종|프로젝트|차종/프로젝트|모델|적용차종|fahrzeug
engineering_order: eo|eo no|eo no.|eo number|eo번호|eo 번호|설변번호|설계변경번호
file: file|file name|filename|path|파일|파일명|파일이름|경로|datei|dateiname
note: note|notes|remark|remarks|comment|비고|특기사항|메모|bemerkung
"""

FIELDS: Final[dict[str, str]] = {
    "number": mark_term("register", "Number"),
    "document_number": mark_term("register", "Drawing number"),
    "name": mark_term("register", "Name"),
    "name_en": mark_term("register", "English name"),
    "kind": mark_term("register", "Kind"),
    "source": mark_term("register", "Source"),
    "document_kind": mark_term("register", "Kind of document"),
    "unit": mark_term("register", "Unit"),
    "material": mark_term("register", "Material"),
    "weight": mark_term("register", "Weight (kg)"),
    "revision": mark_term("register", "Revision"),
    "approved_on": mark_term("register", "Approved on"),
    "approver": mark_term("register", "Approved by"),
    "customer": mark_term("register", "Customer"),
    "customer_number": mark_term("register", "Customer part number"),
    "vehicle": mark_term("register", "Vehicle or project"),
    "engineering_order": mark_term("register", "EO number"),
    "file": mark_term("register", "File"),
    "note": mark_term("register", "Note"),
    # Of the gauge register only.
    "gauge_kind": mark_term("register", "Kind of gauge"),
    "maker": mark_term("register", "Maker"),
    "serial_number": mark_term("register", "Serial number"),
    "resolution": mark_term("register", "Resolution"),
    "range": mark_term("register", "Measuring range"),
    "range_low": mark_term("register", "Range from"),
    "range_high": mark_term("register", "Range to"),
    "interval": mark_term("register", "Interval (months)"),
    "done_on": mark_term("register", "Last calibration"),
    "due_on": mark_term("register", "Calibration due"),
    "result": mark_term("register", "Calibration result"),
    "certificate": mark_term("register", "Certificate number"),
    "laboratory": mark_term("register", "Laboratory"),
}

_KINDS: Final[dict[PartKind, str]] = {
    PartKind.ASSEMBLY: "assembly|assy|ass'y|a'ssy|조립품|어셈블리|완제품|완성품|제품|finished|baugruppe|모듈",
    PartKind.COMPONENT: "component|part|single part|부품|단품|가공품|사출품|프레스품|단조품|주조품|einzelteil|도면",
    PartKind.SEMI_FINISHED: "semi-finished|semi finished|wip|반제품|재공품|halbzeug",
    PartKind.RAW_MATERIAL: "raw material|raw|material|원자재|원재료|소재|자재|rohmaterial",
    PartKind.PURCHASED: "purchased|purchased part|bought|구매품|구매|외주품|구입품|상품|kaufteil",
    PartKind.STANDARD: "standard|standard part|standard parts|fastener|표준품|규격품|볼트|normteil|ks품",
    PartKind.PACKAGING: "packaging|package|packing|box|포장재|포장|포장자재|부자재|verpackung",
    PartKind.TOOLING: "tooling|tool|jig|fixture|mold|mould|die|지그|금형|치공구|치구|공구|werkzeug",
}
_SOURCES: Final[dict[Source, str]] = {
    Source.MADE: "made|make|m|in-house|inhouse|자작|사내|내작|자체|사내제작|eigenfertigung",
    Source.BOUGHT: "bought|buy|b|purchase|purchased|구매|구입|외부구매|kauf",
    Source.OUTSOURCED: "outsourced|outsourcing|subcontract|외주|외작|외주가공|임가공|fremdfertigung",
    Source.CUSTOMER_SUPPLIED: "customer supplied|customer-supplied|consigned|사급품|사급|유상사급|무상사급",
}
_DOCUMENT_KINDS: Final[dict[DocumentKind, str]] = {
    DocumentKind.DRAWING: "drawing|dwg|part drawing|assembly drawing|도면|부품도|조립도|제품도|zeichnung",
    DocumentKind.CONTROL_PLAN: "control plan|qc process chart|관리계획서|관리계획|관리 계획서|qc공정도",
    DocumentKind.WORK_STANDARD: "work standard|work instruction|sop|작업표준서|작업표준|작업지도서|작업지침서",
    DocumentKind.INSPECTION_STANDARD: "inspection standard|inspection plan|검사기준서|검사표준서|검사기준|검사규격",
    DocumentKind.MILL_SHEET: "mill sheet|mill test|material certificate|밀시트|밀쉬트|소재성적서|재질성적서|성적서",
    DocumentKind.BOUNDARY_SAMPLE: "boundary sample|limit sample|한도견본|한도 견본|한도샘플",
    DocumentKind.INSPECTION_AGREEMENT: "inspection agreement|검사협정서|검사협정|검사 협정서",
    DocumentKind.EXTERNAL: "external|external document|specification|spec|외부출처문서|외부문서|규격|사양서|고객규격",
}


def _near(title: str) -> tuple[str, int] | None:
    """Recognise compound titles such as "최종 승인 일자" or "Drawing Rev. level"."""
    parts = set(words(title))
    sign = folded(title)
    if parts & {"rev", "revision", "개정번호"} or sign.endswith("rev"):
        return (
            ("approved_on", 60) if parts & {"date", "일자", "날짜"} or "일" in sign[-2:] else ("revision", 70)
        )
    if "승인" in sign and ("일" in sign[-2:] or "일자" in sign):
        return "approved_on", 70
    if "품번" in sign:
        return ("customer_number", 70) if "고객" in sign else ("number", 70)
    if "도면번호" in sign or "도번" in sign:
        return "document_number", 70
    return None


VOCABULARY: Final = Vocabulary(
    titles=titles_of(_TITLES),
    telling=frozenset({"number", "document_number"}),
    near=_near,
    examples="품번, 품명, Rev, 승인일",
)


def _dictionary(listed: dict[PartKind, str] | dict[Source, str] | dict[DocumentKind, str]) -> dict[str, str]:
    return {folded(word): kind.value for kind, line in listed.items() for word in line.split("|")}


_PART_KIND_OF: Final = _dictionary(_KINDS)
_SOURCE_OF: Final = _dictionary(_SOURCES)
_DOCUMENT_KIND_OF: Final = _dictionary(_DOCUMENT_KINDS)


def part_kind_of(text: str) -> PartKind | None:
    """Return the kind a register's word means."""
    found = _PART_KIND_OF.get(folded(text)) or (text.casefold() if text.casefold() in set(PartKind) else None)
    return PartKind(found) if found else None


def source_of(text: str) -> Source | None:
    """Return the source a register's word means."""
    found = _SOURCE_OF.get(folded(text)) or (text.casefold() if text.casefold() in set(Source) else None)
    return Source(found) if found else None


def document_kind_of(text: str) -> DocumentKind | None:
    """Return the kind of document a register's word means."""
    found = _DOCUMENT_KIND_OF.get(folded(text))
    return DocumentKind(found) if found else None
