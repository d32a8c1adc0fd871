"""The disparity board of a steering meeting, on screen, as a workbook, on paper; a group's page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from shidra.disparities.analysis import further_measures, read_board, read_group
from shidra.disparities.presentation.file import board_sheets
from shidra.disparities.presentation.group import present_group
from shidra.disparities.presentation.page import present_board
from shidra.disparities.presentation.paper import board_on_paper
from shidra.disparities.presentation.question import BoardQuestion
from shidra.i18n import languages
from shidra.initiatives.permissions import Access, Right, opens
from shidra.measurement.queries import names_of
from shidra.ui.downloads import book_download, pdf_download

__all__ = ["board", "board_file", "board_paper", "group"]


@opens(Right.SEE)
def board(request: HttpRequest, access: Access) -> HttpResponse:
    """Every outcome against the goal, between groups and over time, with what is only chance."""
    names, language = names_of(access.initiative), languages.known(get_language())
    found, question = read_board(access, names, BoardQuestion.of_address(request.GET.dict()))
    page = present_board(found, question, names, language)
    return render(request, "disparities/board.html", {"access": access, "page": page})


@opens(Right.SEE)
def board_file(request: HttpRequest, access: Access) -> HttpResponse:
    """The tables of the board with the further measures of inequality, as numbers."""
    names, language = names_of(access.initiative), languages.known(get_language())
    found, _question = read_board(access, names, BoardQuestion.of_address(request.GET.dict()))
    sheets = board_sheets(found, further_measures(found), names, language)
    return book_download(f"{access.initiative.code}-disparities", sheets)


@opens(Right.SEE)
def board_paper(request: HttpRequest, access: Access) -> HttpResponse:
    """The board on one A4 sheet."""
    names, language = names_of(access.initiative), languages.known(get_language())
    found, question = read_board(access, names, BoardQuestion.of_address(request.GET.dict()))
    page = present_board(found, question, names, language)
    made = board_on_paper(found, page, access.initiative, names, language, timezone.localdate())
    return pdf_download(f"{access.initiative.code}-disparities", made)


@opens(Right.SEE)
def group(request: HttpRequest, access: Access, group: str) -> HttpResponse:
    """One group over all measures."""
    names, language = names_of(access.initiative), languages.known(get_language())
    panels, outcomes, comparisons = read_group(access, group, names)
    if group not in names.groups and not panels:
        raise Http404
    code = access.initiative.code
    page = present_group(code, group, panels, outcomes, comparisons, names, language)
    return render(request, "disparities/group.html", {"access": access, "page": page})
