"""Two initiatives full of canaries: each word and each count says by itself who may read it.

A canary word is `zq` + initiative + kind; `KINDS` in the oracle says who reads a kind. Every text
field of every row holds one, so that whatever leaks can be told from what may be read.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone

from shidra.accounts.models import User
from shidra.agenda.models import AgendaComment, AgendaSignature, AgendaVersion
from shidra.audit.actions import record
from shidra.audit.models import SYSTEM
from shidra.backbone.models import ConditionNote, FunctionHolder
from shidra.funding.models import Allocation, Commitment, Instalment, Need, Option
from shidra.gaps.models import GapState
from shidra.i18n.text import Text
from shidra.initiatives.models import (
    CategoryChange,
    Group,
    GroupSet,
    Initiative,
    Label,
    Membership,
    Place,
    PlaceHistory,
    Visibility,
)
from shidra.invitations.models import Invitation
from shidra.mapping.models import EditorHere
from shidra.measurement.models import (
    CurveStory,
    Indicator,
    IndicatorDefinition,
    IndicatorStep,
    Observation,
    OpenQuestion,
    Target,
)
from shidra.network.models import Activity, Affiliation, Organisation, Promise, Stewardship
from shidra.releases.models import Release, ReleasedFigure, ReleaseFile
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
from shidra.structure.models import Scenario
from shidra.submissions.models import (
    ColumnMapping,
    ReportingDuty,
    Submission,
    SubmissionStep,
    SubmittedFigure,
)
from shidra.workshops.models import Suggestion, Workshop
from tests.rows import belongs_to_initiative, saved_row

__all__ = ["COUNTS", "PLACED", "PRIVATE_AMOUNT", "Things", "World", "build_world"]

VISIBILITIES = [str(each) for each in Visibility]
# Fewer than `MIN_CELL`, and found nowhere by chance: no page may show them to those without
# raw rights.
MIN_CELL = 60_000
COUNTS = {
    "numerator": 31_117,
    "denominator": 52_223,
    "people": 47_017,
    "public": 48_313,
    "partners": 48_341,
    "steering": 48_353,
    "private": 48_371,
    "handed": 31_393,
    "handedfrom": 52_489,
}
# Whole shekels of the private commitment, alone on its line.
PRIVATE_AMOUNT = 3_333_719

# What was said of the barrier of a factor, which is of no place, groups or year.
LIFE_OF_A_BARRIER = dict.fromkeys(
    ("place", "group_set", "year", "reserved_by", "reserved_until", "activity", "commitment")
) | {"shared_line": "", "state": "confirmed"}

# Every model with rows of an initiative. A new one fails until it is placed in the world.
PLACED = {
    GapState,
    *(Activity, Affiliation, AgendaComment, AgendaSignature, AgendaVersion, Allocation),
    *(ContextSheet, Doubt, MapComment, TalkEntry, Voice),
    Scenario,
    *(Commitment, ConditionNote, EvidenceItem, Factor, FactorEntry, FunctionHolder, Group),
    *(CategoryChange, PlaceHistory),
    *(CurveStory, IndicatorDefinition, IndicatorStep, OpenQuestion),
    *(GroupSet, Indicator, Instalment, Invitation, Label, Link, Membership, Need, Observation),
    *(Option, Organisation, Place, Promise, RoadmapVersion, Stewardship, Target),
    *(EditorHere, Suggestion, Workshop),
    *(ColumnMapping, ReportingDuty, Submission, SubmissionStep, SubmittedFigure),
    *(Release, ReleasedFigure, ReleaseFile),
}


@dataclass
class Things:
    """One initiative, and what its addresses name."""

    initiative: Initiative
    code: str
    numbers: dict[str, int] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    # By table and visibility, the numbers of rows.
    rows: dict[tuple[str, str], int] = field(default_factory=dict)
    owner: Any = None
    other: Any = None
    funder: Any = None
    group: Any = None


@dataclass
class World:
    """Both initiatives and everybody."""

    ours: Things
    theirs: Things
    people: dict[str, User]


def unplaced_models() -> set[type[models.Model]]:
    """Models with rows of an initiative of which this world has none."""
    return {
        model for model in apps.get_models() if belongs_to_initiative(model) and model not in PLACED
    }


def build_world() -> World:
    """Both initiatives with their rows; `ours` is open to visitors, `theirs` is not."""
    ours, theirs = _Builder("ours", is_public=True), _Builder("theirs", is_public=False)
    things = ours.build(), theirs.build()
    return World(*things, people=_people(*things))


def _people(ours: Things, theirs: Things) -> dict[str, User]:
    """Each role once; people of the owner, of another partner; one of the other initiative."""
    found = {}
    for role in Membership.Role.values:
        found[role] = _person(role)
        Membership.objects.create(initiative=ours.initiative, user=found[role], role=role)
    for name in ("orgadmin", "othereditor"):
        found[name] = _person(name)
        Membership.objects.create(
            initiative=ours.initiative, user=found[name], role="partner_editor"
        )
    found["stranger"] = _person("stranger")
    found["administrator"] = _person("administrator", is_superuser=True)
    found["theirkeeper"] = _person("theirkeeper")
    Membership.objects.create(
        initiative=theirs.initiative, user=found["theirkeeper"], role="backbone"
    )
    for name, belongs in (
        ("partner_editor", ours.owner),
        ("orgadmin", ours.owner),
        ("othereditor", ours.other),
        ("funder", ours.funder),
    ):
        Affiliation.objects.create(
            user=found[name], organisation=belongs, is_administrator=name == "orgadmin"
        )
    Affiliation.objects.create(user=found["community_member"], group=ours.group)
    EditorHere.objects.create(
        initiative=ours.initiative, person=found["data_lead"], seen_at=timezone.now()
    )
    # Whom a keeper could remove.
    ours.numbers["somebody"] = found["othereditor"].pk
    theirs.numbers["somebody"] = found["theirkeeper"].pk
    return found


def _person(name: str, **fields: Any) -> User:
    word = name.replace("_", "")
    return User.objects.create(
        email=f"zqmail{word}@people.example", name=f"zqname{word}", password="!", **fields
    )


class _Builder:
    def __init__(self, code: str, *, is_public: bool) -> None:
        self.code, self.open = code, f"zq{code}open"
        self.initiative = Initiative.objects.create(
            code=code,
            currency="ILS",
            min_cell=MIN_CELL,
            is_public=is_public,
            starts_on=date(2024, 1, 1),
            **dict.fromkeys(
                ("name", "result", "problem", "scope", "principles"), self.text("open")
            ),
        )
        self.things = Things(self.initiative, code)

    def word(self, kind: str) -> str:
        return f"zq{self.code}{kind}"

    def text(self, kind: str) -> Text:
        return Text.of(**dict.fromkeys(("he", "ar", "en"), self.word(kind)))

    def row(self, model: type[models.Model], of: str = "open", /, **given: Any) -> Any:
        return saved_row(model, self.initiative, self.word(of), **given)

    def keep(self, table: str, visibility: str, row: models.Model) -> None:
        self.things.rows[table, visibility] = row.pk

    def build(self) -> Things:
        self.build_map()
        self.build_network()
        self.build_measures()
        self.build_money()
        self.build_agenda()
        self.row(GapState, kind="policy", **LIFE_OF_A_BARRIER, factor=self.factor)
        self.build_workshop()
        self.build_submissions()
        scenario = self.row(Scenario, "comment", steps=[{"move": self.factor.code, "by": 1}])
        self.things.numbers["scenario"] = scenario.pk
        self.row(
            Invitation,
            "invited",
            organisation=None,
            group=None,
            expires_at=date_time(2027),
            made_by_id="",
        )
        self.things.numbers["invitation"] = Invitation.objects.latest("pk").pk
        record(
            action="load workbook",
            by=SYSTEM,
            initiative=self.code,
            subject=self.word("trail"),
            detail={"said": self.word("trail")},
        )
        return self.things

    def build_map(self) -> None:
        self.place = self.row(Place)
        self.group = self.row(Group)
        self.group_set = self.row(GroupSet, key=self.group.key)
        self.group_set.groups.set([self.group])
        self.row(Label, kind="track")
        adopted = self.row(RoadmapVersion, number=1, status="adopted")
        self.outcome, self.factor = self.row(Factor), self.row(Factor)
        for kind in ("open", "draft"):
            # The first map is settled once a draft stands beside it: that one comes after its rows.
            is_open = kind == "open"
            version = adopted if is_open else self.row(RoadmapVersion, number=2, status="draft")
            given = {"importance": 4, "controllability": 3, "state": 2}
            self.row(
                FactorEntry,
                kind,
                version=version,
                factor=self.outcome,
                **given | {"kind": "outcome"},
            )
            entry = self.row(
                FactorEntry, kind, version=version, factor=self.factor, **given | {"kind": "factor"}
            )
            link = self.row(Link, kind, version=version, source=self.factor, target=self.outcome)
            self.keep("factors", kind, entry)
            self.keep("links", kind, link)
        for visibility in VISIBILITIES:
            self.keep(
                "evidence",
                visibility,
                self.row(
                    EvidenceItem,
                    self.kind(visibility, "evidence"),
                    factor=self.factor,
                    visibility=visibility,
                ),
            )
        self.build_talk(adopted)
        self.things.codes["factor"] = self.factor.code
        self.things.codes["outcome"] = self.outcome.code
        self.things.group = self.group
        for table, row in (("places", self.place), ("groups", self.group)):
            self.keep(table, "open", row)

    def build_talk(self, adopted: RoadmapVersion) -> None:
        """What people say about the map: read, waiting to be read, and taken out of sight."""
        ends = {"source": self.factor, "target": self.outcome}
        unanswered = {"answer": "", "answered_at": None}
        self.row(ContextSheet, factor=self.factor)
        self.row(Doubt, **ends, answer="not_taken_up")
        doubt = self.row(Doubt, "comment", **ends, **unanswered)
        said = self.row(
            MapComment, "comment", version=adopted, factor=self.factor, target=None, **unanswered
        )
        talk = self.row(TalkEntry, "comment", factor=self.factor, retired_at=None)
        self.row(TalkEntry, "retired", factor=self.factor)
        self.row(Voice, factor=self.factor, state="shown", visibility="public")
        self.row(Voice, "comment", factor=self.factor, state="shown", visibility="partners")
        voice = self.row(Voice, "waiting", factor=self.factor, state="waiting")
        self.things.numbers |= {
            "doubt": doubt.pk,
            "map comment": said.pk,
            "talk": talk.pk,
            "voice": voice.pk,
        }

    @staticmethod
    def kind(visibility: str, of: str) -> str:
        """Records that everybody reads bear the word of all that is open."""
        return "open" if visibility == "public" else f"{visibility}{of}"

    def build_network(self) -> None:
        owner, other, funder = (self.row(Organisation) for _ in range(3))
        self.things.owner, self.things.other, self.things.funder = owner, other, funder
        self.keep("organisations", "open", owner)
        self.keep("organisations", "other", other)
        self.row(Stewardship, factor=self.factor, organisation=owner)
        for visibility in VISIBILITIES:
            activity = self.row(
                Activity,
                self.kind(visibility, "records"),
                organisation=owner,
                group_set=self.group_set,
                visibility=visibility,
                reach_planned=COUNTS[visibility],
                reach_actual=COUNTS[visibility],
            )
            activity.factors.set([self.factor])
            activity.places.set([self.place])
            self.keep("activities", visibility, activity)
            self.things.codes[f"activity {visibility}"] = activity.code
            promise = self.row(
                Promise,
                self.kind(visibility, "records"),
                organisation=owner,
                factor=self.factor,
                visibility=visibility,
            )
            self.keep("promises", visibility, promise)
            self.things.codes[f"promise {visibility}"] = promise.code
        self.keep(
            "promises",
            "group",
            self.row(
                Promise,
                "groups",
                organisation=None,
                group=self.group,
                factor=self.factor,
                visibility="private",
            ),
        )
        self.row(ConditionNote)
        self.row(FunctionHolder, organisation=owner)

    def build_measures(self) -> None:
        self.indicator = self.row(Indicator, factor=self.outcome, role="outcome")
        given = {
            "indicator": self.indicator,
            "place": self.place,
            "group_set": self.group_set,
        }
        observation = self.row(
            Observation,
            **given,
            numerator=Decimal(COUNTS["numerator"]),
            denominator=Decimal(COUNTS["denominator"]),
            value=Decimal("0.595882"),
        )
        target = self.row(Target, **given, value=Decimal("0.8"))
        self.things.codes["indicator"] = self.indicator.code
        changed = self.row(
            CategoryChange,
            dimension="sector",
            kind="rename",
            before="arab",
            after="arab",
            from_period="2020",
        )
        dated = self.row(
            PlaceHistory, place=self.place, name="cluster", from_period="2020", value="3"
        )
        self.things.codes |= {"change": changed.code, "place": self.place.code}
        self.things.numbers["dated"] = dated.pk
        self.row(IndicatorDefinition, indicator=self.indicator, version=1, valid_from="")
        self.row(IndicatorStep, indicator=self.indicator, before="", after="adopted")
        self.build_release()
        self.row(CurveStory, indicator=self.indicator)
        question = self.row(OpenQuestion, indicator=None, owner=None, factor=self.factor)
        self.things.codes["question"] = question.code
        for table, row in (
            ("indicators", self.indicator),
            ("observations", observation),
            ("targets", target),
        ):
            self.keep(table, "open", row)

    def build_money(self) -> None:
        line = {"factor": self.factor, "shared_line": ""}
        need = self.row(
            Need,
            **line,
            year=2026,
            amount=5_000_000_00,
            place=self.place,
            group_set=self.group_set,
            people=COUNTS["people"],
        )
        self.keep("needs", "open", need)
        self.keep("options", "open", self.row(Option, factor=self.factor))
        for visibility in VISIBILITIES:
            amount = PRIVATE_AMOUNT if visibility == "private" else 900_000
            commitment = self.row(
                Commitment,
                self.kind(visibility, "money"),
                funder=self.things.funder,
                amount=amount * 100,
                visibility=visibility,
                group_set=None,
                starts_on=date(2026, 1, 1),
                ends_on=date(2027, 1, 1),
            )
            on = {"factor": None, "shared_line": "learning"} if visibility == "private" else line
            allocation = self.row(
                Allocation,
                commitment=commitment,
                **on,
                place=None,
                group_set=None,
                year=2026,
                amount=amount * 100,
            )
            instalment = self.row(Instalment, commitment=commitment, amount=amount * 100)
            for table, row in (
                ("commitments", commitment),
                ("allocations", allocation),
                ("instalments", instalment),
            ):
                self.keep(table, visibility, row)

    def build_release(self) -> None:
        """What nobody has certified is read by people with raw rights alone."""
        name = self.text("released").as_document()
        code = self.word("released")
        measure = {"name": name, "numerator": name, "denominator": name, "unit": "percent"}
        release = self.row(
            Release,
            "released",
            number=1,
            replaces=None,
            rows=1,
            names={
                "indicators": {code: measure | {"counts": "both", "version": 1}},
                "places": {code: {"name": name, "parent": None, "kind": ""}},
                "groups": {},
                "dimensions": {},
            },
        )
        amounts = {
            "numerator": Decimal(COUNTS["numerator"]),
            "denominator": Decimal(COUNTS["denominator"]),
        }
        self.row(
            ReleasedFigure,
            "released",
            release=release,
            indicator=code,
            place=code,
            groups="",
            **amounts,
        )
        self.row(ReleaseFile, "released", release=release, status="written", rows=1)
        release.is_sealed = True
        release.save()
        self.things.numbers["release"] = release.pk

    def build_agenda(self) -> None:
        from shidra.agenda.models.wording import Wording

        adopted = self.row(
            AgendaVersion, number=1, status="adopted", wording=Wording(result=self.text("open"))
        )
        self.row(
            AgendaVersion,
            "agendadraft",
            number=2,
            status="draft",
            wording=Wording(result=self.text("agendadraft")),
        )
        self.row(AgendaComment, version=adopted, clause="result", answer="taken_up")
        unanswered = self.row(
            AgendaComment, "comment", version=adopted, clause="result", answer="", answered_at=None
        )
        signed = self.row(
            AgendaSignature,
            version=adopted,
            organisation=self.things.owner,
            group=None,
            withdrawn_on=None,
            corrections=[],
        )
        self.things.numbers["signature"] = signed.pk
        self.things.numbers["comment"] = unanswered.pk

    def build_submissions(self) -> None:
        """The figures of one partner, which only it and who keeps the initiative know of."""
        owner = self.things.owner
        duty = self.row(
            ReportingDuty, organisation=owner, indicator=self.indicator, place=None, since="2024"
        )
        submission = self.row(
            Submission,
            "figures",
            organisation=owner,
            number=7001 if self.code == "ours" else 7002,
            status="draft",
            kind="file",
            matching={"columns": {"remarks": self.word("figures")}},
            left_out=[],
            spoken=[],
            replaces=None,
        )
        self.row(SubmissionStep, "figures", submission=submission, before="", after="draft")
        self.row(
            SubmittedFigure,
            "figures",
            submission=submission,
            indicator=self.indicator,
            period="2024",
            place=self.place,
            group_set=None,
            numerator=Decimal(COUNTS["handed"]),
            denominator=Decimal(COUNTS["handedfrom"]),
            n=None,
            cells={},
            before=None,
            corrects=None,
        )
        self.row(ColumnMapping, "figures", organisation=owner, matching={})
        self.things.numbers |= {"duty": duty.pk, "submission": submission.number}

    def build_workshop(self) -> None:
        """Its code is in the hands of nobody who asks; those who hold it have tests of their own."""
        lasting = {"closed_at": None, "ends_at": date_time(2027)}  # its wall shows the code
        workshop = self.row(Workshop, "workshop", code=self.word("key")[-12:], **lasting)
        given = {"workshop": workshop, "state": "waiting", "language": "en", "sign": "+"}
        suggestion = self.row(Suggestion, "workshop", **given)
        self.things.numbers |= {"workshop": workshop.pk, "suggestion": suggestion.pk}


def date_time(year: int) -> Any:
    from datetime import UTC, datetime

    return datetime(year, 1, 1, tzinfo=UTC)
