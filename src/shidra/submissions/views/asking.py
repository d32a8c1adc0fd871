"""Who owes what: all partners on one page, and what each is asked for."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shidra.i18n.languages import known
from shidra.initiatives.permissions import Access, Right, opens
from shidra.measurement.queries import indicators_of
from shidra.submissions.actions import end_duty, put_duty
from shidra.submissions.actions import remind as remind_partners
from shidra.submissions.analysis import terms_of
from shidra.submissions.forms import DutyForm
from shidra.submissions.models import Submission
from shidra.submissions.permissions import (
    keeps_all,
    organisation_or_404,
    organisations_for,
    partner_names,
)
from shidra.submissions.presentation.owed import reminded_in_words
from shidra.submissions.presentation.pages import partner_cards, submission_lines
from shidra.submissions.queries.duties import duties_of, duty_or_none, owed_by, place_or_none
from shidra.submissions.queries.kept import submissions_of, waiting_for

__all__ = ["ask", "end", "page", "remind"]

LATEST = 20
# Pages of partners that are offered at once; more are searched for.
MOST_LINKS = 60
MOST_LETTERS = 200


@opens(Right.SEE_RECORDS)
def page(request: HttpRequest, access: Access) -> HttpResponse:
    """Whoever keeps the initiative sees all partners; a partner comes to its own page."""
    words = request.GET.get("q", "").strip()[:MOST_LETTERS]
    code = access.initiative.code
    organisations = organisations_for(access, words=words, most=MOST_LINKS)
    if not keeps_all(access) and not words and len(organisations) == 1:
        return redirect("submissions:partner", code, organisations[0].code)
    language, today = known(get_language()), timezone.localdate()
    if not keeps_all(access):
        own = [(each.name.shown(language), each.code) for each in organisations]
        return render(request, "submissions/choose.html", {"access": access, "own": own})
    waiting = waiting_for(access.initiative, Submission.Status.SUBMITTED).values("pk")
    every = submissions_of(access.initiative)
    cards = partner_cards(owed_by(access.initiative, today), access.initiative, today, language)
    context = {
        "access": access,
        "cards": cards,
        "has_late": any(each.is_late for each in cards),
        "waiting": submission_lines(every.filter(pk__in=waiting), access.initiative, language),
        "latest": submission_lines(every[:LATEST], access.initiative, language),
        "may_ask": access.may(Right.EDIT),
        "partners": [(each.name.shown(language), each.code) for each in organisations],
        "words": words,
        "asks_for_words": words or len(organisations) == MOST_LINKS,
    }
    return render(request, "submissions/all.html", context)


@opens(Right.EDIT)
def ask(request: HttpRequest, access: Access) -> HttpResponse:
    """Ask a partner for the figures of a measure, and see what is asked for."""
    form = DutyForm(
        partner_names(access),
        indicators_of(access.initiative),
        terms_of(access),
        request.POST or None,
        initial=request.GET.dict(),
    )
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        put_duty(
            organisation=organisation_or_404(access, cleaned["organisation"]),
            indicator=form.indicators[cleaned["indicator"]],
            place=place_or_none(access.initiative, cleaned["place"]),
            since=cleaned["since"],
            days_after=cleaned["days_after"],
            by=access.actor,
        )
        messages.success(request, _("Asked. The partner sees it on its own page."))
        return redirect("submissions:ask", access.initiative.code)
    context = {
        "form": form,
        "duties": duties_of(access.initiative),
        "cancel_href": reverse("submissions:page", args=[access.initiative.code]),
        "access": access,
    }
    return render(request, "submissions/ask.html", context)


@opens(Right.EDIT)
def remind(request: HttpRequest, access: Access) -> HttpResponse:
    """Write to the partners that are late, or to one of them, today."""
    if request.method == "POST":
        code = request.POST.get("partner", "")
        reminded = remind_partners(
            initiative=access.initiative,
            today=timezone.localdate(),
            only=organisation_or_404(access, code) if code else None,
            by=access.actor,
        )
        messages.info(request, reminded_in_words(reminded, known(get_language())))
    return redirect("submissions:page", access.initiative.code)


@opens(Right.EDIT)
def end(request: HttpRequest, access: Access, pk: int) -> HttpResponse:
    """Ask for these figures no longer; what was handed in stays."""
    duty = duty_or_none(access.initiative, pk)
    if duty is None and request.method != "POST":
        raise Http404
    if request.method == "POST":
        if duty is not None:
            end_duty(duty=duty, until="", by=access.actor)
        messages.success(request, _("These figures are asked for no longer."))
        return redirect("submissions:ask", access.initiative.code)
    return render(request, "submissions/end.html", {"duty": duty, "access": access})
