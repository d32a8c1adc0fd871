"""Two initiatives full of canaries: each word and each count says by itself who may read it.

A canary word is `zq` + initiative + kind; `KINDS` in the oracle says who reads a kind. Every text
field of every row holds one, so that whatever leaks can be told from what may be read.
"""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone

from shidra.accounts.models import User
from shidra.agenda.models import AgendaComment, AgendaSignature, AgendaVersion
from shidra.audit.actions import record
from shidra.audit.models import SYSTEM
from shidra.backbone.models import ConditionNote, FunctionHolder
from shidra.equity.models import StructuralBarrier, TargetedStrategy, UniversalGoal
from shidra.funding.models import Allocation, Commitment, Instalment, Need, Option
from shidra.gaps.models import GapState
from shidra.initiatives.models import (
    CategoryChange,
    Group,
    GroupSet,
    Label,
    Membership,
    Place,
    PlaceHistory,
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
from shidra.protection.models import DisclosureRule, ProtectedTable
from shidra.releases.models import Release, ReleasedFigure, ReleaseFile, ReleaseStanding
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
from tests.access.placing.equity import place_equity
from tests.access.placing.ground import COUNTS, PRIVATE_AMOUNT, Ground, Things, date_time
from tests.access.placing.measures import place_measures, place_submissions
from tests.access.placing.money import place_money
from tests.access.placing.network import place_agenda, place_network, place_workshop
from tests.access.placing.on_the_map import place_map
from tests.rows import belongs_to_initiative

__all__ = ["COUNTS", "PLACED", "PRIVATE_AMOUNT", "Things", "World", "build_world"]

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
    *(Release, ReleasedFigure, ReleaseFile, ReleaseStanding),
    *(DisclosureRule, ProtectedTable),
    *(StructuralBarrier, TargetedStrategy, UniversalGoal),
}


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
    things = _built("ours", is_public=True), _built("theirs", is_public=False)
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


def _built(code: str, *, is_public: bool) -> Things:
    at = Ground(code, is_public=is_public)
    place_map(at)
    place_network(at)
    place_measures(at)
    place_money(at)
    place_equity(at)
    place_agenda(at)
    at.row(GapState, kind="policy", **LIFE_OF_A_BARRIER, factor=at.factor)
    place_workshop(at)
    place_submissions(at)
    scenario = at.row(Scenario, "comment", steps=[{"move": at.factor.code, "by": 1}])
    at.things.numbers["scenario"] = scenario.pk
    at.row(
        Invitation,
        "invited",
        organisation=None,
        group=None,
        expires_at=date_time(2027),
        made_by_id="",
    )
    at.things.numbers["invitation"] = Invitation.objects.latest("pk").pk
    record(
        action="load workbook",
        by=SYSTEM,
        initiative=at.code,
        subject=at.word("trail"),
        detail={"said": at.word("trail")},
    )
    return at.things
