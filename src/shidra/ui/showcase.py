"""What the gallery shows: the words and figures of Ready Together, which is illustrative."""

from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shidra.i18n import dates, numbers
from shidra.i18n.languages import known
from shidra.i18n.text import Text

__all__ = ["showcase"]

COLOURS: Final = (
    "resources", "activities", "factors", "intermediate", "outcomes", "missing", "on-path",
    "off-path", "unknown", "money", "accent",
)  # fmt: skip

TONES: Final = ("missing", "overlap", "on-path", "off-path", "unknown", "illustrative")
LAYERS: Final = {
    "resources": Text.of(he="משאבים ומימון", ar="موارد وتمويل", en="Resources"),
    "activities": Text.of(he="פעולות ותוכניות", ar="أنشطة وبرامج", en="Activities"),
    "factors": Text.of(he="גורמים משפיעים", ar="عوامل مؤثرة", en="Factors"),
    "intermediate": Text.of(he="תוצאות ביניים", ar="نتائج وسيطة", en="Intermediate results"),
    "outcomes": Text.of(he="תוצאות", ar="نتائج", en="Outcomes"),
}

# code, name, need, covered, overlap
LINES: Final = (
    ("F2", Text.of(he="איתור מוקדם וטיפול בזמן", ar="الكشف المبكر والعلاج في حينه",
                   en="Early detection and timely therapy"), 9_600_000, 3_400_000, 0),
    ("F10", Text.of(he="קרקע, תכנון והסעות", ar="الأرض والتخطيط والمواصلات",
                    en="Land, planning, transport"), 3_000_000, 300_000, 0),
    ("F8", Text.of(he="כוח אדם חינוכי לגיל הרך", ar="كوادر تربوية للطفولة المبكرة",
                   en="Educator workforce"), 6_600_000, 2_100_000, 0),
    ("F6", Text.of(he="סביבה עשירה בשפה", ar="بيئة غنية باللغة",
                   en="Language-rich environment"), 5_400_000, 5_400_000, 700_000),
    ("F7", Text.of(he="תמיכה בהורים", en="Parent support"), 4_800_000, 4_200_000, 0),
)  # fmt: skip

GROUPS: Final = (
    Text.of(he="חברה בדואית", ar="المجتمع البدوي", en="Bedouin"),
    Text.of(he="חברה ערבית", ar="المجتمع العربي", en="Arab"),
    Text.of(he="חברה דרוזית", ar="المجتمع الدرزي", en="Druze"),
    Text.of(he="חברה חרדית", ar="المجتمع الحريدي", en="Haredi"),
    Text.of(he="יתר החברה היהודית", ar="باقي المجتمع اليهودي", en="Other Jewish"),
    Text.of(he="יוצאי אתיופיה", ar="من أصول إثيوبية", en="Ethiopian origin"),
    Text.of(he="עולים", ar="قادمون جدد", en="Newcomers"),
    Text.of(he="לא ידוע", ar="غير معروف", en="Not known"),
)


def showcase() -> dict[str, Any]:
    """Everything that the gallery needs, formatted for this reader's language."""
    language = known(get_language())
    unit = numbers.money_unit([need for _code, _name, need, _met, _over in LINES])
    largest = max(need + over for _code, _name, need, _met, over in LINES)
    return {
        "colours": COLOURS,
        "groups": [
            {"number": place, "name": name.shown(language)} for place, name in enumerate(GROUPS, 1)
        ],
        "layers": [(tone, name.shown(language)) for tone, name in LAYERS.items()],
        "tones": TONES,
        "rows": [_row(line, language, unit) for line in LINES],
        "largest": largest,
        "unit": numbers.unit_name("ILS", language, unit),
        "fallback": _elsewhere(language).shown(language),
        "crumbs": [(_("Start"), f"/{language}/")],
        "samples": _samples(language),
        "tab_items": [
            {"href": "#tabs", "text": name.shown(language), "is_current": place == 0, "count": None}
            for place, name in enumerate(list(LAYERS.values())[:3])
        ],
        "terms": _terms(language),
    }


def _row(line: tuple[str, Text, int, int, int], language: str, unit: int) -> dict[str, Any]:
    code, name, need, covered, overlap = line
    return {
        "code": code,
        "name": name.shown(language),
        "need": need,
        "covered": covered,
        "overlap": overlap,
        "missing": need - covered,
        "need_text": numbers.money(need, "ILS", language, unit=unit),
        "covered_text": numbers.money(covered, "ILS", language, unit=unit),
        "missing_text": numbers.money(need - covered, "ILS", language, unit=unit),
        "missing_words": numbers.money(need - covered, "ILS", language),
        "overlap_text": numbers.money(overlap, "ILS", language, unit=unit) if overlap else "",
        "share_text": numbers.percent(Decimal(covered) / need, language),
    }


def _elsewhere(language: str) -> Text:
    """A text that this reader's language lacks."""
    return Text.of(ar="دعم الأهل") if language != "ar" else Text.of(he="תמיכה בהורים")


def _samples(language: str) -> dict[str, str]:
    return {
        "missing": numbers.money(6_200_000, "ILS", language),
        "need": numbers.money(9_600_000, "ILS", language),
        "exact": numbers.money(6_200_000, "ILS", language, exact=True),
        "short": numbers.money(6_200_000, "ILS", language, short=True),
        "percent": numbers.percent(0.602, language, 1),
        "share": numbers.percent(0.354, language),
        "points": numbers.points(0.3, language),
        "change": numbers.points(0.022, language, 1, sign=True),
        "ages": numbers.number_range(0, 25, language),
        "number": numbers.number(4409, language),
        "day": dates.date(date(2026, 11, 22), language),
        "school_year": dates.period("2025/26", language),
        "quarter": dates.period("2026-Q3", language),
        "month": dates.period("2026-07", language),
        "years": dates.years(2025, 2031, language),
    }


def _terms(language: str) -> dict[str, Any]:
    names = (
        Text.of(he="חשיבות", ar="الأهمية", en="importance"),
        Text.of(he="החלק שחסר", ar="الجزء الناقص", en="share missing"),
        Text.of(he="חוזק הדרך אל התוצאה", ar="قوة الطريق إلى النتيجة", en="strength of the path"),
        Text.of(he="משקל שוויון הזדמנויות", ar="وزن تكافؤ الفرص", en="equity weight"),
        Text.of(he="יש מי שאחראי", ar="هناك جهة مسؤولة", en="somebody owns it"),
    )
    values = ("5", "0.646", "1.00", "1.48", "1")
    return {
        "parts": [
            {"text": value, "name": name.shown(language)}
            for value, name in zip(values, names, strict=True)
        ],
        "result": {
            "text": "4.78",
            "name": Text.of(he="ציון", ar="الدرجة", en="score").shown(language),
        },
    }
