"""What `shidra demo` prepares: the example, a further workbook if wanted, and its people."""

import sys
from pathlib import Path

from django.core.management import call_command
from django.db import transaction
from django.utils.translation import gettext as _

import shidra.exchange
from shidra.audit.models import SYSTEM
from shidra.config.example_agenda import agree_on_example
from shidra.config.example_figures import let_example_report
from shidra.config.example_working import let_example_work
from shidra.config.personas import (
    PERSONAS,
    demo_password,
    make_personas,
    password_file,
    refuse_real_people,
    welcome,
)
from shidra.config.readiness import alone, make_ready
from shidra.exchange.actions import load_workbook
from shidra.initiatives.actions import mark_illustrative
from shidra.initiatives.models import Initiative, Membership
from shidra.initiatives.permissions import Access
from shidra.measurement.analysis import certified
from shidra.ui.management.site import Refused

__all__ = ["EXAMPLE_CODE", "prepare_demo", "print_sign_ins"]

EXAMPLE = Path(shidra.exchange.__file__).parent / "ready_together"
EXAMPLE_CODE = "ready-together"


def prepare_demo(further: Path | None) -> tuple[str, bool]:
    """Make the demo ready; doing it again changes nothing.

    Answers with the password of the personas, and whether all rows of the further workbook held.

    Raises:
        Refused: real people use this installation, or the further workbook is not understood.
    """
    if further is not None and not further.exists():
        raise Refused(_("There is no %(file)s.") % {"file": further})
    make_ready(is_demo=True)
    refuse_real_people()
    with alone("demo"):
        password = demo_password()
        roles = make_personas(password)
        _load_example()
        welcome(roles)
    is_whole = further is None or _load(further)
    _protect_figures()
    return password, is_whole


def _protect_figures() -> None:
    """Make the protected tables now, so that the first visitor doesn't wait for them."""
    print(_("Protecting the figures…"), file=sys.stderr)
    for initiative in Initiative.objects.all():
        certified(Access(initiative, frozenset({Membership.Role.VISITOR}), SYSTEM))


@transaction.atomic
def _load_example() -> None:
    """Load Ready Together where it is not loaded yet; afterwards it is as people leave it."""
    if Initiative.objects.filter(code=EXAMPLE_CODE).exists():
        return
    print(_("Loading the example…"), file=sys.stderr)
    report = load_workbook(path=EXAMPLE, by=SYSTEM)
    if report.exit_code:
        first = next(report.rejections)
        raise RuntimeError(f"the example was rejected: {first}")
    example = Initiative.objects.get(code=EXAMPLE_CODE)
    mark_illustrative(initiative=example, by=SYSTEM)
    agree_on_example(example)
    let_example_work(example)
    let_example_report(example)


def _load(path: Path) -> bool:
    """Load a workbook as `shidra load` does, with its report; whether every row held."""
    try:
        call_command("load", str(path))
    except SystemExit as end:
        if end.code == 1:
            return False
        raise
    return True


def print_sign_ins(password: str, address: str) -> None:
    """Say who can sign in, where, and with which password: on the terminal alone."""
    width = max(len(persona.email) for persona in PERSONAS)
    lines = [
        "",
        _("Sign in at %(address)s with one of these addresses:")
        % {"address": f"{address}he/sign-in/"},
        *(f"  {persona.email:<{width}}  {persona.comes_to}" for persona in PERSONAS),
        _("The password of all of them: %(password)s") % {"password": password},
        _("(made for this installation; kept in %(file)s)") % {"file": password_file()},
        "",
    ]
    print("\n".join(lines), flush=True)
