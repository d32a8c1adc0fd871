"""Its partners with what they do and promise, their agenda and a workshop."""

from shidra.agenda.models import AgendaComment, AgendaSignature, AgendaVersion
from shidra.backbone.models import ConditionNote, FunctionHolder
from shidra.network.models import Activity, Organisation, Promise, Stewardship
from shidra.workshops.models import Suggestion, Workshop
from tests.access.placing.ground import COUNTS, VISIBILITIES, Ground, date_time, kind_of

__all__ = ["place_agenda", "place_network", "place_workshop"]


def place_network(at: Ground) -> None:
    """Activities and promises of each visibility."""
    owner, other, funder = (at.row(Organisation) for _ in range(3))
    at.things.owner, at.things.other, at.things.funder = owner, other, funder
    at.keep("organisations", "open", owner)
    at.keep("organisations", "other", other)
    at.row(Stewardship, factor=at.factor, organisation=owner)
    for visibility in VISIBILITIES:
        activity = at.row(
            Activity,
            kind_of(visibility, "records"),
            organisation=owner,
            group_set=at.group_set,
            visibility=visibility,
            reach_planned=COUNTS[visibility],
            reach_actual=COUNTS[visibility],
        )
        activity.factors.set([at.factor])
        activity.places.set([at.place])
        at.keep("activities", visibility, activity)
        at.things.codes[f"activity {visibility}"] = activity.code
        promise = at.row(
            Promise,
            kind_of(visibility, "records"),
            organisation=owner,
            factor=at.factor,
            visibility=visibility,
        )
        at.keep("promises", visibility, promise)
        at.things.codes[f"promise {visibility}"] = promise.code
    at.keep(
        "promises",
        "group",
        at.row(
            Promise,
            "groups",
            organisation=None,
            group=at.group,
            factor=at.factor,
            visibility="private",
        ),
    )
    at.row(ConditionNote)
    at.row(FunctionHolder, organisation=owner)


def place_agenda(at: Ground) -> None:
    """An adopted agenda with what was said of it, and the next draft."""
    from shidra.agenda.models.wording import Wording

    adopted = at.row(
        AgendaVersion, number=1, status="adopted", wording=Wording(result=at.text("open"))
    )
    at.row(
        AgendaVersion,
        "agendadraft",
        number=2,
        status="draft",
        wording=Wording(result=at.text("agendadraft")),
    )
    at.row(AgendaComment, version=adopted, clause="result", answer="taken_up")
    unanswered = at.row(
        AgendaComment, "comment", version=adopted, clause="result", answer="", answered_at=None
    )
    signed = at.row(
        AgendaSignature,
        version=adopted,
        organisation=at.things.owner,
        group=None,
        withdrawn_on=None,
        corrections=[],
    )
    at.things.numbers["signature"] = signed.pk
    at.things.numbers["comment"] = unanswered.pk


def place_workshop(at: Ground) -> None:
    """Its code is in the hands of nobody who asks; those who hold it have tests of their own."""
    lasting = {"closed_at": None, "ends_at": date_time(2027)}  # its wall shows the code
    workshop = at.row(Workshop, "workshop", code=at.word("key")[-12:], **lasting)
    given = {"workshop": workshop, "state": "waiting", "language": "en", "sign": "+"}
    suggestion = at.row(Suggestion, "workshop", **given)
    at.things.numbers |= {"workshop": workshop.pk, "suggestion": suggestion.pk}
