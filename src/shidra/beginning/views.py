"""The first hour, step by step; each is saved by itself, so one may leave at any of them."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm, BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shidra.accounts.models import User
from shidra.beginning import actions, queries
from shidra.beginning.forms import FactorLines, FoundForm, IndicatorLines, NeedForm, WhereForm
from shidra.beginning.permissions import copied_from, may_begin
from shidra.beginning.presentation import steps
from shidra.exchange.actions import LoadReport
from shidra.initiatives.actions import CodeTaken
from shidra.initiatives.permissions import Access, Right, opens
from shidra.roadmap.models import FactorEntry
from shidra.ui.policies import Policy, declares

# Not subscriptable at run time.
type _Lines = BaseFormSet[Any]

__all__ = ["begin", "factors", "found", "indicators", "need", "where"]


@declares(Policy("signed in", why="a new initiative belongs to none yet; may_begin decides"))
def found(request: HttpRequest) -> HttpResponse:
    """The outcome and its name: the initiative begins."""
    user = request.user
    if not isinstance(user, User):
        return redirect("accounts:sign-in")
    if not may_begin(user):
        raise PermissionDenied
    form = FoundForm(
        request.POST or None,
        copied=copied_from(user),
        initial={"code": queries.free_address(), "begin_with": request.GET.get("with", "")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            initiative = actions.found(user=user, language=_language(), **form.founding)
        except CodeTaken:
            form.add_error("code", _("Another initiative has this address already."))
        else:
            return redirect("beginning:where", initiative.code)
    return render(request, "beginning/found.html", {"form": form})


@opens(Right.EDIT)
def begin(request: HttpRequest, access: Access) -> HttpResponse:
    """How far the beginning has come, and what comes next."""
    progress = queries.progress_of(access.initiative)
    context = {
        "access": access,
        "progress": progress,
        "steps": steps(progress, access.initiative.code, _language()),
    }
    return render(request, "beginning/begin.html", context)


@opens(Right.EDIT)
def where(request: HttpRequest, access: Access) -> HttpResponse:
    """Places and groups."""
    places, groups = queries.places_and_groups(access.initiative)
    form = WhereForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        report = actions.put_where_and_whom(
            initiative=access.initiative, language=_language(), by=access.actor, **form.cleaned_data
        )
        if _holds(form, report):
            return redirect("beginning:factors", access.initiative.code)
    context = {
        "access": access,
        "form": form,
        "places": [each.name.shown(_language()) for each in places],
        "groups": [each.name.shown(_language()) for each in groups],
    }
    return render(request, "beginning/where.html", context)


@opens(Right.EDIT)
def factors(request: HttpRequest, access: Access) -> HttpResponse:
    """Five factors, or as many as there are already and a few more."""
    stored = [
        each
        for each in queries.factors_of(access.initiative)
        if each.kind == FactorEntry.Kind.FACTOR
    ]
    known = [
        {"code": e.factor.code, "name": _words(e.name), "importance": e.importance or 3}
        for e in stored
    ]
    lines = FactorLines(
        request.POST or None,
        initial=None if request.POST else _with_empty(known, queries.FACTORS),
    )
    if request.method == "POST" and lines.is_valid():
        named = [
            actions.FactorLine(**line | {"importance": line["importance"] or 3})
            for line in _filled(lines)
        ]
        report = actions.put_factors(
            initiative=access.initiative, lines=named, language=_language(), by=access.actor
        )
        if _holds(lines, report):
            return redirect("beginning:indicators", access.initiative.code)
    return render(request, "beginning/factors.html", {"access": access, "lines": lines})


@opens(Right.EDIT)
def indicators(request: HttpRequest, access: Access) -> HttpResponse:
    """Three measures, or as many as there are already and a few more."""
    known = [
        {
            "code": each.code,
            "name": _words(each.name),
            "factor": each.factor.code,
            "unit": each.unit,
            "better": each.better,
        }
        for each in queries.indicators_of(access.initiative)
    ]
    lines = IndicatorLines(
        request.POST or None,
        initial=None
        if request.POST
        else _with_empty(known, queries.INDICATORS, year=timezone.localdate().year - 1),
        form_kwargs={"factors": queries.factors_of(access.initiative)},
    )
    if request.method == "POST" and lines.is_valid():
        named = [_indicator_line(line) for line in _filled(lines)]
        report = actions.put_indicators(
            initiative=access.initiative, lines=named, language=_language(), by=access.actor
        )
        if _holds(lines, report):
            return redirect("beginning:need", access.initiative.code)
    return render(request, "beginning/indicators.html", {"access": access, "lines": lines})


@opens(Right.EDIT)
def need(request: HttpRequest, access: Access) -> HttpResponse:
    """One need, and then the first list of what is missing."""
    places, _groups = queries.places_and_groups(access.initiative)
    form = NeedForm(
        request.POST or None, factors=queries.factors_of(access.initiative), places=places
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data | {"amount": str(form.cleaned_data["amount"])}
        report = actions.put_need(initiative=access.initiative, by=access.actor, **typed)
        if _holds(form, report):
            messages.success(
                request,
                _(
                    "This is the first list of what is missing. "
                    "Next, invite somebody who answers for a part of it."
                ),
            )
            return redirect("gaps:list", access.initiative.code)
    return render(request, "beginning/need.html", {"access": access, "form": form})


def _language() -> str:
    return get_language() or "he"


def _words(text: Any) -> str:
    return str(text.shown(_language()).text)


def _with_empty(known: list[dict[str, Any]], wanted: int, **initial: Any) -> list[dict[str, Any]]:
    """What is there already, then empty lines up to what the first day asks for; two at least.

    Only for a page that is opened: what was sent stands for itself.
    """
    return known + [dict(initial) for _line in range(max(wanted - len(known), 2))]


def _filled(lines: _Lines) -> list[dict[str, Any]]:
    return [line.cleaned_data for line in lines if line.cleaned_data.get("name")]


def _indicator_line(line: dict[str, Any]) -> actions.IndicatorLine:
    value, year = line.pop("value"), line.pop("year")
    return actions.IndicatorLine(
        **line, value="" if value is None else str(value), year=str(year or "")
    )


def _holds(form: BaseForm | _Lines, report: LoadReport) -> bool:
    """Whether all rows held; what did not stands with the form, and the page stays."""
    found = [f"{each.value}: {each.message}" for each in report.rejections]
    if not found:
        return True
    tell: Callable[..., Any] = (
        form.non_form_errors().extend
        if isinstance(form, BaseFormSet)
        else lambda all_of_it: form.add_error(None, all_of_it)
    )
    tell(found)
    return False
