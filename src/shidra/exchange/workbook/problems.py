"""What can be wrong with a workbook, put into the reader's language only when it is read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from shidra.exchange.workbook.tables import Column
from shidra.i18n.isolates import isolate, ltr
from shidra.i18n.languages import is_right_to_left, known

__all__ = ["PROBLEMS", "Notice", "Rejection", "WorkbookError", "accepted_in"]


class WorkbookError(Exception):
    """The file as a whole is not understood: nothing of it is loaded."""

    def __init__(self, message: Any, **values: object) -> None:
        super().__init__(message)
        self._message, self._values = message, values

    def __str__(self) -> str:
        return str(self._message) % _isolated(self._values)


# Problem of a cell or row -> what is wrong.
PROBLEMS: Mapping[str, Any] = {
    "missing": _("A value is required here and nothing stands."),
    "missing_words": _("A text is required here in at least one language."),
    "formula": _("A formula stands here. Paste its value instead."),
    "error_cell": _("The spreadsheet shows an error here instead of a value."),
    "control_character": _("The text holds an invisible control character."),
    "too_long": _("The text is too long."),
    "bad_code": _("This cannot be a code."),
    "bad_slug": _("This cannot be the code of an initiative."),
    "day_for_code": _("The spreadsheet made a date of this code."),
    "arrow_in_code": _("The code of a factor must not hold the sign >."),
    "colon_in_dimension": _("The name of a dimension must not hold a colon."),
    "bad_group": _("This does not name a group."),
    "not_number": _("This is not a number."),
    "not_whole": _("This is not a whole number."),
    "too_large_to_keep": _("The number is too large."),
    "too_small": _("The number is too small."),
    "too_large": _("The number is too large."),
    "negative": _("The number is negative."),
    "not_day": _("This is not a date."),
    "not_period": _("This is not a period."),
    "day_for_period": _(
        "The spreadsheet made a date of this period, and which one was meant cannot be told."
    ),
    "not_yes_or_no": _("This is neither yes nor no."),
    "not_address": _("This is not a web address."),
    "not_choice": _("This is none of the words that may stand here."),
    "unknown_currency": _("There is no such currency."),
    "too_fine": _("The amount is finer than the smallest coin of its currency."),
    "ends_before_starts": _("The end comes before the start."),
    "reserved_code": _("This code is the name of a money line and cannot be a factor."),
    "link_to_itself": _("The link leads from a factor to itself."),
    "nothing_measured": _("The row names no value: nothing was measured."),
    "half_measured": _("There is a denominator without a numerator."),
    "denominator_missing": _("There is a numerator without a denominator."),
    "numerator_above_denominator": _("The numerator is larger than the denominator."),
    "percent_out_of_range": _("A percentage lies between 0 and 100."),
    "rate_missing": _("The money is in another currency and its exchange rate is missing."),
    "repeated_key": _("Row %(first)s says the same already."),
    "already_there": _("There is one of this already."),
    "not_ones_own": _("This is not yours to enter here."),
    "not_yours_to_report": _("Your organisation is not asked for this."),
    "second_initiative": _("A workbook holds one initiative, and row %(first)s names it."),
    "unknown_code": _("There is no such code."),
    "rejected_code": _("The row that defines this code was itself rejected."),
    "place_cycle": _("Following the places upwards leads back to this one."),
    "version_from_nowhere": _("A later version of a definition holds from a period on."),
    "first_version_from": _("The first version of a definition holds from the beginning."),
    "versions_out_of_order": _(
        "Version %(other)s of this indicator holds from %(period)s; the order does not fit."
    ),
    "conversion_without_numbers": _("The figures are to be converted, and it is not said how."),
    "conversion_without_words": _("How the conversion was found is not said."),
    "conversion_not_wanted": _("There are numbers for a conversion, and nothing is converted."),
    "until_before_since": _("The last period comes before the first one."),
    "move_not_allowed": _("An indicator cannot go from %(before)s to this state."),
    "change_count": _("So many categories do not make a change of this kind."),
    "change_without_name": _("How the category was called before is not said."),
    "change_repeated": _("“%(category)s” stands there twice."),
    "change_itself": _("“%(category)s” cannot be a part of itself."),
    "change_gone": _("“%(category)s” has passed into others by another change already."),
    "change_circle": _("Following the changes from “%(category)s” leads back to it."),
    "change_part_already": _("“%(category)s” is a part of another category already."),
    "change_of_others": _("With this row, change “%(other)s” would no longer fit."),
    "no_such_category": _("“%(category)s” is no category of this dimension."),
    "no_ladder": _("By this, “%(looser)s” would be told less than “%(stricter)s”."),
    "protection_stays": _(
        "Whoever keeps the settings decides from which numbers on people are told."
    ),
    "parent_not_place": _("There is no such place."),
    "differs_from_today": _("The table of places says “%(today)s” for today."),
    "missing_column": _("The table lacks this required column."),
    "repeated_column": _("The table has two columns of this name."),
    "strategy_for_nobody": _("It is not said whom the strategy is for."),
    "nameless_cell": _("A value stands outside the named columns."),
}

# Problem -> what would be accepted, where the column alone does not tell.
_ACCEPTED: Mapping[str, Any] = {
    "too_long": _("A text of at most %(longest)s characters."),
    "reserved_code": _("A code other than backbone, measurement, learning and community."),
    "link_to_itself": _("The code of another factor."),
    "ends_before_starts": _("A day on or after the first one."),
    "until_before_since": _("The first period, a later one, or nothing."),
    "nothing_measured": _("A numerator and a denominator, or a value."),
    "strategy_for_nobody": _("A group, or a place."),
    "half_measured": _("The numerator, a number of 0 or more."),
    "denominator_missing": _("The denominator, a number of 0 or more."),
    "numerator_above_denominator": _(
        "A numerator no larger than its denominator; or say in the column reason why it is so."
    ),
    "percent_out_of_range": _("A number from 0 to 100; 20 stands for 20 percent."),
    "rate_missing": _("The rate to the initiative's currency, frozen at signing."),
    "repeated_key": _("One row for each key."),
    "already_there": _("Another code, or a change to the one that is there."),
    "not_ones_own": _("Your own organisation or group."),
    "not_yours_to_report": _("One of these: %(words)s."),
    "second_initiative": _("A workbook of its own for each initiative."),
    "rejected_code": _("Mend that row first, and load again."),
    "place_cycle": _("A parent that does not lie inside this place."),
    "version_from_nowhere": _("The first period of the version, such as 2026 or 2025/26."),
    "first_version_from": _("Nothing, for the first version."),
    "versions_out_of_order": _("A later period for each later version."),
    "conversion_without_numbers": _("A number in times, in plus, or in both."),
    "conversion_without_words": _("A sentence in at least one of the three languages."),
    "conversion_not_wanted": _("Empty cells, or converted as the comparability."),
    "move_not_allowed": _("One of these words: %(words)s."),
    "change_count": _(
        "One and one to rename, several and one to unite, one and several to divide, one place "
        "around them or none to move."
    ),
    "change_without_name": _("The earlier name in at least one of the three languages."),
    "change_repeated": _("Each code once."),
    "change_itself": _("Other codes than the one that is divided or moved."),
    "change_gone": _("The codes that are in use from that period on."),
    "change_circle": _("Codes that this one has not come of."),
    "change_part_already": _("A code that is no part of another one yet."),
    "change_of_others": _("Codes or a period with which the other changes still fit."),
    "no_such_category": _("Codes of groups of the dimension, or of places for place."),
    "no_ladder": _(
        "Of any two audiences one at least as strict as the other in everything, and none stricter "
        "than visitors."
    ),
    "protection_stays": _("What holds now; or ask the backbone to change it on its page."),
    "parent_not_place": _("A code from the table “places”, or nothing for none."),
    "differs_from_today": _("The same in both tables."),
    "missing_column": _("A first row that holds this column name."),
    "repeated_column": _("Each column name once."),
    "nameless_cell": _("Values only below a column name; text with commas in quotation marks."),
    "arrow_in_code": _("A code without the sign >."),
    "colon_in_dimension": _("A name without a colon."),
    "too_fine": _("An amount with at most %(places)s digits after the point."),
}

# Kind of column -> what stands in it.
_KINDS: Mapping[str, Any] = {
    "text": _("Text."),
    "words": _("Text, in at least one of the three languages."),
    "code": _("A short code without the signs | / and \\."),
    "slug": _("A code of Latin letters, digits, hyphens and underscores."),
    "codes": _("Codes, separated by |."),
    "factor_or_link": _("The code of a factor, or a link written as source>target."),
    "organisation_or_group": _("The code of an organisation, or a group written dimension:code."),
    "line": _("The code of a factor, or one of backbone, measurement, learning, community."),
    "lines": _("Codes of factors, or backbone, measurement, learning, community, separated by |."),
    "group": _("A group written dimension:code."),
    "groups": _("Groups written dimension:code, separated by |."),
    "dimensions": _("The code of a group of this dimension, or nothing for everybody."),
    "number": _("A number with a decimal point, without thousands separators."),
    "amount": _("An amount of money of 0 or more, without thousands separators."),
    "whole": _("A whole number."),
    "day": _("A date such as 2026-01-31."),
    "period": _("A period such as 2026, 2025/26, 2026-Q3 or 2026-07, in a cell of text."),
    "yes_or_no": _("yes or no."),
    "address": _("An address that begins with https:// or http://."),
    "currency": _("A three-letter code such as ILS."),
}


@dataclass(frozen=True, slots=True)
class Rejection:
    """One cell that does not hold: where it stands, what is wrong, what would be accepted."""

    table: str
    row: int
    column: str
    value: str
    problem: str
    about: Column | None = None
    context: Mapping[str, Any] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """What is wrong, in the language that is active now."""
        return str(PROBLEMS[self.problem]) % _isolated(self.context)

    @property
    def accepted(self) -> str:
        """What would be accepted, in the language that is active now."""
        if self.problem in _ACCEPTED:
            return str(_ACCEPTED[self.problem]) % _isolated(self.context)
        accepted = accepted_in(self.about) if self.about else ""
        if nearest := self.context.get("nearest"):
            likely = gettext("Did you mean “%(code)s”?") % _isolated({"code": nearest})
            return f"{accepted} {likely}".strip()
        return accepted


@dataclass(frozen=True, slots=True)
class Notice:
    """Something worth a look that stops no row."""

    table: str
    row: int
    column: str
    value: str
    problem: str
    context: Mapping[str, Any] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """What to look at, in the language that is active now."""
        return str(_NOTICES[self.problem]) % _isolated(self.context)


_NOTICES: Mapping[str, Any] = {
    "unknown_table": _("The format has no such table; it was not read."),
    "unknown_column": _("The format has no such column; it was not read."),
    "instalments_differ": _(
        "The instalments add up to %(sum)s, and the commitment is of %(amount)s."
    ),
    "allocated_above_commitment": _(
        "The allocations add up to %(sum)s, more than the commitment of %(amount)s."
    ),
    "line_not_allowed": _("The commitment may not be used for this line."),
    "place_not_allowed": _("The commitment may not be used in this place."),
    "groups_not_allowed": _("The commitment may not be used for these groups."),
    "period_of_another_kind": _("The period is of another kind than the indicator's."),
    "value_differs": _(
        "The value differs from numerator divided by denominator; the quotient counts."
    ),
    "numerator_above_denominator": _(
        "The numerator is larger than the denominator. It is kept with its reason."
    ),
    "effect_outside_interval": _("The effect lies outside its own interval."),
    "min_cell_stays": _(
        "It stays %(least)s: whoever keeps the settings decides from which numbers on people are told."
    ),
    "signed_words": _(
        "Partners have signed other words here, in version %(version)s of the common agenda "
        "(signatures: %(signatures)s). What they signed stays as it is, and the pages will say "
        "that the two differ. To change what was agreed, begin the next version: another outcome "
        "needs a decision with its reason."
    ),
}


_TABLES_OF_CODES = frozenset(
    {"organisations", "factors", "places", "indicators", "commitments", "activities"}
)


def accepted_in(column: Column) -> str:
    """What may stand in a column, in the language that is active now."""
    if column.choices:
        words = {"words": ", ".join(column.choices)}
        return gettext("One of these words: %(words)s.") % _isolated(words)
    if column.refers in _TABLES_OF_CODES and column.kind in {"code", "codes"}:
        template = (
            gettext("Codes from the table “%(table)s”, separated by |.")
            if column.kind == "codes"
            else gettext("A code from the table “%(table)s”.")
        )
        return template % _isolated({"table": column.refers})
    return _accepted_number(column) or str(_KINDS[column.kind])


def _accepted_number(column: Column) -> str:
    if column.kind not in {"number", "whole"} or column.low is None:
        return ""
    open_ended = column.high is None or column.high >= 1_000_000  # noqa: PLR2004 - out of sight
    match (column.kind, column.is_above_low, open_ended):
        case ("whole", _, True):
            template = gettext("A whole number of %(low)s or more.")
        case ("whole", _, False):
            template = gettext("A whole number from %(low)s to %(high)s.")
        case (_, True, True):
            template = gettext("A number above %(low)s, with a decimal point.")
        case (_, True, False):
            template = gettext("A number above %(low)s, up to %(high)s, with a decimal point.")
        case (_, False, True):
            template = gettext("A number of %(low)s or more, with a decimal point.")
        case _:
            template = gettext("A number from %(low)s to %(high)s, with a decimal point.")
    return template % _isolated({"low": column.low, "high": column.high})


def _isolated(values: Mapping[str, object]) -> dict[str, str]:
    """Numbers and codes kept from being reordered inside Hebrew or Arabic; plain in English."""
    if not is_right_to_left(known(get_language())):
        return {name: str(value) for name, value in values.items()}
    return {
        name: isolate(value) if isinstance(value, str) else ltr(str(value))
        for name, value in values.items()
    }
