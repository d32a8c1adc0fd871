"""The look's own pages: gallery, accessibility statement, theme choice, and the joined CSS."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from shidra.ui.forms import SampleForm
from shidra.ui.policies import for_everybody
from shidra.ui.showcase import showcase
from shidra.ui.stylesheet import stylesheet
from shidra.ui.theme import COOKIE, THEMES

_YEAR_IN_SECONDS = 31_536_000


@require_safe
@for_everybody("shows the components with invented words")
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component, in this language and theme."""
    forms = {
        "form": SampleForm(),
        "wrong_form": SampleForm({"name": "", "amount": "-5"}, auto_id="wrong_%s"),
    }
    return render(request, "ui/gallery.html", showcase() | forms)


@require_safe
@for_everybody("the law wants it open")
def accessibility(request: HttpRequest) -> HttpResponse:
    """What this site does so that everyone can use it, and whom to tell where it fails."""
    return render(request, "ui/accessibility.html")


@require_POST
@for_everybody("keeps a choice in the browser that asks")
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Keep the chosen theme and go back to the page."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = "/"
    response = HttpResponseRedirect(target)
    theme = request.POST.get("theme")
    if theme in THEMES:
        response.set_cookie(
            COOKIE, theme, max_age=_YEAR_IN_SECONDS, samesite="Lax", secure=request.is_secure()
        )
    return response


@require_safe
@for_everybody("the look of every page")
def joined_css(request: HttpRequest, digest: str) -> HttpResponse:
    """All CSS; kept for good by browsers, since other content has another address."""
    css = stylesheet()
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(css.packed if packed else css.text, content_type="text/css")
    if packed:
        response["Content-Encoding"] = "gzip"
    response["Vary"] = "Accept-Encoding"
    response["Cache-Control"] = (
        f"public, max-age={_YEAR_IN_SECONDS}, immutable" if digest == css.digest else "no-cache"
    )
    return response
