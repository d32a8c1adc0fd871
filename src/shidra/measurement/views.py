"""The pages of the measures: the list, one measure, and what changes what is agreed about it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shidra.i18n import languages
from shidra.initiatives.permissions import Access, Right, opens
from shidra.measurement.actions import (
    Answer,
    Comparison,
    DefinitionRefused,
    MoveRefused,
    answer_question,
    define_anew,
    move_indicator,
)
from shidra.measurement.analysis import (
    grading_of,
    read_indicator,
    read_indicators,
    states_of,
    try_rules,
)
from shidra.measurement.forms import AnswerForm, DefinitionForm, MoveForm, RulesForm
from shidra.measurement.models import Indicator, OpenQuestion
from shidra.measurement.presentation.cards import present_cards
from shidra.measurement.presentation.doubts import present_doubts
from shidra.measurement.presentation.file import figure_rows
from shidra.measurement.presentation.freshness import present_freshness
from shidra.measurement.presentation.pages import present_indicator
from shidra.measurement.presentation.protection import (
    acts_in_words,
    changes_in_words,
    own_rules,
    rules_in_words,
    states_in_words,
    told_more,
)
from shidra.measurement.presentation.quality import present_quality
from shidra.measurement.presentation.question import Question
from shidra.measurement.presentation.registry import (
    agreed,
    life_story,
    question_lines,
    state_tabs,
)
from shidra.measurement.presentation.stories import present_stories
from shidra.measurement.queries import (
    factors_of,
    indicator_or_none,
    is_listed,
    names_of,
    next_code,
    question_or_none,
    questions_of,
    steps_of,
    stories_of,
)
from shidra.protection.actions import RulesChangedSince, set_rules
from shidra.protection.models import DisclosureRule
from shidra.protection.permissions import policy_for
from shidra.protection.presentation import rule_in_words
from shidra.protection.queries import rule_changes, rules_at, rules_of, rules_version
from shidra.ui.downloads import csv_download, xlsx_download

__all__ = [
    "answer",
    "define",
    "figures",
    "indicator",
    "indicator_list",
    "move",
    "protection",
    "protection_rules",
]

# Of a number that a database knows.
MOST_DIGITS = 18


@opens(Right.SEE)
def indicator_list(request: HttpRequest, access: Access) -> HttpResponse:
    """All indicators of an initiative, the disparity beside every average."""
    names, language = names_of(access.initiative), languages.known(get_language())
    state, grading = request.GET.get("state", ""), grading_of(access, names, timezone.localdate())
    readings = read_indicators(access, names.parents, grading=grading)
    chosen = [each for each in readings if is_listed(each.indicator, state)]
    questions = questions_of(access.initiative)
    context = {
        "access": access,
        "cards": present_cards(chosen, names, language),
        "freshness": present_freshness(readings, language),
        "states": state_tabs([each.indicator for each in readings], state),
        "questions": question_lines(questions, access, names, timezone.localdate(), language),
        "rule": rule_in_words(policy_for(access)),
        "may_add": access.may(Right.EDIT),
    }
    return render(request, "measurement/indicator_list.html", context)


@opens(Right.SEE)
def indicator(request: HttpRequest, access: Access, indicator: str) -> HttpResponse:
    """One indicator over time, by the groups of a dimension, everywhere or in one place."""
    found = _indicator(access, indicator)
    names, language = names_of(access.initiative), languages.known(get_language())
    asked = Question.of(request.GET.dict())
    grading = grading_of(access, names, timezone.localdate(), found)
    reading = read_indicator(access, found, names.parents, asked, grading=grading)
    context = {
        "access": access,
        "page": present_indicator(reading, asked, names, language),
        "quality": present_quality(reading, names, language),
        "doubts": present_doubts(reading, names, language),
        "curve": present_stories(stories_of(found), found, access, names, language),
        "agreed": agreed(reading, names, language),
        "life": life_story(found, steps_of(found), language),
        "may_edit": access.may(Right.EDIT),
    }
    return render(request, "measurement/indicator.html", context)


@opens(Right.SEE)
def figures(request: HttpRequest, access: Access, indicator: str, kind: str) -> HttpResponse:
    """The figures of the page as this reader sees them, for a spreadsheet."""
    found = _indicator(access, indicator)
    names, language = names_of(access.initiative), languages.known(get_language())
    reading = read_indicator(access, found, names.parents, Question.of(request.GET.dict()))
    header, rows = figure_rows(reading, names, language)
    download = xlsx_download if kind == "xlsx" else csv_download
    return download(f"{access.initiative.code}-{found.code}", header, rows)


@opens(Right.EDIT)
def define(request: HttpRequest, access: Access, indicator: str) -> HttpResponse:
    """Begin the next version of the definition of a measure."""
    found = _indicator(access, indicator)
    form = DefinitionForm(found, request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _form(request, access, found, form, "define")
    try:
        define_anew(
            indicator=found,
            valid_from=form.cleaned_data["valid_from"],
            words=form.words(),
            compared=Comparison(**form.compared()),
            reason=form.reason_words(),
            on=form.cleaned_data["decided_on"],
            by=access.actor,
        )
    except DefinitionRefused as refused:
        form.add_error(refused.field or None, _REFUSED[refused.problem]())
        return _form(request, access, found, form, "define")
    messages.success(request, _("The measure is defined anew; what held before is kept."))
    return redirect(reverse("measurement:indicator", args=[access.initiative.code, found.code]))


@opens(Right.EDIT)
def move(request: HttpRequest, access: Access, indicator: str) -> HttpResponse:
    """Take a measure one step further in its life."""
    found = _indicator(access, indicator)
    form = MoveForm(found, request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _form(request, access, found, form, "move")
    cleaned = form.cleaned_data
    try:
        move_indicator(
            indicator=found,
            to=cleaned["to"],
            on=cleaned["on"],
            reason=cleaned["reason"],
            by=access.actor,
        )
    except MoveRefused:
        form.add_error(None, _("Somebody has moved it meanwhile. Look at where it stands now."))
        return _form(request, access, found, form, "move")
    messages.success(request, _("Saved."))
    return redirect(reverse("measurement:indicator", args=[access.initiative.code, found.code]))


@opens(Right.EDIT)
def answer(request: HttpRequest, access: Access, question: str) -> HttpResponse:
    """Propose a measure for what could not be measured until now."""
    found = question_or_none(access.initiative, question)
    if found is None or found.indicator is not None:
        raise Http404
    factors, code = factors_of(access.initiative), next_code(access.initiative)
    form = AnswerForm(found, factors, code, request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _form(request, access, found, form, "answer")
    cleaned = form.cleaned_data
    try:
        made = answer_question(
            question=found,
            answer=Answer(
                code=cleaned["code"],
                name=form.name(),
                factor=cleaned["factor"],
                unit=cleaned["unit"],
                better=cleaned["better"],
            ),
            reason=cleaned["reason"],
            by=access.actor,
        )
    except MoveRefused:
        form.add_error("code", _("There is a measure of this code already."))
        return _form(request, access, found, form, "answer")
    messages.success(request, _("The measure is proposed."))
    return redirect(reverse("measurement:indicator", args=[access.initiative.code, made.code]))


@opens(Right.SEE)
def protection(request: HttpRequest, access: Access) -> HttpResponse:
    """What is hidden and why; for raw rights, how far each table was looked at."""
    language, rules = languages.known(get_language()), rules_of(access.initiative)
    is_open = access.has_raw_rights
    context = {
        "access": access,
        "own": rules_in_words(own_rules(access, rules), language),
        "rules": rules_in_words(rules, language) if is_open else [],
        "is_written": any(rule.pk for rule in rules),
        "is_rounded": access.initiative.disclosure == access.initiative.Disclosure.ROUND,
        "states": states_in_words(states_of(access), language) if is_open else [],
        "acts": acts_in_words(rule_changes(access.initiative), language) if is_open else [],
        "may_change": access.may(Right.CHANGE_SETTINGS),
    }
    return render(request, "measurement/protection.html", context)


@opens(Right.CHANGE_SETTINGS)
def protection_rules(request: HttpRequest, access: Access) -> HttpResponse:
    """Other rules: first what they would change, then saved."""
    initiative, version = access.initiative, rules_version(access.initiative)
    form = RulesForm(
        _rules_asked(request, access),
        version,
        request.POST or None,
        is_rounded=initiative.disclosure == initiative.Disclosure.ROUND,
    )
    if request.method != "POST" or not form.is_valid():
        return _rules_form(request, access, form)
    if not form.is_seen:
        return _rules_form(request, access, form, is_tried=True)
    said = form.cleaned_data
    try:
        set_rules(
            initiative=initiative,
            rules=form.rules(),
            by=access.actor,
            reason=said["reason"],
            version=said["version"],
            is_rounded=said["is_rounded"],
        )
    except RulesChangedSince:
        form.add_error(
            None,
            _("Somebody has changed the rules meanwhile. Yours are below; look again, then save."),
        )
        return _rules_form(request, access, form.at(version))
    messages.success(request, _("The rules are saved; all figures follow them from now on."))
    return redirect("measurement:protection", initiative.code)


def _rules_asked(request: HttpRequest, access: Access) -> tuple[DisclosureRule, ...]:
    """The rules to begin with: those that stand, or those of an earlier day to go back to."""
    asked = request.GET.get("as_of", "")
    if asked.isdecimal() and len(asked) <= MOST_DIGITS:
        return rules_at(access.initiative, int(asked))
    return rules_of(access.initiative)


def _rules_form(
    request: HttpRequest, access: Access, form: RulesForm, *, is_tried: bool = False
) -> HttpResponse:
    language = languages.known(get_language())
    context: dict[str, Any] = {"access": access, "form": form, "is_tried": is_tried}
    if is_tried:
        context |= {
            "changes": changes_in_words(
                try_rules(access, form.rules(), is_rounded=form.cleaned_data["is_rounded"]),
                language,
            ),
            "told_more": told_more(rules_of(access.initiative), form.rules()),
        }
    return render(request, "measurement/protection_rules.html", context)


_REFUSED = {
    "not_later": lambda: _("The version before holds from this period or a later one."),
    "nothing_new": lambda: _(
        "The words are those of the version before. Change what the measure means from now on."
    ),
}


def _indicator(access: Access, code: str) -> Indicator:
    found = indicator_or_none(access.initiative, code)
    if found is None:
        raise Http404
    return found


def _form(
    request: HttpRequest, access: Access, about: Indicator | OpenQuestion, form: Any, name: str
) -> HttpResponse:
    context = {"access": access, "about": about, "form": form}
    return render(request, f"measurement/{name}.html", context)
