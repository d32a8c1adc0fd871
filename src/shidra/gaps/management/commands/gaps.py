"""`shidra gaps INITIATIVE [--kind …] [--json]`: what is missing by line, or gap by gap, ranked."""

from argparse import ArgumentParser
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shidra.gaps.analysis import gap_book, what_is_missing
from shidra.gaps.models import GapKind, GapState
from shidra.gaps.presentation import gap_documents, gap_table, plain_table
from shidra.gaps.queries import GapQuestion, factors_of_map
from shidra.i18n.languages import known
from shidra.initiatives.management.opening import opened
from shidra.initiatives.permissions import Access
from shidra.ui.management.site import Refused, SiteCommand, print_document

STATES = ("open", *GapState.State.values)


class Command(SiteCommand):
    help = "What is missing, ranked: by factor, or with a filter gap by gap, with the score."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One initiative, what to narrow to, and whether a program reads the answer."""
        parser.add_argument("initiative", metavar="INITIATIVE", help="its code")
        parser.add_argument("--kind", choices=GapKind.values, help="gaps of one kind")
        parser.add_argument("--factor", metavar="CODE", help="gaps of one factor or line")
        parser.add_argument(
            "--place", metavar="CODE", help="gaps in a place and in what lies in it"
        )
        parser.add_argument("--group", metavar="DIMENSION:CODE", help="gaps of a group")
        parser.add_argument("--year", type=int, help="gaps of a year")
        parser.add_argument("--state", choices=STATES, help="gaps in a state")
        parser.add_argument("--all", action="store_true", help="every gap")
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="print one JSON document"
        )

    def handle(self, *args: Any, initiative: str, as_json: bool, **options: Any) -> None:
        """Print the lines, or the gaps that are asked for."""
        access = opened(initiative)
        question = GapQuestion(
            kind=options["kind"] or "",
            line=options["factor"] or "",
            place=options["place"] or "",
            group=options["group"] or "",
            year=options["year"],
            state=options["state"] or "",
        )
        if question.is_narrowed or options["all"]:
            self.print_gaps(access, question, as_json=as_json)
            return
        lines = what_is_missing(access.initiative)
        if as_json:
            print_document(self, [line.as_document() for line in lines])
            return
        names = {factor.code: factor.name for factor in factors_of_map(access.initiative)}
        language = known(get_language())
        self.stdout.write(plain_table(lines, names, access.initiative.currency, language))

    def print_gaps(self, access: Access, question: GapQuestion, *, as_json: bool) -> None:
        """The gaps that answer to a question; codes that do not exist are refused."""
        book = gap_book(access, question)
        lines = {line.factor for line in book.missing.lines}
        for asked, there_are in (
            (question.line, lines),
            (question.place, book.places),
            (question.group, book.groups),
        ):
            if asked and asked not in there_are:
                raise Refused(_("There is no “%(code)s” in this initiative.") % {"code": asked})
        if as_json:
            print_document(self, gap_documents(book))
        else:
            self.stdout.write(gap_table(book, known(get_language())))
