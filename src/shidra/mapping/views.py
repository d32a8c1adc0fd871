"""The map is edited: one page to see it on, one address that acts, one that takes back."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from shidra.initiatives.permissions import Access, Right, opens
from shidra.mapping.actions import (
    Met,
    Refused,
    Saved,
    add_factor,
    add_link,
    be_here,
    change_factor,
    change_link,
    move_in_order,
    remove_factor,
    remove_link,
    take_back,
)
from shidra.mapping.forms import (
    ActForm,
    FactorForm,
    LinkForm,
    NewFactorForm,
    NewLinkForm,
    said_before,
)
from shidra.mapping.presentation.choosing import factors_to_link, new_factor_begins
from shidra.mapping.presentation.page import Asked, edit_page, here_line, met_lines, refusal
from shidra.mapping.presentation.words import WorkWords, as_json
from shidra.mapping.queries import (
    MapInWork,
    last_act,
    map_in_work_or_none,
    version_in_work_or_none,
)

__all__ = ["act", "edit", "here", "undo"]

BETWEEN = "~"
LONGEST = 400


@never_cache
@opens(Right.EDIT)
def edit(request: HttpRequest, access: Access) -> HttpResponse:
    """The map in work, and what is chosen on it."""
    be_here(access=access)
    return _page(request, access, _asked(request.GET))


@never_cache
@opens(Right.EDIT)
def here(request: HttpRequest, access: Access) -> HttpResponse:
    """Who else edits this map just now, and whether it has changed since the page was made."""
    be_here(access=access)
    context = {
        "access": access,
        "here": here_line(access, get_language() or "he"),
        "has_changed": request.GET.get("act", "") not in {"", str(last_act(access.initiative))},
    }
    return render(request, "mapping/_here.html", context)


@require_POST
@opens(Right.EDIT)
def undo(request: HttpRequest, access: Access) -> HttpResponse:
    """Take back what was just done."""
    asked = _asked(request.POST)
    marks = [each for each in asked.done.split(BETWEEN) if each]
    try:
        take_back(access=access, marks=marks)
        if asked.moved:
            move_in_order(access=access, code=asked.factor, way=_opposite(asked.moved))
    except Refused as refused:
        messages.error(request, refusal(refused.problem, refused.rejections))
    else:
        messages.success(request, _("Undone. The history keeps both."))
    return redirect(_address(access, factor=asked.factor))


@require_POST
@opens(Right.EDIT)
def act(request: HttpRequest, access: Access) -> HttpResponse:
    """Change one thing on the map."""
    done = _ACTS.get(request.POST.get("act", ""))
    if done is None or version_in_work_or_none(access.initiative) is None:
        raise Http404
    form = _form(request, access, request.POST["act"])
    if not form.is_valid():
        return _page(request, access, _asked(request.POST), form, status=422)
    try:
        saved = done(access, form)
    except Met as met:
        return _page(request, access, _asked(request.POST), form, met, status=409)
    except Refused as refused:
        messages.error(request, refusal(refused.problem, refused.rejections))
        return redirect(_address(access, factor=form.cleaned_data.get("factor", "")))
    _tell(request, saved)
    return redirect(_after(access, request.POST["act"], form, saved))


def _tell(request: HttpRequest, saved: Saved) -> None:
    if saved.is_change:
        messages.success(
            request, _("Saved in the draft of the map; it counts once that is adopted.")
        )
    else:
        messages.info(request, _("Nothing was different, so nothing was saved."))


def _after(access: Access, named: str, form: Any, saved: Saved) -> str:
    """Back to the map, at the same place."""
    done = BETWEEN.join(mark for mark in saved.marks if mark)
    here = form.cleaned_data.get("factor", "")
    if named == "add":
        here = saved.codes[0]
    if named == "remove":
        here = ""
    link = ">".join(saved.codes) if named in {"link", "change-link"} else ""
    moved = named if named in {"up", "down"} and saved.is_change else ""
    return _address(access, factor=here, link=link, done=done, moved=moved)


def _address(access: Access, **asked: str) -> str:
    given = {name: value for name, value in asked.items() if value}
    address = reverse("mapping:edit", args=[access.initiative.code])
    return f"{address}?{urlencode(given)}#panel" if given else address


def _asked(given: Mapping[str, Any]) -> Asked:
    names = ("factor", "link", "wants", "done", "moved")
    said = {name: str(given.get(name, ""))[:LONGEST] for name in names}
    if given.get("source") and given.get("target") and not said["link"]:
        said["link"] = f"{given['source']}>{given['target']}"[:LONGEST]
    is_whole = given.get("whole") == "1"
    return Asked(words=str(given.get("q", ""))[:LONGEST].strip(), is_whole=is_whole, **said)


def _opposite(way: str) -> Any:
    return "down" if way == "up" else "up"


# --- the acts ---


def _add(access: Access, form: Any) -> Saved:
    given = form.cleaned_data
    return add_factor(
        access=access,
        name=given["name"],
        stage=given["stage"],
        track=given["track"],
        after=given["factor"] if given.get("leads") else "",
        reason=given["reason"],
    )


def _change(access: Access, form: Any) -> Saved:
    given = form.cleaned_data
    return change_factor(
        access=access,
        code=given["factor"],
        was=form.before,
        cells=form.cells,
        reason=given["reason"],
    )


def _move(way: str) -> Callable[[Access, Any], Saved]:
    def move(access: Access, form: Any) -> Saved:
        if way in {"up", "down"}:
            code: Any = form.cleaned_data["factor"]
            is_change = move_in_order(access=access, code=code, way=way)  # type: ignore[arg-type]
            return Saved((code,), is_change=is_change)
        return change_factor(
            access=access,
            code=form.cleaned_data["factor"],
            was=form.before,
            cells={"stage": str(form.stage_before + (1 if way == "later" else -1))},
        )

    return move


def _link(access: Access, form: Any) -> Saved:
    given = form.cleaned_data
    return add_link(
        access=access,
        **form.ends,
        sign=given["sign"],
        strength=int(given["strength"]),
        evidence=given["evidence"] or "none",
        reason=given["reason"],
    )


def _change_link(access: Access, form: Any) -> Saved:
    given = form.cleaned_data
    return change_link(
        access=access,
        source=given["source"],
        target=given["target"],
        was=form.before,
        cells=form.cells,
        reason=given["reason"],
    )


def _unlink(access: Access, form: Any) -> Saved:
    given = form.cleaned_data
    return remove_link(
        access=access,
        source=given["source"],
        target=given["target"],
        was=form.before,
        reason=given["reason"],
    )


def _remove(access: Access, form: Any) -> Saved:
    given = form.cleaned_data
    return remove_factor(
        access=access, code=given["factor"], was=form.before, reason=given["reason"]
    )


_ACTS: dict[str, Callable[[Access, Any], Saved]] = {
    "add": _add,
    "change": _change,
    "earlier": _move("earlier"),
    "later": _move("later"),
    "up": _move("up"),
    "down": _move("down"),
    "link": _link,
    "change-link": _change_link,
    "unlink": _unlink,
    "remove": _remove,
}


def _form(request: HttpRequest, access: Access, named: str) -> Any:
    """The form of an act, filled with what was sent."""
    language, data = get_language() or "he", request.POST
    if named == "change-link":
        return LinkForm(data)
    if named not in {"add", "change", "link"}:
        return ActForm(data)
    work = map_in_work_or_none(access.initiative, compared=False)
    if work is None:
        raise Http404
    words = WorkWords(work, language)
    if named == "link":
        return NewLinkForm(data, others=factors_to_link(work, words, "", ""))
    places: dict[str, Any] = {"stages": words.stages(), "tracks": words.tracks(), "page": language}
    if named == "add":
        return NewFactorForm(data, after=str(data.get("factor", "")), **places)
    return FactorForm(data, **places)


def _page(
    request: HttpRequest,
    access: Access,
    asked: Asked,
    sent: Any = None,
    met: Met | None = None,
    status: int = 200,
) -> HttpResponse:
    language = get_language() or "he"
    work = map_in_work_or_none(access.initiative)
    if work is None:
        return render(request, "mapping/empty.html", {"access": access})
    page = edit_page(access, work, asked, language)
    context: dict[str, Any] = {"access": access, "page": page}
    context |= _forms_of(work, page, asked, language)
    if sent is not None and met is None:
        context[_NAMES.get(type(sent), "sent")] = sent
    if met is not None:
        states = (met.was, met.theirs, met.mine)
        context["met"] = met_lines(access, met.table, states, language)
        context["again"] = _again(request, met)
    return render(request, "mapping/edit.html", context, status=status)


_NAMES: dict[type, str] = {
    FactorForm: "change_form",
    NewFactorForm: "add_form",
    LinkForm: "link_form",
    NewLinkForm: "new_link_form",
}


def _again(request: HttpRequest, met: Met) -> list[tuple[str, str]]:
    """What was sent, to be sent once more knowing what the other wrote."""
    was = said_before(request.POST.get("was", "")) | dict(met.theirs)
    kept = [(name, str(value)) for name, value in request.POST.items() if name not in _NOT_AGAIN]
    return [*kept, ("was", as_json(was))]


_NOT_AGAIN = frozenset({"was", "csrfmiddlewaretoken"})


def _forms_of(work: MapInWork, page: dict[str, Any], asked: Asked, language: str) -> dict[str, Any]:
    words = WorkWords(work, language)
    places: dict[str, Any] = {"stages": words.stages(), "tracks": words.tracks(), "page": language}
    found: dict[str, Any] = {}
    chosen, link = page["chosen"], page["link"]
    found["add_form"] = NewFactorForm(
        initial=new_factor_begins(work, asked.factor),
        after=chosen["name"] if chosen else "",
        **places,
    )
    if chosen:
        start = {**chosen["cells"], "was": chosen["was"], "factor": chosen["code"]}
        found["change_form"] = FactorForm(initial=start, **places)
        others = factors_to_link(work, words, asked.factor, asked.words)
        found["new_link_form"] = NewLinkForm(initial={"factor": chosen["code"]}, others=others)
        found["has_found"] = bool(others)
    if link:
        start = {**link["cells"], "was": link["was"]}
        start |= {"source": link["source"], "target": link["target"]}
        found["link_form"] = LinkForm(initial=start)
    return found
