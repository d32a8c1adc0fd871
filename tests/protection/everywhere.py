"""All that answers, for whoever asks: an initiative with something behind each address.

Every route there is has its place in one of two lists below. What tells figures of groups and
places, tells them to whoever has raw rights; the other list says why a route tells none, and the
walk holds it to that.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.test import Client

from shidra.audit.models import SYSTEM
from shidra.config.routes import Route
from shidra.initiatives.models import Initiative
from shidra.measurement.models import Indicator, Target
from shidra.protection.models import DisclosureRule
from shidra.releases.actions import publish_period
from shidra.roadmap.models import Factor
from shidra.submissions.models import ReportingDuty
from tests.access.asking import Question, questions
from tests.access.world import World, build_world
from tests.factories import make_groups
from tests.protection.districts import COUNTS, place_districts, rules_by_audience
from tests.protection.hunting import texts_of

__all__ = [
    "AUDIENCE_OF",
    "FOR_KEEPERS",
    "TELLING",
    "Walked",
    "build_everything",
    "client_of",
    "silent_routes",
    "undecided",
    "walk",
]

# Whom each reader of the world counts among.
AUDIENCE_OF = {
    "anonymous": "visitors",
    "visitor": "visitors",
    "funder": "funders",
    "partner_editor": "partners",
    "community_member": "partners",
}

# What tells figures of groups and places.
TELLING = frozenset(
    {
        "disparities:board",
        "disparities:file",
        "disparities:group",
        "disparities:paper",
        "equity:goal",
        "measurement:figures",
        "measurement:indicator",
        "measurement:indicator-list",
        "releases:figures",
        "records:edit",
        "records:file",
        "records:list",
        "submissions:behind",
    }
)
# Of these, what is for those who keep the records, and so have raw rights; all others are open to
# everybody, and tell each reader what the rule of their audience allows.
FOR_KEEPERS = frozenset({"records:edit", "records:file", "records:list", "submissions:behind"})

# Why all other routes tell no figure of a group or a place.
SILENT: Mapping[str, str] = {
    "leads elsewhere, is drawn for all alike, or knows of accounts alone": """
        root assets:theme assets:stylesheet desk:start ui:gallery ui:accessibility
        accounts:sign-in accounts:sign-in-by-passkey accounts:challenge accounts:ask-for-code
        accounts:enter-code accounts:second-step accounts:by-link accounts:sign-out
        accounts:first-visit accounts:account accounts:confirm accounts:name accounts:email
        accounts:confirm-email accounts:password accounts:second-factor accounts:app
        accounts:passkey accounts:challenge-to-add accounts:recovery-codes accounts:remove-factor
        accounts:end-session accounts:end-other-sessions initiatives:archive
        invitations:people invitations:invite invitations:remove invitations:sign-in-link
        invitations:withdraw invitations:join""",
    "of a measure tells what holds for everybody everywhere": """
        desk:overview desk:map desk:map-paper desk:factor desk:factor-paper equity:goals
        releases:list releases:release releases:publish""",
    "counts people of needs, reach and plans, not of measures: test_counts_of_people walks these": """
        desk:group desk:activity desk:money desk:money-csv desk:partners desk:organisation
        desk:plan gaps:list gaps:csv gaps:file gaps:gap gaps:say gaps:reserve gaps:undo""",
    "tells how the measure and its protection are defined": """
        measurement:define measurement:move measurement:answer measurement:protection
        measurement:protection-rules desk:access initiatives:settings initiatives:state""",
    "holds what people wrote, agreed and promised, and days": """
        desk:trail desk:how-we-work desk:promise-state desk:adopt-map backbone:edit
        network:promises network:activities agenda:page agenda:start agenda:put-back
        agenda:differences agenda:version agenda:edit agenda:discard agenda:consult agenda:adopt
        agenda:comment agenda:answer agenda:sign agenda:withdraw agenda:correct
        roadmap:past-day roadmap:versions roadmap:differences roadmap:version roadmap:consult
        roadmap:back-to-draft roadmap:adopt roadmap:discard roadmap:comment roadmap:answer
        roadmap:reviewed roadmap:context roadmap:add-voice roadmap:say roadmap:contest
        roadmap:voice roadmap:retire-talk roadmap:answer-doubt initiatives:calendar
        notifications:mine notifications:wishes notifications:follow notifications:unfollow
        notifications:renew-calendar notifications:renew-stop notifications:stop
        notifications:calendar""",
    "draws or changes the map, which carries no figures": """
        mapping:edit mapping:act mapping:undo mapping:here structure:page structure:begin
        structure:scenario structure:change structure:rename structure:delete
        structure:bring-back workshops:enter workshops:room workshops:suggest workshops:list
        workshops:begin workshops:table workshops:wall workshops:change workshops:close
        workshops:decide exchange:map-files exchange:map-file exchange:load-map
        exchange:review-map""",
    "takes what somebody hands in, and shows them that": """
        beginning:found beginning:begin beginning:where beginning:factors beginning:indicators
        beginning:need exchange:load-new exchange:template exchange:review-new exchange:load
        exchange:review submissions:page submissions:ask submissions:remind submissions:end
        submissions:submission submissions:answer submissions:move submissions:partner
        submissions:template submissions:hand-in submissions:numbers submissions:review
        submissions:columns""",
    "names records and what is done with them": """
        records:index records:categories records:category-change records:category-take-back
        records:place-dates records:place-date-forget records:add records:paste records:retired
        records:restore records:history records:rename records:retire records:undo""",
}

# What else of a page can be asked for in its address.
BY_PLACE = tuple(f"?place={place}&by=sector" for place in ("", *COUNTS))
FURTHER: Mapping[str, Iterable[str]] = {
    "measurement:indicator": (*BY_PLACE, "?view=places&by=sector", "?view=groups"),
    "measurement:figures": BY_PLACE,
    "measurement:indicator-list": ("?state=adopted",),
    "desk:map": ("?view=map", "?view=table", "?view=paths", "?lens=evidence"),
    **{f"disparities:{name}": ("?by=sector", "?of=M5") for name in ("board", "file", "paper")},
}


# Sheets of style hold many numbers, and are the same for everybody.
DRAWN_FOR_ALL = "text/css"


@dataclass(frozen=True)
class Walked:
    """One answer: which route gave it, and everything that it says."""

    route: str
    address: str
    said: list[str]


def silent_routes() -> list[str]:
    """The routes of the second list; one that stands there twice is twice here."""
    return [name for names in SILENT.values() for name in names.split()]


def undecided(every: Iterable[Route]) -> set[str]:
    """Routes of which nobody has said whether they tell figures."""
    return {each.name for each in every} - TELLING - set(silent_routes())


def build_everything() -> World:
    """The world of all kinds of rows, with a measure by district and sector that was published."""
    world = build_world()
    ours = world.ours
    Initiative.objects.filter(pk=ours.initiative.pk).update(min_cell=10)
    DisclosureRule.objects.filter(initiative=ours.initiative).delete()
    ours.initiative.refresh_from_db()
    measure = place_districts(
        Factor.objects.get(initiative=ours.initiative, code=ours.codes["outcome"])
    )
    Target.objects.create(indicator=measure, period="2020", value="0.81")
    rules_by_audience(ours.initiative)
    # A partner answers for figures that are not its own to see.
    ReportingDuty.objects.create(
        initiative=ours.initiative, organisation=ours.owner, indicator=measure, since="2015"
    )
    done = publish_period(initiative=ours.initiative, period="2016", note="", by=SYSTEM)
    ours.codes |= {"indicator": measure.code, "factor": ours.codes["outcome"]}
    ours.numbers["release"] = done.release.pk
    ours.group = make_groups(ours.initiative, "sector:arab").groups.get()
    ours.rows["observations", "open"] = _smallest(measure)
    for reader in AUDIENCE_OF:
        client_of(world, reader).get("/en/i/ours/indicators/M5/")
    return world


def _smallest(measure: Indicator) -> int:
    """The record of three people, which nobody without raw rights is told."""
    return measure.observations.get(place__code="E", group_set__key="sector:jewish").pk


def client_of(world: World, reader: str) -> Client:
    client = Client()
    if reader in world.people:
        client.force_login(world.people[reader])
    return client


def walk(
    world: World, reader: str, only: Callable[[str], bool] = lambda _name: True
) -> Iterator[Walked]:
    """Every answer that a reader is given about our initiative, or about none."""
    client = client_of(world, reader)
    for asked in questions(world):
        if asked.is_crossed or asked.about is world.theirs or not only(asked.route.name):
            continue
        for address in _addresses(asked):
            answer = client.get(address)
            if answer.status_code == 200 and answer["Content-Type"] != DRAWN_FOR_ALL:
                yield Walked(asked.route.name, address, texts_of(answer))


def _addresses(asked: Question) -> Iterator[str]:
    for more in ("", *FURTHER.get(asked.route.name, ())):
        yield asked.address.replace("/he/", "/en/", 1) + more
