"""How people title the columns of a parts list: English, Korean, German, and the exports of CAD programs.

Only words; the search for the header stands in app.drawings.import_header.
"""

from __future__ import annotations

import re
from typing import Final

from app.drawings.import_header import Vocabulary, folded, titles_of, words

# A field may have several lines; titles are cut by |.
_TITLES: Final = """
part_number: part number|part no|part no.|part #|part num|part id|part code|p/n|pn|ipn
part_number: internal part number|item number|item code|component number|article number
part_number: product number|material number|stock code|sku|mpn internal
part_number: child part number|child part no|child part
part_number: 품번|부품번호|부품 번호|품목번호|품목코드|자재번호|자재코드|제품번호
part_number: 파트번호|파트넘버|자품번|하위품번|부품코드|사내품번
part_number: teilenummer|teile-nr|teilenr|artikelnummer|artikel-nr|artikelnr|sachnummer
part_number: materialnummer|material-nr
name: part name|name|item name|component name|title|part|nomenclature|material description
name: item description|part title
name: 품명|부품명|품목명|자재명|명칭|제품명|이름
name: benennung|bezeichnung|teilebezeichnung|artikelbezeichnung|teilename
description: description|desc|part description|descr|specification|spec|size
description: 규격|사양|설명|내용|스펙
description: beschreibung|abmessung|abmessungen
quantity: quantity|qty|qty.|qty per|qnty|quant|quantity per|qty/assy|qty per assy|q'ty|qt
quantity: bom qty|usage|u/s|count
quantity: 수량|소요량|원단위|소요수량|단위수량|소요원단위|원단위수량|사용량|대당수량|us|필요수량
quantity: menge|stückzahl|anzahl|stk|stück|stueckzahl
unit: unit|uom|units|unit of measure|u/m|um|base unit
unit: 단위|수량단위
unit: einheit|mengeneinheit|me
find_number: item no|item no.|item|find number|find no|find no.|find #|pos|pos.|position|no|no.|#
find_number: line|line no|seq|seq no|sequence|balloon|balloon no|f/n|row|index|s/n|sl no|sr no
find_number: bom id|item #
find_number: 번호|순번|순서|연번|항번|항목번호|파인드번호|풍선번호|일련번호
find_number: pos-nr|posnr|positionsnummer|lfd nr|lfdnr|nr
reference: reference|ref|refs|ref des|refdes|reference designator|reference designators|designator
reference: designators|references|component designator|location|parts location
reference: 참조|참조번호|위치|위치번호|장착위치|레퍼런스
reference: referenz|bauteilreferenz|einbauort
note: note|notes|remark|remarks|comment|comments
note: 비고|메모|참고|특기사항
note: bemerkung|bemerkungen|anmerkung|hinweis|kommentar
level: level|lv|lvl|bom level|lev|indent|depth|hierarchy
level: 레벨|단계|계층|수준
level: stufe|ebene|gliederung|baustufe
parent_number: parent|parent number|parent part|parent part number|parent part no|parent no
parent_number: parent item|assembly number|assembly part number|assy no|next assembly
parent_number: next higher assembly|nha|used on|belongs to|father
parent_number: 모품번|상위품번|모부품|상위부품|모품목|상위품목|모품목코드|조립품번|상위부품번호
parent_number: übergeordnet|oberteil|baugruppe|elternteil|vater
manufacturer: manufacturer|mfr|mfg|mfr name|mfg name|manufacturer name|maker|brand
manufacturer: 제조사|제조업체|메이커|제조원
manufacturer: hersteller|herstellername
manufacturer_part_number: manufacturer part number|mpn|mfr part number|mfg part number|mfg part num
manufacturer_part_number: mfr part no|mfg part no|manufacturer part no|manufacturer p/n|mfr pn
manufacturer_part_number: mfr p/n|maker part number|mfg pn|manufacturer part
manufacturer_part_number: 제조사품번|제조사부품번호|메이커품번|제조품번
manufacturer_part_number: herstellernummer|herstellerteilenummer|hersteller-teilenummer
manufacturer_part_number: hersteller-nr
material: material|raw material|material spec|matl|mat'l|mat
material: 재질|소재|재료|원재료
material: werkstoff|werkstoffbezeichnung
supplier: supplier|vendor|supplier name|vendor name|source
supplier: 공급업체|공급사|업체|거래처|협력사|납품업체|업체명|구매처|구입처
supplier: lieferant|lieferantenname
supplier_part_number: supplier part number|vendor part number|vendor part num|supplier part no
supplier_part_number: vendor part no|order number|supplier pn
supplier_part_number: 공급업체품번|거래처품번|업체품번
supplier_part_number: lieferantennummer|bestell-nr
revision: revision|rev|rev.|revision level|version|issue|part revision
revision: 개정|리비전|개정번호|rev번호|설변|버전
revision: änderungsstand|revisionsstand|index stand
optional: optional|option|opt
optional: 선택|옵션|선택사양
optional: wahlweise
not_fitted: dnm|dnp|dni|dnf|do not mount|do not populate|do not place|not fitted|no stuff|no pop
not_fitted: 미실장|미장착|미삽입
not_fitted: nicht bestückt
scrap_percent: scrap|scrap %|attrition|scrap percent|loss %
scrap_percent: 손실률|로스율|스크랩율|loss율
scrap_percent: ausschuss
"""

# Titles that are taken where no better one stands beside them.
_WEAK_TITLES: Final = titles_of(
    """
part_number: libref|lib ref|library ref|도번|도면번호|코드|zeichnungsnummer|bestellnummer|drawing number
part_number: drawing no|dwg no|child|component
quantity: amount|개수|갯수
"""
)
_OTHERS_NUMBER: Final = frozenset(
    words(
        """supplier vendor customer catalog catalogue manufacturer mfr mfg maker parent drawing alternate
        substitute old assembly replaced link url similar order"""
    )
)
_QUANTITY_WORDS: Final = frozenset({"qty", "quantity", "qnty", "menge", "수량", "소요량", "anzahl"})
_QUANTITY_COMPANY: Final = frozenset(
    words(
        """total needed required req reqd per assy assembly bom ea each no of unit units used usage gesamt
        총 합계 필요 소요 대당 pcs pc 개 in product"""
    )
)
_LEVEL_COLUMN: Final = re.compile(r"^(?:level|lv|lvl|레벨|단계|stufe|l)[\s._-]*([0-9]{1,2})$", re.IGNORECASE)


def _near(title: str) -> tuple[str, int] | None:
    """Recognise "SOLIDWORKS PART NUMBER" and "Total QTY Needed", but not "Vendor Qty 1" or "QTY Per Pack"."""
    for name, titles in _WEAK_TITLES.items():
        if folded(title) in titles:
            return name, 60
    parts = words(title)
    ends = "".join(parts[-2:])
    if ends in {"partnumber", "partno", "partnum", "partcode"} and not _OTHERS_NUMBER & set(parts):
        return "part_number", 70
    if _QUANTITY_WORDS & set(parts) and set(parts) <= _QUANTITY_WORDS | _QUANTITY_COMPANY:
        return "quantity", 80
    if len(parts) == 2 and parts[1] in {"번호", "코드"} and parts[0] in {"품목", "부품", "자재", "제품"}:
        return "part_number", 90
    return None


def level_of_title(title: str) -> int | None:
    """Return the level a column stands for ("Lv.2", "LEVEL 0"), None for other titles."""
    match = _LEVEL_COLUMN.match(" ".join(title.split()))
    return int(match[1]) if match else None


VOCABULARY: Final = Vocabulary(
    titles=titles_of(_TITLES),
    telling=frozenset({"part_number", "name", "description", "quantity", "manufacturer_part_number"}),
    near=_near,
    examples="Part Number, Name, Qty, 품번, 품명, 수량",
)

# Words that make a line one of sums. TOTAL in capitals counts also before other words ("TOTAL ABS"), so
# that a "Total station mount" stays a part.
_TOTAL: Final = re.compile(r"TOTAL\b|합\s*계|소\s*계|총\s*[계합]|누\s*계|계\s*:?\s*$")
_TOTAL_FOLDED: Final = re.compile(
    r"(?:grand |sub[- ]?)?total(?:s|\s+(?:qty|quantity|amount|price|cost|parts|count)\b.*)?[\s.:=]*[0-9.,]*$"
    r"|sum(?:\s+of\b.*|[\s:]*$)|(?:zwischen)?summe\b|gesamt(?:summe|menge)?\b",
    re.IGNORECASE,
)
# Titles of an approval block (결재란).
_APPROVAL: Final = re.compile(
    r"""^(?:prepared|checked|reviewed|approved|drawn|designed|released|created|verified|issued|written)
        (?:\s+by)?\s*[:.]?\s*(?:\S+\s*){0,3}$
    |^(?:signature|approvals?|date)\s*[:.]?$
    |^(?:작\s*성|검\s*토|승\s*인|결\s*재|확\s*인|합\s*의|담\s*당|서\s*명|일\s*자)[자일]?\s*[:.]?(?:\s*\S+){0,2}$
    |^(?:erstellt|geprüft|freigegeben|genehmigt)(?:\s+(?:von|am))?\s*[:.]?.{0,20}$""",
    re.IGNORECASE | re.VERBOSE,
)
OPTIONAL: Final = re.compile(r"^\s*(?:optional|options?|선택(?:사양|품목)?|옵션|wahlweise)\b", re.IGNORECASE)
_YES: Final = frozenset("y yes true 1 x o ○ ● v ✓ ja j 예 선택 옵션 optional opt dnp dnm dni".split())  # noqa: SIM905
_NO: Final = frozenset({"", "n", "no", "false", "0", "-", "nein", "아니오", "필수", "required"})


def is_total(text: str) -> bool:
    """Say whether a text is the title of a line of sums."""
    return bool(_TOTAL.match(text) or _TOTAL_FOLDED.match(text))


def is_approval(text: str) -> bool:
    """Say whether a text belongs to an approval block (결재란)."""
    return bool(_APPROVAL.match(text))


def yes_or_no(text: str) -> bool | None:
    """Return what a flag column says, None for other words."""
    word = text.strip().casefold()
    return True if word in _YES else False if word in _NO else None
