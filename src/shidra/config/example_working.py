"""How the partners of Ready Together work: five sentences, and who fills which function."""

from datetime import date

from django.db import transaction

from shidra.audit.models import SYSTEM
from shidra.backbone.actions import Filling, put_holders, put_notes
from shidra.backbone.models import ConditionNote, Function
from shidra.initiatives.models import Initiative

__all__ = ["let_example_work"]

Condition = ConditionNote.Condition

SENTENCES: dict[str, dict[str, str]] = {
    "he": {
        Condition.AGENDA: "הסכמנו פעמיים: בפעם השנייה אחרי שהורים אמרו שהיעד נמוך מדי.",
        Condition.MEASUREMENT: "12 מדדים, הגדרה אחת לכולם; חמישה מהם לפי קבוצת אוכלוסייה.",
        Condition.ACTIVITIES: "יותר מדי העשרה ומעט מדי טיפול; השנה אנחנו מזיזים.",
        Condition.COMMUNICATION: "נפגשים אחת לחודש, בכל פעם ביישוב אחר, בעברית ובערבית.",
        Condition.BACKBONE: "ארבעה אנשים בשתי משרות וחצי; מועצת ההורים חולקת איתנו את העבודה הציבורית.",
    },
    "ar": {
        Condition.AGENDA: "اتفقنا مرتين: في الثانية بعد أن قال الأهل إن الهدف منخفض جدًا.",
        Condition.MEASUREMENT: "12 مؤشّرًا بتعريف واحد للجميع؛ خمسة منها حسب الفئة السكانية.",
        Condition.ACTIVITIES: "إثراء أكثر من اللازم وعلاج أقل من اللازم؛ هذا العام ننقل.",
        Condition.COMMUNICATION: "نلتقي مرة في الشهر، كل مرة في بلدة أخرى، بالعبرية وبالعربية.",
        Condition.BACKBONE: "أربعة أشخاص في وظيفتين ونصف؛ مجلس الأهالي يشاركنا العمل الجماهيري.",
    },
    "en": {
        Condition.AGENDA: "We agreed twice: the second time after parents called the target too low.",
        Condition.MEASUREMENT: "Twelve measures, one definition for all; five of them by group.",
        Condition.ACTIVITIES: "Too much enrichment and too little therapy; this year we shift.",
        Condition.COMMUNICATION: "We meet once a month, each time elsewhere, in Hebrew and Arabic.",
        Condition.BACKBONE: "Four people in two and a half posts; parents share the public work.",
    },
}
# Function, organisation, since, yearly cost in agorot.
FILLED = (
    (Function.VISION, "GESHER", date(2025, 3, 1), 42_000_000),
    (Function.ACTIVITIES, "GESHER", date(2025, 3, 1), 36_000_000),
    (Function.MEASUREMENT, "GESHER", date(2025, 9, 1), 40_000_000),
    (Function.MEASUREMENT, "COLLEGE", date(2026, 1, 1), 12_000_000),
    (Function.PUBLIC_WILL, "PARENTS", date(2025, 11, 1), 9_000_000),
    (Function.FUNDING, "GESHER", date(2025, 6, 1), 18_000_000),
)


@transaction.atomic
def let_example_work(initiative: Initiative) -> None:
    """Say how the example works, once; one function is left to nobody, so that the chair shows."""
    if initiative.condition_notes.exists() or initiative.function_holders.exists():
        return
    for language, sentences in SENTENCES.items():
        put_notes(initiative=initiative, sentences=sentences, language=language, by=SYSTEM)
    ids = dict(initiative.organisations.values_list("code", "pk"))
    fillings = [
        Filling(function, ids[organisation], since, cost)
        for function, organisation, since, cost in FILLED
    ]
    put_holders(initiative=initiative, fillings=fillings, by=SYSTEM)
