"""What a partner owes and handed in, one submission step by step, and what lies behind a figure."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shidra.i18n.languages import known
from shidra.initiatives.permissions import Access, Right, opens
from shidra.measurement.queries import indicator_or_none
from shidra.submissions.actions import (
    FiguresNoLongerFit,
    MovedMeanwhile,
    MoveRefused,
    move_submission,
    put_answers,
)
from shidra.submissions.analysis import terms_of
from shidra.submissions.forms import AnswersForm, MoveForm
from shidra.submissions.models import LASTING, Submission, SubmittedFigure
from shidra.submissions.permissions import (
    is_own,
    keeps_all,
    known_cells,
    may_hand_in,
    moves_for,
    organisation_or_404,
    own_partners,
    questions_to_answer,
    submission_or_404,
)
from shidra.submissions.presentation.findings import MOST_SHOWN, questions
from shidra.submissions.presentation.owed import owed_lines, tally_in_words, tally_of
from shidra.submissions.presentation.pages import one_page, submission_lines
from shidra.submissions.presentation.sources import source_lines
from shidra.submissions.presentation.steps import move_buttons
from shidra.submissions.queries.duties import owed_by
from shidra.submissions.queries.figures import own_sources_of, sources_of
from shidra.submissions.queries.kept import answers_to, figures_of, submissions_of
from shidra.submissions.queries.matching import Matching, Terms

__all__ = ["answer", "behind", "move", "partner", "submission"]


@opens(Right.SEE_RECORDS)
def partner(request: HttpRequest, access: Access, organisation: str) -> HttpResponse:
    """What a partner owes, how to hand it in, and what it handed in before."""
    found = organisation_or_404(access, organisation)
    language, today = known(get_language()), timezone.localdate()
    owed = owed_by(found, today)
    context = {
        "access": access,
        "organisation": found,
        "name": found.name.shown(language),
        "owed": owed_lines(owed, today, language),
        "tally": tally_in_words(tally_of(owed, today), language) if owed else "",
        "submissions": submission_lines(submissions_of(found), access.initiative, language),
        "may_hand_in": may_hand_in(access, found),
        "keeps_all": keeps_all(access),
    }
    return render(request, "submissions/partner.html", context)


@opens(Right.SEE_RECORDS)
def submission(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """One submission: its steps, its figures before and now, and what can be done with it."""
    found, language = submission_or_404(access, number), known(get_language())
    figures = figures_of(found)
    codes, terms = frozenset(each.indicator.code for each in figures), terms_of(access)
    context = {
        "access": access,
        "submission": found,
        "name": found.organisation.name.shown(language),
        "page": one_page(
            found,
            figures,
            known_cells(access, found.organisation, codes),
            terms,
            language,
            sees_stored=access.has_raw_rights,
        ),
        "asked": _asked(access, found, figures, terms),
        "behind": _measures(found, figures, language),
        "moves": move_buttons(found, moves_for(access, found)),
        "keeps_all": keeps_all(access),
        "may_hand_in": may_hand_in(access, found.organisation),
        "speaks_for_it": is_own(access, found.organisation),
    }
    return render(request, "submissions/one.html", context)


@opens(Right.EDIT_OWN)
def answer(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Answer the questions about the figures of a submission."""
    found = submission_or_404(access, number)
    if not may_hand_in(access, found.organisation):
        raise Http404
    form = AnswersForm(questions_to_answer(access, figures_of(found)), {}, request.POST)
    if request.method == "POST" and put_answers(
        submission=found, answers=form.answers(), by=access.actor
    ):
        messages.success(request, _("Saved."))
    return redirect("submissions:submission", access.initiative.code, number)


def _measures(
    found: Submission, figures: list[SubmittedFigure], language: str
) -> list[tuple[str, str]]:
    """The measures whose figures count, each of which leads on to where they come from."""
    if found.status not in LASTING:
        return []
    every = {each.indicator.code: each.indicator.name.shown(language) for each in figures}
    return list(every.items())


def _asked(access: Access, found: Submission, figures: list[SubmittedFigure], terms: Terms) -> Any:
    """The questions with a field for each answer, while they may be answered."""
    if not (found.is_open and may_hand_in(access, found.organisation)):
        return []
    asked = questions_to_answer(access, figures)[:MOST_SHOWN]
    matching, language = Matching.of(found.matching), known(get_language())
    form = AnswersForm(asked, answers_to(figures))
    return form.beside(questions(asked, matching, terms, language))


@opens(Right.EDIT_OWN)
def move(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Take a submission one step further."""
    found, form = submission_or_404(access, number), MoveForm(request.POST)
    back = redirect("submissions:submission", access.initiative.code, number)
    if request.method != "POST" or not form.is_valid():
        return back
    cleaned = form.cleaned_data
    if cleaned["to"] not in (*moves_for(access, found), found.status):
        raise Http404
    try:
        move_submission(
            submission=found,
            to=cleaned["to"],
            edition=cleaned["edition"],
            note=cleaned["note"],
            by=access.actor,
        )
    except (MovedMeanwhile, MoveRefused):
        messages.warning(
            request,
            _("Somebody has changed this meanwhile. Nothing of yours was done: look again."),
        )
    except FiguresNoLongerFit:
        messages.error(
            request, _("One of these measures is no longer in use, so nothing was confirmed.")
        )
    else:
        messages.success(request, _("Saved."))
    return back


@opens(Right.SEE_RECORDS)
def behind(request: HttpRequest, access: Access, indicator: str) -> HttpResponse:
    """Where each figure of a measure comes from: file, row, person, definition.

    A partner opens the way back of the figures that it confirmed itself.
    """
    found, own = indicator_or_none(access.initiative, indicator), own_partners(access)
    sees_all = keeps_all(access) and access.may(Right.SEE_RAW_COUNTS)
    if found is None or not (sees_all or own):
        raise Http404
    language, period = known(get_language()), request.GET.get("period", "")
    every = sources_of(found) if sees_all else own_sources_of(found, own)
    context = {
        "access": access,
        "indicator": found,
        "name": found.name.shown(language),
        "periods": sorted({each.period for each in every}, reverse=True),
        "period": period,
        "is_own": not sees_all,
        "lines": source_lines(
            every, found, terms_of(access), period, language, sees_stored=sees_all
        ),
    }
    return render(request, "submissions/behind.html", context)
