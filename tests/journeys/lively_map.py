"""Run inside an installation: a map that people work on, and the numbers of what they left there.

Prints one JSON document for the journeys that look at its pages.
"""

import json
from datetime import timedelta

from django.utils import timezone

from shidra.agenda.models import AgendaSignature, AgendaVersion
from shidra.audit.models import SYSTEM
from shidra.gaps.analysis import gap_book
from shidra.i18n.text import Text
from shidra.initiatives.models import PlaceHistory
from shidra.initiatives.permissions import full_access
from shidra.measurement.models import Observation
from shidra.releases.actions import publish_period
from shidra.roadmap.actions import (
    add_voice,
    comment_on_map,
    open_consultation,
    raise_doubt,
    say,
    version_for_changes,
)
from shidra.roadmap.models import Link, Voice
from shidra.structure.actions import add_step, keep_scenario
from shidra.workshops.actions import open_workshop
from shidra.workshops.models import Suggestion

ACCESS = full_access("ready-together")
INITIATIVE = ACCESS.initiative
WORDS = Text.of(he="מילים של אדם", ar="كلمات إنسان", en="Somebody's words")
NOW = timezone.now()

gap = next(iter(gap_book(ACCESS).gaps)).ref
link = Link.objects.filter(version__initiative=INITIATIVE, version__status="adopted").first()
version = version_for_changes(initiative=INITIATIVE, by=SYSTEM)
open_consultation(initiative=INITIATIVE, until=timezone.localdate() + timedelta(days=9), by=SYSTEM)
version.refresh_from_db()
comment = comment_on_map(version=version, text=WORDS, token="c", by=SYSTEM)
doubt = raise_doubt(source=link.source, target=link.target, text=WORDS, token="d", by=SYSTEM)
talk = say(factor=link.source, text=WORDS, role="backbone", token="t", by=SYSTEM)
voice = add_voice(
    factor=link.source,
    words=WORDS,
    described_as=WORDS,
    consent=Voice.Consent.WRITTEN,
    consent_on=timezone.localdate(),
    visibility="public",
    token="v",
    by=SYSTEM,
)
scenario = keep_scenario(
    initiative=INITIATIVE, name="more money", reason="to learn", language="en", by=SYSTEM
)
add_step(scenario=scenario, step={"move": link.source.code, "by": 1}, by=SYSTEM)
workshop = open_workshop(
    initiative=INITIATIVE,
    title=WORDS,
    question=WORDS,
    ends_at=NOW + timedelta(hours=3),
    shows_map=True,
    shows_others=True,
    by=SYSTEM,
)
suggestion = Suggestion.objects.create(
    workshop=workshop, kind="factor", words="תחבורה", language="he", sending="s", made_at=NOW
)
publish_period(initiative=INITIATIVE, period="2025/26", note="ראשון", by=SYSTEM)
Observation.objects.filter(indicator__initiative=INITIATIVE, period="2025/26").exclude(
    denominator=None
).update(quality="B")
release = publish_period(
    initiative=INITIATIVE, period="2025/26", note="the quality was looked at", by=SYSTEM
).release
agreed = AgendaVersion.objects.get(initiative=INITIATIVE, status="adopted")
signature = AgendaSignature.objects.create(
    version=agreed,
    organisation=INITIATIVE.organisations.exclude(agenda_signatures__version=agreed).first(),
    name=WORDS,
    signer="Noa",
    signed_on=timezone.localdate(),
    is_on_paper=True,
    recorded_by="Michal",
    recorded_at=NOW,
)
dated = PlaceHistory.objects.exclude(from_period="").get(place__initiative=INITIATIVE)
print(
    json.dumps(
        {
            "gap": gap,
            "source": link.source.code,
            "target": link.target.code,
            "version": version.number,
            "comment": comment.pk,
            "doubt": doubt.pk,
            "talk": talk.pk,
            "voice": voice.pk,
            "release": release.pk,
            "scenario": scenario.pk,
            "workshop": workshop.pk,
            "code": workshop.code,
            "suggestion": suggestion.pk,
            "signed": signature.version.number,
            "signature": signature.pk,
            "factor_row": link.source.pk,
            "change": INITIATIVE.category_changes.get().code,
            "place": dated.place.code,
            "dated": dated.pk,
        }
    )
)
