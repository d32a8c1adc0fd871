"""Where a version stands, in words."""

from django.utils.translation import gettext as _

from shidra.agenda.models import AgendaVersion
from shidra.agenda.queries import Obstacle
from shidra.i18n import dates
from shidra.i18n.phrases import Phrase, filled

__all__ = ["TONES", "obstacle_in_words", "standing_in_words"]

Status = AgendaVersion.Status

TONES = {
    Status.DRAFT.value: "unknown",
    Status.CONSULTATION.value: "intermediate",
    Status.ADOPTED.value: "on-path",
    Status.SUPERSEDED.value: "",
}


def standing_in_words(version: AgendaVersion, language: str) -> Phrase:
    """One sentence: adopted when, open until when, in force from when to when."""
    number = f"\u2066{version.number}\u2069"
    match version.status:
        case Status.ADOPTED if version.adopted_on:
            return filled(
                _("Version %(number)s, adopted on %(day)s"),
                number=number,
                day=dates.date(version.adopted_on, language),
            )
        case Status.SUPERSEDED if version.adopted_on and version.superseded_on:
            return filled(
                _("Version %(number)s, in force from %(start)s to %(end)s"),
                number=number,
                start=dates.date(version.adopted_on, language),
                end=dates.date(version.superseded_on, language),
            )
        case Status.CONSULTATION if version.consultation_until:
            return filled(
                _("Version %(number)s, open for comments until %(day)s"),
                number=number,
                day=dates.date(version.consultation_until, language),
            )
        case _:
            return filled(_("Version %(number)s, a draft"), number=number)


def obstacle_in_words(obstacle: Obstacle) -> str:
    """What has to happen before a version can be adopted."""
    return {
        Obstacle.NO_CONSULTATION: _("It has not been open for comments yet."),
        Obstacle.NO_RESULT: _("It says no result."),
        Obstacle.NO_PROBLEM: _("It does not say the problem."),
        Obstacle.UNANSWERED: _("There are comments without an answer."),
        Obstacle.NO_REASON: _("Say why: the agreed outcome changes, or comments end early."),
        Obstacle.NO_DECISION: _("Say who decided that the agreed outcome changes."),
        Obstacle.DAY_IN_FUTURE: _("The day of adoption has not come yet."),
        Obstacle.DAY_TOO_EARLY: _("The day lies before the version in force was adopted."),
    }[obstacle]
