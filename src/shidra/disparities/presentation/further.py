"""The further measures of inequality for the second sheet of the workbook, with notes in words."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

__all__ = ["Further", "Value", "measure_name", "note_in_words"]


@dataclass(frozen=True, slots=True)
class Value:
    """An estimate with its 95 % interval; None where there is none."""

    estimate: float | None
    lower: float | None
    upper: float | None


@dataclass(frozen=True, slots=True)
class Further:
    """One measure of one panel then and now."""

    measure: str
    variant: str
    first: Value
    last: Value
    change: float | None
    lower: float | None
    upper: float | None
    note: str


_NAMES: Mapping[str, Callable[[], str]] = {
    "d": lambda: _("Difference"),
    "r": lambda: _("Ratio"),
    "disproportion": lambda: _("Disproportion of the group furthest behind"),
    "aci": lambda: _("Absolute concentration index"),
    "rci": lambda: _("Relative concentration index"),
    "sii": lambda: _("Slope index of inequality"),
    "rii": lambda: _("Relative index of inequality"),
    "bgv": lambda: _("Between-group variance"),
    "bgsd": lambda: _("Between-group standard deviation"),
    "cov": lambda: _("Coefficient of variation, percent"),
    "ti": lambda: _("Theil index × 1000"),
    "mld": lambda: _("Mean log deviation × 1000"),
    "idisu": lambda: _("Index of disparity, percent, each group alike"),
    "idisw": lambda: _("Index of disparity, percent, by population"),
    "mdmu": lambda: _("Mean difference from the average, each group alike"),
    "mdmw": lambda: _("Mean difference from the average, by population"),
    "mdbu": lambda: _("Mean difference from the best group, each group alike"),
    "mdbw": lambda: _("Mean difference from the best group, by population"),
    "mdru": lambda: _("Mean difference from the group of reference, each group alike"),
    "mdrw": lambda: _("Mean difference from the group of reference, by population"),
    "par": lambda: _("Population attributable risk"),
    "paf": lambda: _("Population attributable fraction, percent"),
}
_VARIANTS: Mapping[str, Callable[[], str]] = {
    "wagstaff": lambda: _("by Wagstaff"),
    "erreygers": lambda: _("by Erreygers"),
    "linear": lambda: _("linear"),
    "logit": lambda: _("logistic"),
}
# What the core says of a measure, in the language of the reader.
_NOTES: Mapping[str, Callable[[], str]] = {
    "A group is at 0, and its logarithm is not.": lambda: _(
        "A group is at 0, which has no logarithm."
    ),
    "A population is missing.": lambda: _(
        "It is not known or not shown how many people stand in each group."
    ),
    "A ratio of negative values says nothing.": lambda: _(
        "A ratio of negative values says nothing."
    ),
    "A standard error is missing, so there is no interval.": lambda: _(
        "The counts are not shown, so there is no interval."
    ),
    "All people stand in one group.": lambda: _("All people stand in one group."),
    "An estimate is negative.": lambda: _("A figure is negative."),
    "Everybody has it.": lambda: _("Everybody has it."),
    "It cannot be told from these numbers.": lambda: _("It cannot be told from these numbers."),
    "No group has an estimate.": lambda: _("No group has a figure that is shown."),
    "No group is the reference.": lambda: _("No group is the reference."),
    "Nobody is affected.": lambda: _("Nobody is affected."),
    "The dimension has no order.": lambda: _(
        "The groups have no order from the least to the most advantaged."
    ),
    "The group that would divide is at 0.": lambda: _("The group that would divide is at 0."),
    "The indicator has no upper bound.": lambda: _("The measure has no upper bound."),
    "The line reaches 0 or below at an end.": lambda: _("The line reaches 0 or below at an end."),
    "The mean is not above 0.": lambda: _("The average is not above 0."),
    "The ratio is 0: its logarithm, and so its interval, is not.": lambda: _(
        "The ratio is 0, which has no interval."
    ),
    "The reference is no better than all together.": lambda: _(
        "The reference is no better than all together."
    ),
    "There are too few groups for an interval.": lambda: _(
        "There are too few groups for an interval."
    ),
    "There is only one group.": lambda: _("There is only one group."),
    "Without a scale nobody knows who is left out.": lambda: _(
        "The measure is no share, so nobody knows who is left out."
    ),
    "Without a scale there are no counts: no interval.": lambda: _(
        "The measure is no share, so there is no interval."
    ),
    "Without populations the mean counts groups.": lambda: _(
        "How many people stand in each group is not known or not shown: the average counts groups."
    ),
}
_LEFT_OUT = re.compile(r"(\d+) of (\d+) groups have no estimate and are left out\.")
_FURTHEST = re.compile(r"Of the group furthest behind: (.+?)\.(?= |$)")


def measure_name(further: Further) -> str:
    """What a measure is called; what it is a variant of stands before it."""
    name = _NAMES[further.measure]()
    return f"{name}, {_VARIANTS[further.variant]()}" if further.variant else name


def note_in_words(note: str, name_of: Callable[[str], str]) -> str:
    """The notes of a measure, several in a row."""
    said = [words() for known, words in _NOTES.items() if known in note]
    if found := _LEFT_OUT.search(note):
        said.append(
            ngettext(
                "%(count)s group has no figure that is shown and is left out.",
                "%(count)s groups have no figure that is shown and are left out.",
                int(found[1]),
            )
            % {"count": found[1]}
        )
    if found := _FURTHEST.search(note):
        said.append(_("Furthest behind: %(group)s.") % {"group": name_of(found[1])})
    return " ".join(said)
