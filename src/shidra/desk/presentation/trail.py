"""The trail of an initiative for its readers: who did what, when, to how many rows."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.http import urlencode
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from shidra.audit.models import Record
from shidra.audit.presentation import who_acted
from shidra.audit.queries import RecordsPage
from shidra.i18n import dates
from shidra.i18n.text import Shown

__all__ = ["ActLine", "TrailPage", "act_in_words", "trail_page"]

# An act by the name under which the trail keeps it. What is not here is shown by that name.
ACTS: Mapping[str, Any] = {
    "accept invitation": gettext_lazy("accepted an invitation"),
    "remind of figures": gettext_lazy("reminded a partner of late figures"),
    "answer questions": gettext_lazy("answered questions about figures"),
    "ask for figures": gettext_lazy("asked a partner for figures"),
    "ask for no figures": gettext_lazy("stopped asking a partner for figures"),
    "match columns": gettext_lazy("matched the columns of a partner's file"),
    "move submission": gettext_lazy("took a submission of figures a step further"),
    "take in figures": gettext_lazy("took in a partner's figures"),
    "fill functions of the backbone": gettext_lazy("said who fills the functions of the backbone"),
    "invite": gettext_lazy("invited somebody"),
    "load map": gettext_lazy("loaded a map"),
    "put agreed words back": gettext_lazy("put the agreed words back"),
    "say how we work": gettext_lazy("said how we work"),
    "show voice": gettext_lazy("let a voice be seen"),
    "sign agenda": gettext_lazy("signed the agenda"),
    "sign agenda on paper": gettext_lazy("wrote down a signature on paper"),
    "withdraw invitation": gettext_lazy("withdrew an invitation"),
    "add voice": gettext_lazy("wrote down a voice"),
    "adopt agenda": gettext_lazy("adopted the agenda"),
    "adopt first map": gettext_lazy("adopted the first map"),
    "adopt map": gettext_lazy("adopted a version of the map"),
    "affiliate": gettext_lazy("let somebody belong to an organisation or group"),
    "answer comment": gettext_lazy("answered a comment"),
    "answer comment on map": gettext_lazy("answered a comment on the map"),
    "answer doubt": gettext_lazy("answered a doubt about a link"),
    "begin from starter": gettext_lazy("began from a starter"),
    "change settings": gettext_lazy("changed the settings"),
    "change state": gettext_lazy("paused, closed or reopened the initiative"),
    "change workshop": gettext_lazy("changed a workshop"),
    "close to visitors": gettext_lazy("closed it to visitors"),
    "close workshop": gettext_lazy("closed a workshop"),
    "comment on agenda": gettext_lazy("commented on the agenda"),
    "comment on map": gettext_lazy("commented on the map"),
    "confirm factor": gettext_lazy("looked at a factor and found it still right"),
    "contest link": gettext_lazy("contested a link"),
    "copy structure": gettext_lazy("copied the structure of another initiative"),
    "correct signature": gettext_lazy("put a name under the agenda right"),
    "decide on suggestion": gettext_lazy("decided on a suggestion from a workshop"),
    "decline voice": gettext_lazy("did not let a voice be seen"),
    "discard agenda": gettext_lazy("discarded a draft of the agenda"),
    "discard map": gettext_lazy("discarded a draft of the map"),
    "end affiliation": gettext_lazy("ended that somebody belongs to an organisation or group"),
    "found initiative": gettext_lazy("founded the initiative"),
    "grant role": gettext_lazy("gave a role"),
    "load workbook": gettext_lazy("loaded a workbook"),
    "make sign-in link": gettext_lazy("made a sign-in link for somebody"),
    "mark illustrative": gettext_lazy("marked it as an example"),
    "move factor": gettext_lazy("moved a factor on the map"),
    "move end of consultation": gettext_lazy("moved the end of the talk about the agenda"),
    "move end of consultation on map": gettext_lazy("moved the end of the talk about the map"),
    "open consultation": gettext_lazy("opened the agenda for comments"),
    "open consultation on map": gettext_lazy("opened the map for comments"),
    "open draft": gettext_lazy("opened a draft of the map"),
    "open to visitors": gettext_lazy("opened it to visitors"),
    "open workshop": gettext_lazy("opened a workshop on the map"),
    "put stewards": gettext_lazy("changed who answers for a factor"),
    "publish": gettext_lazy("published a period"),
    "retire talk": gettext_lazy("took words back from under a factor"),
    "restore": gettext_lazy("restored a backup"),
    "revoke roles": gettext_lazy("took somebody's roles"),
    "save agenda": gettext_lazy("saved the agenda"),
    "say under factor": gettext_lazy("said something under a factor"),
    "start agenda": gettext_lazy("began an agenda"),
    "suggest in workshop": gettext_lazy("suggested something in a workshop"),
    "take map back to draft": gettext_lazy("took the map back to a draft"),
    "withdraw voice": gettext_lazy("took a voice back"),
    "withdraw signature": gettext_lazy("withdrew a signature under the agenda"),
    "withdraw signature on paper": gettext_lazy("wrote down that a signature was withdrawn"),
}
# After `put`, `retire` or `bring back`: the table.
TABLES: Mapping[str, Any] = {
    "agenda.agendaversion": gettext_lazy("the agenda"),
    "equity.structuralbarrier": gettext_lazy("barriers"),
    "equity.targetedstrategy": gettext_lazy("targeted strategies"),
    "equity.universalgoal": gettext_lazy("goals for all"),
    "funding.allocation": gettext_lazy("allocations"),
    "funding.commitment": gettext_lazy("commitments"),
    "funding.instalment": gettext_lazy("instalments"),
    "funding.need": gettext_lazy("needs"),
    "funding.option": gettext_lazy("options"),
    "gaps.gapstate": gettext_lazy("what was said of gaps"),
    "initiatives.group": gettext_lazy("groups"),
    "initiatives.initiative": gettext_lazy("the initiative itself"),
    "initiatives.label": gettext_lazy("names of codes"),
    "initiatives.place": gettext_lazy("places"),
    "measurement.indicator": gettext_lazy("indicators"),
    "measurement.indicatordefinition": gettext_lazy("versions of definitions"),
    "measurement.openquestion": gettext_lazy("what cannot be measured yet"),
    "measurement.curvestory": gettext_lazy("stories of curves"),
    "measurement.observation": gettext_lazy("observations"),
    "measurement.target": gettext_lazy("targets"),
    "network.activity": gettext_lazy("activities"),
    "network.organisation": gettext_lazy("organisations"),
    "network.promise": gettext_lazy("promises"),
    "network.stewardship": gettext_lazy("who answers for factors"),
    "protection.disclosurerule": gettext_lazy("rules of protection"),
    "roadmap.contextsheet": gettext_lazy("the context of factors"),
    "roadmap.evidenceitem": gettext_lazy("evidence"),
    "roadmap.factorentry": gettext_lazy("factors"),
    "roadmap.link": gettext_lazy("links"),
    "roadmap.voice": gettext_lazy("voices"),
    "submissions.reportingduty": gettext_lazy("figures that partners owe"),
    "structure.scenario": gettext_lazy("scenarios"),
}
# Marks that an act leaves as its subject and that its words say already.
OWN_MARKS = frozenset({"owner", "steward"})
VERBS: Mapping[str, Any] = {
    "put": pgettext_lazy("act on a table", "changed %(table)s"),
    "rename": pgettext_lazy("act on a table", "changed a code or key in %(table)s"),
    "restore": pgettext_lazy("act on a table", "brought back to %(table)s"),
    "undo": pgettext_lazy("act on a table", "undid a change of %(table)s"),
    "retire": pgettext_lazy("act on a table", "retired from %(table)s"),
}


@dataclass(frozen=True, slots=True)
class ActLine:
    """One act; `detail` is what the trail keeps of it, as it keeps it."""

    number: int
    when: str
    who: Shown
    what: str
    subject: str
    rows: int
    detail: str


@dataclass(frozen=True, slots=True)
class TrailPage:
    """A page of acts with the filter that it came by."""

    lines: Sequence[ActLine]
    people: Sequence[tuple[str, str]]
    acts: Sequence[tuple[str, str]]
    person: str
    act: str
    older: str


def trail_page(
    found: RecordsPage,
    people: Iterable[tuple[str, str]],
    acts: Iterable[str],
    named: Mapping[str, str],
    rows: Mapping[int, Sequence[Mapping[str, Any]]],
    chosen: Mapping[str, str],
    language: str,
) -> TrailPage:
    """The acts in words, with what may be filtered by.

    `named` are the people acts are about, `rows` by act what it changed, before and after.
    """
    person, act = chosen.get("person", ""), chosen.get("act", "")
    asked = {"person": person, "act": act, "before": found.older}
    return TrailPage(
        lines=[_line(record, named, rows.get(record.pk, ()), language) for record in found.records],
        people=[(key, Shown.by_script(label, language).text) for key, label in people],
        acts=sorted(((act, act_in_words(act)) for act in acts), key=lambda each: each[1]),
        person=person,
        act=act,
        older=urlencode({k: v for k, v in asked.items() if v}) if found.older else "",
    )


def act_in_words(action: str) -> str:
    """What somebody did, as far as there are words for it."""
    if action in ACTS:
        # In a sentence a dash parts some of these words from the person's name.
        return str(ACTS[action]).removeprefix("– ")
    verb, _space, table = action.partition(" ")
    if verb in VERBS and table in TABLES:
        return str(VERBS[verb]) % {"table": TABLES[table]}
    # A table that has no name here yet: its mark would say nothing to a reader.
    return _("changed records") if "." in action else action


def subject_in_words(subject: str, named: Mapping[str, str], language: str) -> str:
    """What an act is about, as people call it; nothing where the act says it already."""
    kind, _space, which = subject.partition(" ")
    if kind == "user":
        return Shown.by_script(named.get(which, ""), language).text
    if kind in {"agenda", "map"} and which:
        number, _colon, _rest = which.partition(":")
        return _("version %(number)s") % {"number": number}
    is_mark = "." in subject and subject in TABLES
    return "" if is_mark or subject in OWN_MARKS else subject


def _changed_rows(record: Record) -> int:
    """How many rows an act changed, those too that came together with very many others."""
    together = record.detail.get("added", 0) if "span" in record.detail else 0
    return int(record.changed_rows + together)  # type: ignore[attr-defined]  # by records_of


def _line(
    record: Record, named: Mapping[str, str], rows: Sequence[Mapping[str, Any]], language: str
) -> ActLine:
    kept = {**record.detail, **({"rows": list(rows)} if rows else {})}
    return ActLine(
        number=record.pk,
        when=dates.moment(localtime(record.at), language),
        who=who_acted(record.actor_label, language),
        what=act_in_words(record.action),
        subject=subject_in_words(record.subject, named, language),
        rows=_changed_rows(record),
        detail=json.dumps(kept, ensure_ascii=False, indent=1) if kept else "",
    )
