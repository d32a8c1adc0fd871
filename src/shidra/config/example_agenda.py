"""The agenda of Ready Together: agreed once, agreed anew after parents spoke, and signed."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from shidra.agenda.actions import (
    adopt_agenda,
    answer_comment,
    comment_on,
    open_consultation,
    save_draft,
    sign_agenda,
    start_draft,
)
from shidra.agenda.models import (
    AgendaComment,
    AgendaVersion,
    AgreedNumber,
    Clause,
    EarlierWork,
    Wording,
)
from shidra.agenda.queries import choices_of
from shidra.audit.models import SYSTEM, Actor
from shidra.i18n.text import Text
from shidra.initiatives.models import Initiative

__all__ = ["agree_on_example"]

EXAMPLE = Path(__file__).parent / "ready_together_agenda.json"


@transaction.atomic
def agree_on_example(initiative: Initiative) -> None:
    """Let the example have agreed twice; where it has any agenda, leave that to its people."""
    if initiative.agenda_versions.exists():
        return
    document = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    version = start_draft(initiative=initiative, by=SYSTEM)
    # What the initiative says today is what the newest version says; each tells its differences.
    today = version.wording
    for told in document["versions"]:
        _agree(start_draft(initiative=initiative, by=SYSTEM), told, today)


def _agree(version: AgendaVersion, told: Mapping[str, Any], today: Wording) -> None:
    wording = _wording(version.initiative, told["wording"], today)
    version = save_draft(version=version, wording=wording, edition=version.edition, by=SYSTEM)
    version = open_consultation(
        version=version,
        until=date.fromisoformat(told["consultation"]["until"]),
        edition=version.edition,
        by=SYSTEM,
        on=date.fromisoformat(told["consultation"]["from"]),
    )
    for comment in told["comments"]:
        _say(version, comment)
    version = adopt_agenda(
        version=version,
        on=date.fromisoformat(told["adopted_on"]),
        edition=version.edition,
        by=SYSTEM,
        reason=Text.of(**told.get("reason", {})),
        decided_by=Text.of(**told["decided_by"]),
    )
    organisations = {each.code: each for each in version.initiative.organisations.all()}
    for signature in told["signatures"]:
        sign_agenda(
            version=version,
            signatory=organisations[signature["organisation"]],
            signer=signature["signer"],
            signer_role=signature["role"],
            on=date.fromisoformat(signature["on"]),
            brings=Text.of(**signature.get("brings", {})),
            is_on_paper=signature.get("is_on_paper", False),
            by=SYSTEM,
        )


def _wording(initiative: Initiative, told: Mapping[str, Any], today: Wording) -> Wording:
    choices = choices_of(initiative, today)
    texts: dict[str, Any] = {
        name: Text.of(**words) for name, words in told.items() if isinstance(words, dict)
    }
    numbers: dict[str, Any] = {
        name: AgreedNumber(Decimal(told[name][0]), date.fromisoformat(told[name][1]))
        for name in ("baseline", "target")
    }
    work = tuple(
        EarlierWork(
            Text.of(**each["what"]),
            Text.of(**each.get("who", {})),
            choices.partners[each["by"]] if "by" in each else None,
            each["since"],
        )
        for each in told["earlier_work"]
    )
    return replace(today, earlier_work=work, **texts, **numbers)


def _say(version: AgendaVersion, told: Mapping[str, Any]) -> None:
    initiative = version.initiative
    homes = {f"{each.dimension}:{each.code}": each.name for each in initiative.groups.all()}
    homes |= {each.code: each.name for each in initiative.organisations.all()}
    said = comment_on(
        version=version,
        clause=Clause(told["clause"]),
        text=Text.of(**told["text"]),
        token=f"{told['clause']} {told['on']}",
        by=Actor(label=told["author"]),
        speaks_for=homes[told.get("organisation") or told["group"]],
        passed_on_from=told.get("passed_on_from", ""),
        at=_at(told["on"]),
    )
    answer_comment(
        comment=said,
        answer=AgendaComment.Answer(told["answer"]),
        reason=Text.of(**told["reason"]),
        by=Actor(label=told["answered_by"]),
        at=_at(told["answered_on"]),
    )


def _at(day: str) -> datetime:
    noon = datetime.combine(date.fromisoformat(day), time(12))
    return timezone.make_aware(noon)
