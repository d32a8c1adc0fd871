"""Maps to draw in tests: a small one with everything in it, and large ones made by rule."""

import random

from shidra.pictures.map import CardMark, MapColumn, MapLink, MapNode, MapTrack

NAMES = {
    "he": ["גילוי מוקדם וטיפול בזמן", "איכות המסגרות לגיל 0–3", "תמיכה בהורים"],
    "ar": ["الكشف المبكر والعلاج في الوقت المناسب", "جودة الأطر للأعمار 0–3", "دعم الأهل"],
    "en": ["Early detection and timely therapy", "Quality of 0–3 settings", "Parent support"],
}
TAGS = {"he": "חסרים 6.2 מיליון ₪", "ar": "ينقص 6.2 مليون ₪", "en": "₪6.2M missing"}


def small_map(language: str = "he") -> dict:
    names = NAMES[language]
    nodes = [
        MapNode(
            "F1",
            names[0],
            1,
            f"{names[0]}. {TAGS[language]}",
            "/f/F1",
            track="child",
            mark=CardMark(TAGS[language], "missing", 0.35),
            evidence=2,
            tags=("ללא אחראי",),
        ),
        MapNode("F2", names[1], 1, names[1], "/f/F2", track="system", evidence=1),
        MapNode(
            "F3", names[2], 2, names[2], "/f/F3", track="child", mark=CardMark("", "missing", 1.0)
        ),
        MapNode(
            "F4",
            names[1],
            2,
            names[1],
            "/f/F4",
            track="system",
            mark=CardMark(TAGS[language], "missing", 0.0),
        ),
        MapNode("O", names[0], 3, names[0], "/f/O", kind="outcome"),
    ]
    links = [
        MapLink("F1", "F3", "+", 3, label="F1 → F3"),
        MapLink("F2", "F4", "-", 1, "contested"),
        MapLink("F3", "F4", "-", 2),
        MapLink("F3", "O", "+", 3),
        MapLink("F4", "O", "+", 1, "hypothesised"),
        MapLink("F1", "O", "+", 2),
        MapLink("O", "F2", "+", 1, "refuted"),
    ]
    return {
        "nodes": nodes,
        "links": links,
        "columns": [MapColumn(1, "א", "2"), MapColumn(2, "ב"), MapColumn(3, "ג")],
        "tracks": [MapTrack("child", "ילדים"), MapTrack("system", "מערכת")],
        "language": language,
        "title": "מפה",
        "description": "מפת הדרכים",
    }


def made_map(count: int, *, columns: int = 5, tracks: int = 0, seed: int = 4) -> dict:
    """A map of any size: links mostly to the next column, some longer, inward and backward."""
    chance = random.Random(seed)
    kinds = ("resource", "activity", "factor", "intermediate", "outcome")
    nodes = [
        MapNode(
            f"N{place}",
            chance.choice(NAMES["he"]),
            1 + place * columns // count,
            "תיאור",
            f"/f/N{place}",
            kind=kinds[min(4, place * columns // count)],
            track=f"T{chance.randrange(tracks)}" if tracks and place < count * 0.9 else "",
            mark=CardMark(TAGS["he"], "missing", chance.random())
            if chance.random() < 0.4
            else None,
            evidence=chance.randrange(4),
        )
        for place in range(count)
    ]
    links = []
    for _ in range(count * 3 // 2):
        source, target = chance.sample(nodes, 2)
        if source.column > target.column and chance.random() < 0.85:
            source, target = target, source
        links.append(
            MapLink(
                source.code,
                target.code,
                chance.choice("+++-"),
                chance.randint(1, 3),
                chance.choice(("supported", "hypothesised", "contested", "refuted")),
            )
        )
    return {
        "nodes": nodes,
        "links": links,
        "columns": [MapColumn(number + 1, f"שלב {number + 1}") for number in range(columns)],
        "tracks": [MapTrack(f"T{place}", f"מסלול {place}") for place in range(tracks)],
        "language": "he",
        "title": "מפה",
    }
