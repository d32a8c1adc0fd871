"""*Turn the curve*: the story behind a measure, who has a part in it, what works, what is done."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from shidra.i18n import dates
from shidra.i18n.text import Text
from shidra.initiatives.permissions import Access, Right
from shidra.measurement.models import CurveStory, Indicator
from shidra.measurement.queries import Names

__all__ = ["StoryPanel", "present_stories"]


@dataclass(frozen=True, slots=True)
class StoryPart:
    """One of the questions of the panel, with what was answered."""

    title: str
    icon: str
    texts: tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class Story:
    """What was written in one period."""

    period: str
    parts: tuple[StoryPart, ...]
    factors: tuple[tuple[str, Text], ...]
    written_by: str
    written_on: str
    edit_href: str
    history_href: str


@dataclass(frozen=True, slots=True)
class StoryPanel:
    """The latest story, and those before it."""

    latest: Story | None
    earlier: tuple[Story, ...]
    add_href: str


def present_stories(
    stories: Iterable[CurveStory], indicator: Indicator, access: Access, names: Names, language: str
) -> StoryPanel:
    """The panel of an indicator's page; `stories` with the latest period first."""
    shown = [_story(story, access, names, language) for story in stories]
    code, may = access.initiative.code, access.may(Right.EDIT)
    return StoryPanel(
        shown[0] if shown else None,
        tuple(shown[1:]),
        f"{reverse('records:add', args=[code, 'stories'])}?{urlencode({'indicator': indicator.code})}"
        if may
        else "",
    )


def _story(story: CurveStory, access: Access, names: Names, language: str) -> Story:
    parts = (
        (_("The story behind the figures"), "git-branch",
         ((_("What helps"), story.helps), (_("What hinders"), story.hinders))),
        (_("Partners"), "handshake", ((_("Who has a part in it"), story.partners),)),
        (_("Ideas"), "sprout",
         ((_("What works"), story.ideas), (_("What costs little or nothing"), story.free_ideas))),
        (_("The plan"), "list-checks", ((_("What is done"), story.plan),)),
    )  # fmt: skip
    code, may = access.initiative.code, access.may(Right.EDIT)
    return Story(
        dates.period(story.period, language),
        tuple(
            StoryPart(title, icon, told)
            for title, icon, texts in parts
            if (told := tuple((name, text) for name, text in texts if text))
        ),
        tuple(
            (factor.code, names.factors.get(factor.pk, Text.of(en=factor.code)))
            for factor in story.factors.all()
        ),
        story.written_by,
        dates.date(story.written_on, language) if story.written_on else "",
        reverse("records:edit", args=[code, "stories", story.pk]) if may else "",
        reverse("records:history", args=[code, "stories", story.pk]) if may else "",
    )
