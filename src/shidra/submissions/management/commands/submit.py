"""`shidra submit INITIATIVE ORGANISATION FILE`: hand in a partner's figures."""

import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shidra.exchange.workbook import WorkbookError
from shidra.i18n.languages import known
from shidra.initiatives.management.opening import opened
from shidra.initiatives.permissions import Access
from shidra.network.models import Organisation
from shidra.submissions.actions import FiguresNoLongerFit, Handed, move_submission, take_in
from shidra.submissions.analysis import look, open_file
from shidra.submissions.models import Submission
from shidra.submissions.presentation.findings import findings, questions
from shidra.submissions.presentation.words import status_in_words
from shidra.submissions.queries.matching import Matching, Terms
from shidra.submissions.queries.taken import Taken
from shidra.ui.management.site import Refused, SiteCommand, print_document

SOME_LEFT_OUT = 1
Status = Submission.Status


class Command(SiteCommand):
    help = "Hand in a partner's figures; rows that do not hold are named, and stop no other row."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("initiative", metavar="INITIATIVE", help="its code")
        parser.add_argument("organisation", metavar="ORGANISATION", help="the partner's code")
        parser.add_argument("file", type=Path, metavar="FILE", help=".xlsx or .csv file of figures")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen")
        parser.add_argument(
            "--confirm",
            action="store_true",
            help="also look through and confirm it, so that the figures count",
        )
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="print one JSON document"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        access = opened(options["initiative"])
        organisation = _organisation(access, options["organisation"])
        taken, terms = _taken(access, organisation, options["file"])
        done = None
        if taken.rows and not options["dry_run"]:
            done = _submit(access, organisation, taken, is_confirmed=options["confirm"])
        if options["as_json"]:
            print_document(self, _document(taken, terms, done, access, organisation))
        else:
            self._tell(taken, terms, done)
        if not taken.rows:
            sys.exit(2)
        if taken.rows_left_out:
            sys.exit(SOME_LEFT_OUT)

    def _tell(self, taken: Taken, terms: Terms, done: Handed | None) -> None:
        language, matching = known(get_language()), taken.source.matching
        for found in findings(taken.rejections, matching, terms, language):
            self.stderr.write(
                _("Row %(row)s, column %(column)s, “%(value)s”: %(message)s %(accepted)s")
                % {
                    "row": found.row,
                    "column": found.column,
                    "value": found.value,
                    "message": found.message,
                    "accepted": found.accepted,
                }
            )
        for found in questions(taken.questions, matching, terms, language):
            self.stderr.write(
                _("Please look again: row %(row)s, column %(column)s, “%(value)s”: %(message)s")
                % {
                    "row": found.row,
                    "column": found.column,
                    "value": found.value,
                    "message": found.message,
                }
            )
        self.stdout.write(
            _("Rows that hold: %(rows)s. Rows left out: %(out)s.")
            % {"rows": len(taken.rows), "out": taken.rows_left_out}
        )
        if done is None:
            self.stdout.write(_("Nothing was saved."))
            return
        self.stdout.write(
            _("Submission %(number)s: %(status)s.")
            % {
                "number": done.submission.number,
                "status": status_in_words(done.submission.status),
            }
        )


def _submit(
    access: Access, organisation: Organisation, taken: Taken, *, is_confirmed: bool
) -> Handed:
    """Hand in; and take every further step that is wanted and not taken yet."""
    done = take_in(
        initiative=access.initiative, organisation=organisation, taken=taken, by=access.actor
    )
    submission = done.submission
    way = {Status.SUBMITTED: Status.VALIDATED, Status.VALIDATED: Status.CONFIRMED}
    while is_confirmed and (to := way.get(Status(submission.status))):
        try:
            submission = move_submission(
                submission=submission, to=to, edition=submission.edition, by=access.actor
            )
        except FiguresNoLongerFit:
            raise Refused(_("One of these measures is no longer in use."), code=1) from None
    return Handed(submission, done.is_new)


def _taken(access: Access, organisation: Organisation, path: Path) -> tuple[Taken, Terms]:
    most = settings.SHIDRA_UPLOAD_BYTES
    try:
        if path.is_file() and path.stat().st_size > most:
            raise Refused(
                _("The file is larger than %(most)s MB.") % {"most": most // 1024 // 1024}
            )
        opened = open_file(access, organisation, path, path.name)
    except WorkbookError as error:
        raise Refused(str(error)) from error
    if not opened.is_settled:
        message = _(
            "It is not clear which columns hold the indicator, the period and the number. Name "
            "them indicator, period, numerator and denominator, or value; there are: %(known)s."
        )
        raise Refused(message % {"known": ", ".join(filter(None, opened.table.header))})
    return look(access, organisation, opened, Submission.Kind.COMMAND), opened.terms


def _document(
    taken: Taken, terms: Terms, done: Handed | None, access: Access, organisation: Organisation
) -> dict[str, Any]:
    matching, language = taken.source.matching, known(get_language())
    rejected = zip(
        taken.rejections, findings(taken.rejections, matching, terms, language), strict=True
    )
    asked = zip(taken.questions, questions(taken.questions, matching, terms, language), strict=True)
    return {
        "format": "submission/1",
        "initiative": access.initiative.code,
        "organisation": organisation.code,
        "file": taken.source.name,
        "sha256": taken.source.sha256,
        "columns": dict(matching.columns),
        "read": taken.read,
        "kept": len(taken.rows),
        "left_out": taken.rows_left_out,
        "submission": done.submission.number if done else None,
        "status": done.submission.status if done else None,
        "written": bool(done and done.is_new),
        "rejections": [
            {
                "row": each.row,
                "column": str(_theirs(matching, each.column)),
                "value": each.value,
                "problem": each.problem,
                "message": told.message,
                "accepted": str(told.accepted),
            }
            for each, told in rejected
        ],
        "questions": [
            {
                "row": each.row,
                "column": str(_theirs(matching, each.column)),
                "value": each.value,
                "problem": each.problem,
                "message": told.message,
            }
            for each, told in asked
        ],
    }


def _theirs(matching: Matching, column: str) -> str:
    return matching.columns.get(column, column)


def _organisation(access: Access, code: str) -> Organisation:
    every = Organisation.objects.filter(initiative=access.initiative)
    if found := every.filter(code=code).first():
        found.initiative = access.initiative
        return found
    message = _("There is no partner “%(code)s”; there are: %(known)s.")
    said = ", ".join(every.values_list("code", flat=True)[:50])
    raise Refused(message % {"code": code, "known": said})
