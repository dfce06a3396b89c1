"""How people title the columns of a plan of characteristics: the columns 1factory reads, Korean inspection sheets.

Titles of 1factory: its help article 215607208 (creating a quality control plan from xlsx). Only words.
"""

from __future__ import annotations

import re
from typing import Final

from app.drawings.import_header import Vocabulary, folded, titles_of, words
from models.vocab import CharacteristicKind

_TITLES: Final = """
number: balloon #|balloon no|balloon number|balloon|bubble|bubble #|char no|char #|characteristic no
number: characteristic number|char. no.|item|item no|item #|no|no.|#|dim #|dim no|feature #|id
number: 번호|풍선번호|풍선 번호|순번|항목번호|특성번호|특성 번호|치수번호|연번
number: pos|pos.|pos-nr|nr|merkmal-nr|prüfmerkmal-nr
zone: sheet/zone|sheet zone|zone|reference location|drawing zone|sheet|location|도면위치|위치|구역|시트/구역
type: characteristic type|char type|type|spec type|dimension type|특성구분|규격유형|유형|merkmalsart
places: places|place|count|number of places|occurrences|개소|개소수|수량|anzahl|qty|quantity
characteristic: characteristic|characteristic name|feature|description|parameter|requirement
characteristic: product characteristic|특성|특성명|검사항목|항목|측정항목|관리항목|제품특성|merkmal|bezeichnung
specification: specification|spec|spec.|requirement text|dimension|drawing requirement|dimension/specification
specification: characteristic specification|product/process specification tolerance|product specification
specification: 규격|사양|도면규격|도면치수|치수|검사기준|관리기준|spezifikation|maß|sollmaß mit toleranz
nominal: nominal|nominal value|nom|target|basic dimension|기준|기준값|기준치|기준치수|기본치수|nennmaß|sollwert
upper_tolerance: upper tolerance|upper tol|upper tol.|tol+|+tol|tolerance +|plus|plus tol|tol plus|+|usl tol
upper_tolerance: 상한공차|상한 공차|상공차|공차+|공차(+)|(+)공차|+공차|oberes abmaß
lower_tolerance: lower tolerance|lower tol|lower tol.|tol-|-tol|tolerance -|minus|minus tol|tol minus|-
lower_tolerance: 하한공차|하한 공차|하공차|공차-|공차(-)|(-)공차|-공차|unteres abmaß
tolerance: tolerance|tol|tol.|±|+/-|공차|허용차|toleranz
upper_limit: upper limit|usl|upper spec limit|max|maximum|upper|ucl spec|상한|상한값|상한치|최대|규격상한|obergrenze
lower_limit: lower limit|lsl|lower spec limit|min|minimum|lower|하한|하한값|하한치|최소|규격하한|untergrenze
unit: uom|unit|units|unit of measure|단위|einheit
data_type: data type|datatype|data|데이터유형|계량/계수|datentyp
special: key|key characteristic|special characteristic|special|class|critical|kc|cc/sc|symbol|ctq
special: special characteristic class|special char|특별특성|특별 특성|중요도|특성등급|besonderes merkmal
label: label|key label|명칭|이름
bonus: bonus tol.|bonus tol|bonus tolerance|bonus|보너스공차
descriptor: descriptor|datum|datums|데이텀|bezug
method: inspection method|method|gauge|gage|inspection tool|measurement technique|equipment|instrument
method: evaluation/measurement technique|evaluation measurement technique|measuring device
method: 계측기|측정기|측정기기|검사방법|측정방법|검사구|평가방법|측정구|prüfmittel|prüfmethode
sampling: sampling|sampling plan|sampling rule|sample|sample size/frequency|stichprobe
sampling: 시료수·주기|시료수/주기|시료|샘플링|시료수주기
sample_size: sample size|sample qty|size|n|시료수|샘플크기|샘플수|시료 수|시료크기|stichprobenumfang
frequency: frequency|freq|freq.|sample frequency|주기|검사주기|측정주기|빈도|häufigkeit
note: note|notes|remark|remarks|comment|work instructions|비고|작업지침|bemerkung
dimension_type: dim. type|dim type
"""


def _near(title: str) -> tuple[str, int] | None:
    """Recognise compound titles: "USL (mm)" is found without brackets already, "Tol. +" and "상한 공차(+)" here."""
    parts = set(words(title))
    sign = folded(title)
    if parts & {"tol", "tolerance", "공차"}:
        if sign.endswith("+") or parts & {"upper", "plus", "상한"}:
            return "upper_tolerance", 70
        if sign.endswith("-") or parts & {"lower", "minus", "하한"}:
            return "lower_tolerance", 70
    if parts & {"balloon", "풍선"}:
        return "number", 70
    return None


VOCABULARY: Final = Vocabulary(
    titles=titles_of(_TITLES),
    telling=frozenset({"specification", "nominal", "upper_limit", "lower_limit", "characteristic"}),
    near=_near,
    examples="Balloon #, Characteristic, Specification, 번호, 규격, 상한공차, 하한공차",
)

# What a characteristic's name or type says about its kind; the first that is found wins.
_KIND_WORDS: Final = {
    CharacteristicKind.THREAD: r"\bthread|나사|탭|gewinde",
    CharacteristicKind.ROUGHNESS: r"roughness|surface finish|조도|거칠기|rauheit",
    CharacteristicKind.HARDNESS: r"hardness|경도|härte",
    CharacteristicKind.TORQUE: r"torque|토크|drehmoment",
    CharacteristicKind.WEIGHT: r"weight|\bmass\b|중량|무게|gewicht",
    CharacteristicKind.GEOMETRIC: (
        r"gd\s*&\s*t|position\b|flatness|parallel|perpendicular|squareness|concentric|roundness|circularity"
        r"|cylindricity|straightness|angularity|symmetry|run-?out|profile|기하|위치도|평면도|평행도|직각도|동심도"
        r"|동축도|진원도|원통도|진직도|경사도|대칭도|흔들림|윤곽도"
    ),
    CharacteristicKind.DIAMETER: r"diameter|\bdia\b|\bbore\b|지름|직경|내경|외경|durchmesser|[⌀Ø]",
    CharacteristicKind.RADIUS: r"radius|radii|반지름|반경|라운드|\bfillet",
    CharacteristicKind.ANGLE: r"angle\b|angular dimension|각도|winkel",
    CharacteristicKind.LENGTH: (
        r"length|linear|distance|width|height|depth|thickness|길이|폭|높이|깊이|두께|거리|länge"
    ),
    CharacteristicKind.NOTE: r"^notes?\b|주기사항|노트|외관|appearance",
}


def kind_of_words(text: str) -> CharacteristicKind | None:
    """Return the kind that a characteristic's name or type names, None where it names none."""
    for kind, pattern in _KIND_WORDS.items():
        if re.search(pattern, text.casefold()):
            return kind
    return None
