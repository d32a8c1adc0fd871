"""`shidra series INITIATIVE INDICATOR [--by …]… [--where …]… [--json]`: an indicator over time."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from shidra.audit.models import SYSTEM
from shidra.initiatives.management.opening import opened
from shidra.initiatives.models import Membership, Place
from shidra.initiatives.permissions import Access
from shidra.initiatives.queries import groups_of
from shidra.measurement.analysis import Adding, Grouping, SeriesQuestion, is_period, series
from shidra.measurement.models import Indicator
from shidra.measurement.presentation.series import plain_series
from shidra.measurement.queries import (
    attributes_of_places,
    indicator_or_none,
    indicators_of,
    parents_of,
)
from shidra.releases.analysis.engine import EngineFailed, EngineIsMissing
from shidra.releases.analysis.live import adding_with
from shidra.ui.management.site import Refused, SiteCommand, print_document

UNKNOWN = "unknown"
ENGINES = ("duckdb", "spark")


class Command(SiteCommand):
    help = "Print an indicator over time: for everybody, or by dimensions, places and attributes."

    def add_arguments(self, parser: CommandParser) -> None:
        """One indicator, what divides and what narrows it, and who is to read it."""
        parser.add_argument("initiative", metavar="INITIATIVE", help="its code")
        parser.add_argument("indicator", metavar="INDICATOR", help="its code")
        parser.add_argument(
            "--by",
            action="append",
            default=[],
            metavar="DIM|place:KIND|attribute:NAME",
            help="divide by a dimension, by the places of a kind, or by an attribute of places; "
            "may be repeated",
        )
        parser.add_argument(
            "--where",
            action="append",
            default=[],
            metavar="DIM=CAT",
            help="only this category of a dimension; may be repeated",
        )
        parser.add_argument("--place", metavar="CODE", help="only this place and what lies in it")
        parser.add_argument(
            "--period",
            default="",
            metavar="P|P..Q",
            help="only this period, or from one to another",
        )
        parser.add_argument(
            "--engine",
            choices=ENGINES,
            help="let this engine add the figures up; the answer is the same",
        )
        parser.add_argument(
            "--unprotected",
            action="store_true",
            help="print every figure as it is; without it, as a visitor may see it",
        )
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="print one JSON document"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the figures that answer the question."""
        access = opened(options["initiative"])
        indicator = _indicator(access, options["indicator"])
        asked = _question(access, options)
        if not options["unprotected"]:
            access = Access(access.initiative, frozenset({Membership.Role.VISITOR}), SYSTEM)
        try:
            points = series(access, indicator, asked, _adding(options["engine"]))
        except EngineFailed as failed:
            message = _("The engine “%(code)s” gave no answer: %(why)s")
            raise Refused(message % {"code": options["engine"], "why": failed}, 1) from failed
        if options["as_json"]:
            print_document(self, points)
        else:
            self.stdout.write(plain_series(points, indicator))


def _adding(engine: str | None) -> Adding | None:
    if engine is None:
        return None
    try:
        return adding_with(engine)
    except EngineIsMissing:
        message = _("The engine “%(code)s” is not installed: install %(extra)s.")
        raise Refused(message % {"code": engine, "extra": f"shidra[{engine}]"}) from None


def _indicator(access: Access, code: str) -> Indicator:
    if indicator := indicator_or_none(access.initiative, code):
        return indicator
    known = ", ".join(one.code for one in indicators_of(access.initiative))
    message = _("There is no indicator “%(code)s”; there are: %(known)s.")
    raise Refused(message % {"code": code, "known": known})


def _question(access: Access, options: dict[str, Any]) -> SeriesQuestion:
    categories: dict[str, list[str]] = {}
    for group in groups_of(access.initiative).values():
        categories.setdefault(group.dimension, []).append(group.code)
    by = tuple(_grouping(access, one, categories) for one in options["by"])
    keys = [one.key for one in by]
    for key in keys:
        if keys.count(key) > 1:
            raise Refused(_("The answer can have only one “%(code)s”.") % {"code": key})
    if place := options["place"]:
        _expect(place, parents_of(access.initiative))
    first, last = _periods(options["period"])
    where = dict(_category(one, categories) for one in options["where"])
    return SeriesQuestion(by, where, place, first, last)


def _grouping(access: Access, asked: str, categories: dict[str, list[str]]) -> Grouping:
    of, colon, name = asked.partition(":")
    if colon and of == "place":
        return Grouping(_expect(name, Place.Kind.values), of)
    if colon and of == "attribute":
        return Grouping(_expect(name, attributes_of_places(access.initiative)), of)
    if asked in categories:
        return Grouping(asked)
    message = _("There is no dimension “%(code)s”; there are: %(known)s.")
    raise Refused(message % {"code": asked, "known": ", ".join(sorted(categories))})


def _category(asked: str, categories: dict[str, list[str]]) -> tuple[str, str]:
    name, _equals, code = asked.partition("=")
    return _expect(name, sorted(categories)), _expect(code, [*categories[name], UNKNOWN])


def _periods(asked: str) -> tuple[str, str]:
    first, dots, last = asked.partition("..")
    for period in (first, last):
        if period and not is_period(period):
            raise Refused(_("“%(code)s” is not a period.") % {"code": period})
    return first, last if dots else first


def _expect(code: str, known: Sequence[str] | Iterable[str]) -> str:
    """The code, if there is such a one."""
    there_are = list(known)
    if code in there_are:
        return code
    message = _("There is no “%(code)s”; there are: %(known)s.")
    raise Refused(message % {"code": code, "known": ", ".join(there_are)})
