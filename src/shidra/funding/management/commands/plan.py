"""`shidra plan`: where money that is not yet allocated would bring most."""

import os
import re
import tempfile
from argparse import ArgumentParser
from fractions import Fraction
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shidra.funding.analysis.plan import NewMoney, PlanQuestion, Proposal, UnknownCode, propose
from shidra.funding.presentation.plan_sheet import plan_workbook
from shidra.funding.presentation.plan_terminal import plan_lines
from shidra.funding.presentation.plan_words import plan_page
from shidra.funding.queries import plan_names
from shidra.initiatives.management.opening import opened
from shidra.initiatives.permissions import Access
from shidra.protection.permissions import policy_for
from shidra.ui.management.site import Refused, SiteCommand

NEW_MONEY = re.compile(
    r"(?P<funder>[^:]+):(?P<amount>\d+(\.\d{1,2})?):(?P<first>[1-9]\d{3})\.\.(?P<last>[1-9]\d{3})"
    r"(:(?P<lines>[^:]*))?(:(?P<places>[^:]*))?"
)


class Command(SiteCommand):
    """Proposes; writes nothing to the ledger."""

    help = "Propose a plan for money that is not yet allocated."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("initiative", metavar="INITIATIVE", help="its code")
        parser.add_argument("--year", type=int, metavar="Y", help="only the needs of this year")
        parser.add_argument(
            "--new-money",
            action="append",
            default=[],
            metavar="FUNDER:AMOUNT:YEAR..YEAR[:lines[:places]]",
            help="as if this money were committed as well; lists are separated by | or ,",
        )
        parser.add_argument(
            "--movable",
            default="",
            metavar="CODE,…",
            help="allocations that may move: a commitment, a line, or commitment/line",
        )
        parser.add_argument("--problem", metavar="FILE", help="write the problem that was solved")
        parser.add_argument("-o", "--output", metavar="FILE", help="write the plan: .json or .xlsx")
        parser.add_argument("--json", action="store_true", help="print the plan as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        output = Path(options["output"]) if options["output"] else None
        if output and output.suffix.lower() not in {".json", ".xlsx"}:
            raise Refused(_("A plan is written as .json or .xlsx, not as %s.") % output.name)
        is_sheet = output is not None and output.suffix.lower() == ".xlsx"
        question = PlanQuestion(
            year=options["year"],
            new_money=[_new_money(text) for text in options["new_money"]],
            movable=[code.strip() for code in options["movable"].split(",") if code.strip()],
        )
        language = get_language() or "en"
        access, proposal = self._propose(options["initiative"], question)
        names = plan_names(access.initiative)
        page = plan_page(proposal.document(), names, language, policy_for(access))
        if options["problem"]:
            _write(Path(options["problem"]), proposal.problem_text().encode())
        if output:
            _write(output, plan_workbook(page) if is_sheet else proposal.text().encode())
        if options["json"]:
            self.stdout.write(proposal.text(), ending="")
        else:
            self.stdout.write("\n".join(plan_lines(page)))
        if not proposal.is_solved:
            raise Refused(_("No plan keeps all rules: %s.") % proposal.plan.status, 3)

    def _propose(self, code: str, question: PlanQuestion) -> tuple[Access, Proposal]:
        access = opened(code)
        try:
            return access, propose(access, question)
        except UnknownCode as unknown:
            raise Refused(
                _("“%(code)s” is not known here. Known are: %(known)s.")
                % {"code": unknown.code, "known": ", ".join(unknown.known)}
            ) from None


def _new_money(text: str) -> NewMoney:
    found = NEW_MONEY.fullmatch(text.strip())
    if not found or int(found["first"]) > int(found["last"]):
        raise Refused(
            _(
                "“%s” is not understood. Write FUNDER:AMOUNT:YEAR..YEAR, for example "
                "ALUM:900000:2027..2028:F2|F8:RAHAT."
            )
            % text
        )
    return NewMoney(
        funder=found["funder"],
        amount=Fraction(found["amount"]),
        first_year=int(found["first"]),
        last_year=int(found["last"]),
        lines=_codes(found["lines"]),
        places=_codes(found["places"]),
    )


def _codes(text: str | None) -> frozenset[str]:
    return frozenset(code.strip() for code in re.split(r"[|,]", text or "") if code.strip())


def _write(path: Path, content: bytes) -> None:
    """Write whole or not at all."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(path)
    except OSError as fault:
        raise Refused(
            _("%(path)s cannot be written: %(reason)s.") % {"path": path, "reason": fault.strerror}
        ) from fault
