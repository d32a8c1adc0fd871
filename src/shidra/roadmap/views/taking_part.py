"""Taking part: comments on a version, doubts about a link, the talk under a factor."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shidra.initiatives.permissions import Access, Right, opens
from shidra.initiatives.registry import speaks_for
from shidra.roadmap import actions
from shidra.roadmap.forms import AnswerForm, CommentForm, DoubtForm, ReasonForm, TalkForm
from shidra.roadmap.models import RoadmapVersion
from shidra.roadmap.permissions import (
    comment_or_404,
    doubt_or_404,
    entry_or_404,
    factor_or_404,
    link_or_404,
    roles_to_speak_from,
    talk_or_404,
    version_or_404,
)
from shidra.roadmap.presentation.saying import comment_line, doubt_line
from shidra.roadmap.presentation.wording import MapWording
from shidra.roadmap.queries import About, about_in, adopted_version_or_none

__all__ = ["answer", "answer_doubt", "comment", "contest", "retire", "say"]


def _words(access: Access) -> MapWording:
    return MapWording(access.initiative, get_language() or "he")


def _version_href(version: RoadmapVersion, part: str = "said") -> str:
    href = reverse("roadmap:version", args=[version.initiative.code, version.number])
    return f"{href}#{part}"


def _factor_href(access: Access, factor: str, part: str) -> str:
    return f"{reverse('desk:factor', args=[access.initiative.code, factor])}#{part}"


def _about(version: RoadmapVersion, request: HttpRequest) -> About:
    """What of the map the address asks about; the whole without a factor."""
    factor, target = request.GET.get("factor", ""), request.GET.get("target", "")
    if not factor:
        return About()
    if target:
        link_or_404(version, factor, target)
    else:
        entry_or_404(version, factor)
    return about_in(version, factor, target)


@opens(Right.COMMENT)
def comment(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Say something about a factor, a link or the whole map while it is open for comments."""
    version = version_or_404(access, number)
    about = _about(version, request)
    form = CommentForm(request.POST) if request.method == "POST" else CommentForm.fresh()
    if request.method == "POST" and form.is_valid():
        try:
            said = actions.comment_on_map(
                version=version,
                factor=about.factor,
                target=about.target,
                by=access.actor,
                speaks_for=speaks_for(access),
                **form.said,
            )
        except actions.NotOpenForComments:
            form.add_error(None, _("No comments are taken any more. Copy what you wrote."))
        else:
            messages.success(request, _("Thank you. The backbone will answer beside it."))
            return redirect(_version_href(version, f"comment-{said.pk}"))
    elif not version.takes_comments_on(timezone.localdate()):
        return redirect(_version_href(version))
    words = _words(access)
    context = {
        "access": access,
        "version": version,
        "form": form,
        "about": words.ends(about.names) if about.names else _("The map as a whole"),
        "submit": _("Send the comment"),
        "cancel_href": _version_href(version),
    }
    return render(request, "roadmap/comment.html", context)


@opens(Right.ADOPT_ROADMAP)
def answer(request: HttpRequest, access: Access, number: int, pk: int) -> HttpResponse:
    """Say whether a comment was taken up, and why."""
    version = version_or_404(access, number)
    said = comment_or_404(access, version, pk)
    form = AnswerForm(request.POST or None, initial={"answer": said.answer})
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_comment(comment=said, by=access.actor, **form.given)
        except actions.NotOpenForComments:
            messages.warning(request, _("The version is adopted; its answers stand as given."))
        else:
            messages.success(request, _("The answer stands beside the comment."))
        return redirect(_version_href(version, f"comment-{pk}"))
    words = _words(access)
    codes = [factor.code for factor in (said.factor, said.target) if factor]
    about = about_in(version, *codes)
    name = words.ends(about.names) if about.names else _("The map as a whole")
    context = {
        "access": access,
        "version": version,
        "form": form,
        "line": comment_line(said, name, access, words),
        "about": name,
        "submit": _("Answer"),
        "cancel_href": _version_href(version),
    }
    return render(request, "roadmap/answer.html", context)


@opens(Right.COMMENT)
def contest(request: HttpRequest, access: Access, factor: str, target: str) -> HttpResponse:
    """Contest a link of the map that counts, and say why."""
    version = adopted_version_or_none(access.initiative)
    link = link_or_404(version, factor, target)
    form = DoubtForm(request.POST) if request.method == "POST" else DoubtForm.fresh()
    if request.method == "POST" and form.is_valid():
        said = actions.raise_doubt(
            source=link.source,
            target=link.target,
            by=access.actor,
            speaks_for=speaks_for(access),
            **form.said,
        )
        messages.success(
            request, _("The link shows as contested now, until the backbone has answered.")
        )
        return redirect(_factor_href(access, factor, f"doubt-{said.pk}"))
    words = _words(access)
    about = about_in(version, factor, target)
    context = {
        "access": access,
        "form": form,
        "about": words.ends(about.names),
        "submit": _("Contest the link"),
        "cancel_href": _factor_href(access, factor, "links"),
    }
    return render(request, "roadmap/contest.html", context)


@opens(Right.MODERATE)
def answer_doubt(request: HttpRequest, access: Access, pk: int) -> HttpResponse:
    """Resolve a doubt about a link."""
    doubt = doubt_or_404(access, pk)
    form = AnswerForm(request.POST or None, initial={"answer": doubt.answer})
    back = _factor_href(access, doubt.source.code, f"doubt-{pk}")
    if request.method == "POST" and form.is_valid():
        actions.answer_doubt(doubt=doubt, by=access.actor, **form.given)
        messages.success(request, _("The answer stands beside the doubt."))
        return redirect(back)
    words = _words(access)
    version = adopted_version_or_none(access.initiative)
    about = words.ends(about_in(version, doubt.source.code, doubt.target.code).names)
    context = {
        "access": access,
        "form": form,
        "line": doubt_line(doubt, about, access, words),
        "about": about,
        "submit": _("Answer"),
        "cancel_href": back,
    }
    return render(request, "roadmap/answer.html", context)


@opens(Right.COMMENT)
def say(request: HttpRequest, access: Access, factor: str) -> HttpResponse:
    """Add to the talk under a factor, from one's role."""
    entry = factor_or_404(access, factor)
    roles = roles_to_speak_from(access)
    is_sent = request.method == "POST"
    form = TalkForm(request.POST, roles=roles) if is_sent else TalkForm.fresh(roles=roles)
    if is_sent and form.is_valid():
        said = actions.say(
            factor=entry.factor, by=access.actor, speaks_for=speaks_for(access), **form.said
        )
        messages.success(request, _("It stands in the talk now."))
        return redirect(_factor_href(access, factor, f"talk-{said.pk}"))
    name = entry.name.shown(get_language() or "he")
    context = {
        "access": access,
        "form": form,
        "about": name,
        "factor": factor,
        "submit": _("Say it"),
        "cancel_href": _factor_href(access, factor, "talk"),
    }
    return render(request, "roadmap/say.html", context)


@opens(Right.COMMENT)
def retire(request: HttpRequest, access: Access, pk: int) -> HttpResponse:
    """Take an entry out of sight: one's own, or any as who moderates."""
    entry = talk_or_404(access, pk)
    back = _factor_href(access, entry.factor.code, "talk")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.retire_talk(entry=entry, by=access.actor, **form.cleaned_data)
        messages.success(request, _("It is out of sight now."))
        return redirect(back)
    context = {
        "access": access,
        "form": form,
        "title": _("Take this out of sight"),
        "lead": _("The backbone can still read it, and the reason stands beside it."),
        "submit": _("Take it out of sight"),
        "cancel_href": back,
    }
    return render(request, "roadmap/form.html", context)
