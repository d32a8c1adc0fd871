"""Every route has a decision: who reaches it in an initiative that is closed to visitors."""

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from shidra.agenda.models import AgendaComment, AgendaVersion
from shidra.audit.models import Record
from shidra.config.routes import routes
from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import RIGHTS, Right
from shidra.measurement.models import Indicator, OpenQuestion
from shidra.network.models import Activity, Promise
from shidra.roadmap.models import Doubt, Factor, MapComment, RoadmapVersion, TalkEntry, Voice
from shidra.workshops.models import Suggestion, Workshop
from tests.factories import (
    make_factor,
    make_groups,
    make_initiative,
    make_link,
    make_need,
    make_organisation,
    text,
)
from tests.personas import person, signed_in
from tests.repository.decisions import (
    ADMINISTRATORS,
    ASKING,
    BACKBONE,
    CODE,
    DECISIONS,
    EVERYBODY,
)


@pytest.fixture
def together(db) -> Initiative:
    initiative = make_initiative(CODE, id=77)
    factor = make_factor(initiative, "F2")
    make_need(initiative, factor, 9_600)
    Indicator.objects.create(
        initiative=initiative,
        code="I1",
        factor=factor,
        name=text("ready"),
        unit="percent",
        better="higher",
    )
    OpenQuestion.objects.create(initiative=initiative, code="Q1", question=text("at home?"))
    open_an_agenda(initiative)
    talk_about_the_map(initiative, factor)
    meet_a_partner(initiative, factor)
    build_together(initiative)
    return initiative


def meet_a_partner(initiative: Initiative, factor: Factor) -> None:
    """A partner that does and promised something, and a group of residents."""
    partner = make_organisation(initiative, "NGO")
    make_groups(initiative, "population:arab")
    activity = Activity.objects.create(
        initiative=initiative, code="A1", organisation=partner, name=text("therapy")
    )
    activity.factors.add(factor)
    Promise.objects.create(
        initiative=initiative,
        code="PR07",
        organisation=partner,
        kind="data",
        text=text("we share what we know"),
    )


def build_together(initiative: Initiative) -> None:
    """A workshop to which somebody sent something."""
    now = timezone.now()
    workshop = Workshop.objects.create(
        id=77,
        initiative=initiative,
        title=text("an evening"),
        question=text("what helps?"),
        code="12345678",
        ends_at=now,
        made_at=now,
    )
    Suggestion.objects.create(
        id=77, workshop=workshop, kind="factor", words="a bus", language="en", made_at=now
    )


def talk_about_the_map(initiative: Initiative, factor: Factor) -> None:
    """A second version that takes comments; a comment, a doubt, an entry and a voice of somebody."""
    now = timezone.now()
    other = make_factor(initiative, "F3")
    make_link(factor, other)
    version = RoadmapVersion.objects.create(
        initiative=initiative,
        number=2,
        status="consultation",
        consultation_until=timezone.localdate(),
    )
    said = {"id": 77, "author": "Rim", "author_id": "0", "made_at": now}
    MapComment.objects.create(version=version, **said)
    Doubt.objects.create(initiative=initiative, source=factor, target=other, **said)
    TalkEntry.objects.create(initiative=initiative, factor=factor, role="funder", **said)
    Voice.objects.create(
        id=77,
        initiative=initiative,
        factor=factor,
        consent="written",
        consent_on=timezone.localdate(),
        added_by_id="0",
        added_at=now,
    )


def open_an_agenda(initiative: Initiative) -> None:
    """A version that takes comments, with one of them."""
    today, now = timezone.localdate(), timezone.now()
    version = AgendaVersion.objects.create(
        initiative=initiative, number=1, status="consultation", consultation_until=today
    )
    AgendaComment.objects.create(
        id=77, version=version, clause="result", edition=1, author="Rim", made_at=now
    )


def names(resolver: URLResolver, within: str = "") -> list[str]:
    found = []
    for each in resolver.url_patterns:
        if isinstance(each, URLPattern):
            assert each.name, f"a route without a name: {each.pattern}"
            found.append(within + each.name)
        else:
            space = f"{each.namespace}:" if each.namespace else ""
            found += names(each, within + space)
    return found


def test_no_route_is_without_a_decision():
    every = names(get_resolver())
    assert len(every) == len(set(every))
    assert set(every) == set(DECISIONS)


def test_each_decision_is_what_the_route_declares():
    """The table here is written by hand, the policy beside the view: both must say the same."""
    wrong = {}
    for route in routes():
        decision, policy = DECISIONS[route.name], route.policy
        if policy is None:
            wrong[route.name] = "nothing declared"
        elif policy.kind == "right":
            # A page may narrow further, by what is one's own; it never widens.
            carried = RIGHTS[Right(policy.needs)]
            if decision.roles is None or not decision.roles <= carried:
                wrong[route.name] = policy.needs
        elif policy.kind == "administrator":
            if decision.roles != ADMINISTRATORS:
                wrong[route.name] = policy.kind
        elif decision.roles is not None:
            wrong[route.name] = policy.kind
    assert wrong == {}


def ask(client: Client, name: str) -> int:
    decision = DECISIONS[name]
    address = reverse(name, args=decision.arguments)
    return getattr(client, decision.method)(address).status_code


def test_each_answers_those_it_is_for_and_looks_absent_to_all_others(together: Initiative):
    Initiative.objects.update(is_public=False)
    wrong = {}
    for somebody in ASKING:
        for name, decision in DECISIONS.items():
            if decision.roles is None and somebody not in {"stranger", "anonymous"}:
                continue
            # A new session each time: one of the routes signs out.
            status = ask(signed_in(somebody, together), name)
            is_let_in = (
                decision.roles is None or somebody in decision.roles or somebody == "administrator"
            )
            expected = decision.answers if is_let_in else (404,)
            if status not in expected:
                wrong[somebody, name] = status
    assert wrong == {}


def test_visitors_of_an_open_initiative_see_what_is_for_everybody(together: Initiative):
    person("backbone", together)
    for name, decision in DECISIONS.items():
        is_let_in = decision.roles is None or decision.roles == EVERYBODY
        expected = decision.answers if is_let_in else (404,)
        assert ask(Client(), name) in expected, name


def test_who_leaves_nothing_behind_reads_without_writing(together: Initiative):
    """Pages that are asked for by GET write no audit record, whoever asks."""
    before = Record.objects.count()
    for name, decision in DECISIONS.items():
        if decision.method == "get":
            ask(signed_in(BACKBONE, together), name)
    assert Record.objects.count() == before
