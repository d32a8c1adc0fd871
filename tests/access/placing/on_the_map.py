"""Its factors and links, what they rest on, and what people say about them."""

from shidra.initiatives.models import (
    Group,
    GroupSet,
    Label,
    Place,
)
from shidra.roadmap.models import (
    ContextSheet,
    Doubt,
    EvidenceItem,
    Factor,
    FactorEntry,
    Link,
    MapComment,
    RoadmapVersion,
    TalkEntry,
    Voice,
)
from tests.access.placing.ground import VISIBILITIES, Ground, kind_of

__all__ = ["place_map"]


def place_map(at: Ground) -> None:
    """The first map, adopted, and the draft beside it."""
    at.place = at.row(Place)
    at.group = at.row(Group)
    at.group_set = at.row(GroupSet, key=at.group.key)
    at.group_set.groups.set([at.group])
    at.row(Label, kind="track")
    adopted = at.row(RoadmapVersion, number=1, status="adopted")
    at.outcome, at.factor = at.row(Factor), at.row(Factor)
    for kind in ("open", "draft"):
        # The first map is settled once a draft stands beside it: that one comes after its rows.
        is_open = kind == "open"
        version = adopted if is_open else at.row(RoadmapVersion, number=2, status="draft")
        given = {"importance": 4, "controllability": 3, "state": 2}
        at.row(
            FactorEntry,
            kind,
            version=version,
            factor=at.outcome,
            **given | {"kind": "outcome"},
        )
        entry = at.row(
            FactorEntry, kind, version=version, factor=at.factor, **given | {"kind": "factor"}
        )
        link = at.row(Link, kind, version=version, source=at.factor, target=at.outcome)
        at.keep("factors", kind, entry)
        at.keep("links", kind, link)
    for visibility in VISIBILITIES:
        at.keep(
            "evidence",
            visibility,
            at.row(
                EvidenceItem,
                kind_of(visibility, "evidence"),
                factor=at.factor,
                visibility=visibility,
            ),
        )
    _place_talk(at, adopted)
    at.things.codes["factor"] = at.factor.code
    at.things.codes["outcome"] = at.outcome.code
    at.things.group = at.group
    for table, row in (("places", at.place), ("groups", at.group)):
        at.keep(table, "open", row)


def _place_talk(at: Ground, adopted: RoadmapVersion) -> None:
    """What people say about the map: read, waiting to be read, and taken out of sight."""
    ends = {"source": at.factor, "target": at.outcome}
    unanswered = {"answer": "", "answered_at": None}
    at.row(ContextSheet, factor=at.factor)
    at.row(Doubt, **ends, answer="not_taken_up")
    doubt = at.row(Doubt, "comment", **ends, **unanswered)
    said = at.row(
        MapComment, "comment", version=adopted, factor=at.factor, target=None, **unanswered
    )
    talk = at.row(TalkEntry, "comment", factor=at.factor, retired_at=None)
    at.row(TalkEntry, "retired", factor=at.factor)
    at.row(Voice, factor=at.factor, state="shown", visibility="public")
    at.row(Voice, "comment", factor=at.factor, state="shown", visibility="partners")
    voice = at.row(Voice, "waiting", factor=at.factor, state="waiting")
    at.things.numbers |= {
        "doubt": doubt.pk,
        "map comment": said.pk,
        "talk": talk.pk,
        "voice": voice.pk,
    }
