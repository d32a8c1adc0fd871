"""The initiative on one page: its outcome, what is missing most, and money against need."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, Protocol

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shidra.audit.presentation import who_acted
from shidra.audit.queries import latest_records
from shidra.desk.presentation.roadmap_words import money_text
from shidra.desk.presentation.trail import act_in_words
from shidra.funding.presentation.kept import kept_in_words
from shidra.gaps.presentation.wording import Wording
from shidra.gaps.queries import MissingLine, MissingList
from shidra.i18n import dates, numbers
from shidra.i18n.text import Shown
from shidra.initiatives.permissions import Access
from shidra.measurement.presentation.cards import OutcomeSummary, summarise
from shidra.measurement.presentation.drawings import draw_reading
from shidra.measurement.presentation.readings import Reading
from shidra.measurement.queries import Names
from shidra.network.queries import partners_of
from shidra.pictures.charts import Share, draw_shares, responsive

__all__ = ["Overview", "overview_page"]

type Role = Literal["public", "private", "missing"]

MOST_SHOWN = 3
LATEST_SHOWN = 5
# The act of taking stock of gaps, among all that is said of them.
OF_GAPS = "put gaps.gapstate"


@dataclass(frozen=True, slots=True)
class MissingCard:
    """One of the lines that miss most."""

    code: str
    name: Shown
    href: str
    sentence: str
    missing: float
    missing_text: str
    need: float
    covered: float


class MoneyParts(Protocol):
    """The need in three parts, as `funding.analysis.sources` gives them."""

    @property
    def public(self) -> Fraction: ...
    @property
    def private(self) -> Fraction: ...
    @property
    def missing(self) -> Fraction: ...


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole page."""

    result: Shown
    period: str
    outcome: OutcomeSummary | None
    outcome_name: str
    outcome_href: str
    outcome_picture: SafeString
    missing: tuple[MissingCard, ...]
    largest: float
    totals: tuple[dict[str, Any], ...]
    money_picture: SafeString
    money_finding: str
    kept: str
    partners: str
    changes: tuple[dict[str, str], ...]


def overview_page(
    access: Access,
    found: MissingList,
    money: MoneyParts | None,
    reading: Reading | None,
    names: Names,
    language: str,
) -> Overview:
    """All that the page shows, for one reader."""
    page = _Overview(access, found, language)
    initiative = access.initiative
    summary = summarise(reading, names.groups, language) if reading else None
    picture = (
        draw_reading(reading, names.groups, language, summary.finding)
        if reading and summary
        else SafeString("")
    )
    return Overview(
        result=initiative.result.shown(language),
        period=_period(initiative.starts_on, initiative.ends_on, language),
        outcome=summary,
        outcome_name=summary.name.shown(language) if summary else "",
        outcome_href=page.indicator_href(summary),
        outcome_picture=picture,
        missing=tuple(page.missing_most()),
        largest=max((float(line.need + line.overlap) for line in found.visible), default=0.0),
        totals=tuple(page.totals()),
        money_picture=page.money_picture(money),
        money_finding=page.money_finding(),
        kept=kept_in_words(found.kept.total(), language),
        partners=page.partners(),
        changes=tuple(page.changes()),
    )


class _Overview:
    """One reader's page in the making."""

    def __init__(self, access: Access, found: MissingList, language: str) -> None:
        self.access, self.found, self.language = access, found, language
        self.initiative = access.initiative
        self.words = Wording(found, language)

    def money(self, amount: float) -> str:
        return money_text(amount, self.initiative, self.language)

    def indicator_href(self, summary: OutcomeSummary | None) -> str:
        if summary is None:
            return ""
        return reverse("measurement:indicator", args=[self.initiative.code, summary.code])

    def missing_most(self) -> list[MissingCard]:
        lines = [line for line in self.found.visible if line.is_factor and line.missing > 0]
        return [self._card(line) for line in lines[:MOST_SHOWN]]

    def _card(self, line: MissingLine) -> MissingCard:
        return MissingCard(
            code=line.factor,
            name=self.words.name(line.factor),
            href=reverse("desk:factor", args=[self.initiative.code, line.factor]),
            sentence=self.words.about_money(line),
            missing=line.missing,
            missing_text=self.money(line.missing),
            need=float(line.need),
            covered=float(line.covered),
        )

    def sums(self) -> dict[str, float]:
        """The totals over all lines, in which each shekel is counted once."""
        names = ("need", "committed", "covered", "missing", "overlap")
        return {name: sum(getattr(line, name) for line in self.found.lines) for name in names}

    def totals(self) -> list[dict[str, Any]]:
        if self.found.is_total_withheld:
            return []
        words = {
            "need": (_("Needed"), ""),
            "committed": (_("Committed"), "money"),
            "missing": (_("Missing"), "missing"),
            "overlap": (_("Overlap"), ""),
        }
        sums = self.sums()
        return [
            {
                "name": name,
                "label": label,
                "tone": tone,
                "value": sums[name],
                "text": self.money(sums[name]),
            }
            for name, (label, tone) in words.items()
        ]

    def money_finding(self) -> str:
        sums = self.sums()
        if not sums["need"] or self.found.is_total_withheld:
            return _("Money against need")
        return _("%(share)s of what is needed is covered") % {
            "share": numbers.percent(sums["covered"] / sums["need"], self.language)
        }

    def money_picture(self, money: MoneyParts | None) -> SafeString:
        if money is None or not any((money.public, money.private, money.missing)):
            return SafeString("")
        shares = [
            self._share(_("public money"), money.public, "public"),
            self._share(_("private money"), money.private, "private"),
            self._share(_("missing"), money.missing, "missing"),
        ]
        title = self.money_finding()
        described = " · ".join(f"{share.name} {share.text}" for share in shares)

        def draw(width: float) -> str:
            return draw_shares(
                shares,
                language=self.language,
                title=title,
                description=described,
                width=width,
            )

        return mark_safe(responsive(draw))  # noqa: S308 - our own picture, its texts are escaped

    def _share(self, name: str, amount: Fraction, role: Role) -> Share:
        return Share(name, float(amount), self.money(float(amount)), role)

    def partners(self) -> str:
        rows = partners_of(self.initiative)
        if not rows:
            return ""
        sectors = len({row.sector for row in rows})
        return ngettext(
            "%(count)s partner from %(sectors)s sectors",
            "%(count)s partners from %(sectors)s sectors",
            len(rows),
        ) % {
            "count": numbers.number(len(rows), self.language),
            "sectors": numbers.number(sectors, self.language),
        }

    def changes(self) -> list[dict[str, str]]:
        """What was done last; for those who take part.

        When the data close a gap or open it again tells of figures that some do not see.
        """
        if not self.access.is_member:
            return []
        untold = () if self.access.has_raw_rights else (OF_GAPS,)
        told = [
            (
                dates.moment(localtime(record.at), self.language),
                who_acted(record.actor_label, self.language),
                act_in_words(record.action),
            )
            for record in latest_records(self.initiative.code, LATEST_SHOWN, but=untold)
        ]
        # The same act on several rows in one minute is one piece of news.
        return [{"when": when, "who": who, "what": what} for when, who, what in dict.fromkeys(told)]


def _period(starts_on: Any, ends_on: Any, language: str) -> str:
    if starts_on and ends_on:
        return dates.years(starts_on.year, ends_on.year, language)
    return ""
