"""The disparity board of a steering meeting."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from shidra.disparities.analysis import read_board
from shidra.disparities.presentation.page import present_board
from shidra.disparities.presentation.question import BoardQuestion
from shidra.i18n import languages
from shidra.initiatives.permissions import Access, Right, opens
from shidra.measurement.queries import names_of

__all__ = ["board"]


@opens(Right.SEE)
def board(request: HttpRequest, access: Access) -> HttpResponse:
    """Every outcome against the goal, between groups and over time, with what is only chance."""
    names, language = names_of(access.initiative), languages.known(get_language())
    found, question = read_board(access, names, BoardQuestion.of_address(request.GET.dict()))
    page = present_board(found, question, names, language)
    return render(request, "disparities/board.html", {"access": access, "page": page})
