"""What a list of each table shows, searches and narrows by, and how its form is grouped."""

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["LAYOUTS", "Layout"]


@dataclass(frozen=True, slots=True)
class Layout:
    """One table.

    Attributes:
        shown: fields that stand in the list, the one that names the row first.
        filters: fields by whose value the list can be narrowed.
        texts: columns of the database with texts in three languages that are searched.
        plain: other columns of the database that are searched.
        sections: the form, part by part; what is not named follows under "more".
        prefix: how codes begin that are proposed where there are none yet.
    """

    shown: tuple[str, ...]
    filters: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    sections: tuple[tuple[str, tuple[str, ...]], ...] = ()
    prefix: str = ""


LAYOUTS: Mapping[str, Layout] = {
    "initiative": Layout(
        shown=("name", "result", "starts_on", "ends_on"),
        sections=(
            ("what", ("code", "name", "result")),
            ("when", ("starts_on", "ends_on")),
            ("agreed", ("problem", "scope", "principles")),
            ("figures", ("currency", "min_cell")),
        ),
    ),
    "labels": Layout(
        shown=("name", "kind", "code"),
        filters=("kind",),
        texts=("name",),
        plain=("kind", "code"),
        sections=(("what", ("kind", "code", "name")),),
    ),
    "places": Layout(
        shown=("name", "code", "kind", "parent", "population"),
        filters=("kind", "parent"),
        texts=("name",),
        plain=("code",),
        sections=(
            ("what", ("code", "name", "kind", "parent")),
            ("where", ("lat", "lon", "population")),
        ),
        prefix="PL",
    ),
    "groups": Layout(
        shown=("name", "dimension", "code", "priority", "reference"),
        filters=("dimension",),
        texts=("name",),
        plain=("dimension", "code"),
        sections=(
            ("what", ("dimension", "code", "name")),
            ("equity", ("priority", "reference")),
        ),
        prefix="g",
    ),
    "category_changes": Layout(
        shown=("code", "dimension", "kind", "from_period", "before", "after"),
        filters=("dimension", "kind"),
        plain=("code", "before", "after", "note"),
        sections=(
            ("what", ("code", "dimension", "kind", "from_period")),
            ("which", ("before", "after", "was")),
            ("decided", ("note", "decided_by", "decided_on")),
        ),
        prefix="CH",
    ),
    "place_history": Layout(
        shown=("place", "name", "from_period", "value"),
        filters=("name",),
        texts=("place__name",),
        plain=("place__code", "name", "value"),
        sections=(("which", ("place", "name", "from_period")), ("what", ("value",))),
    ),
    "organisations": Layout(
        shown=("name", "code", "sector", "registry_id"),
        filters=("sector",),
        texts=("name",),
        plain=("code", "registry_id"),
        sections=(
            ("what", ("code", "name", "sector", "registry_id")),
            ("exchange", ("asks", "offers")),
        ),
        prefix="ORG",
    ),
    "factors": Layout(
        shown=("name", "code", "kind", "stage", "importance", "state", "owner"),
        filters=("kind", "owner"),
        texts=("name", "description"),
        plain=("factor__code", "track", "level"),
        sections=(
            ("what", ("code", "kind", "name", "description")),
            ("map", ("track", "stage", "level")),
            (
                "stands",
                ("importance", "controllability", "state", "confidence", "owner", "reviewed_on"),
            ),
            ("system", ("condition", "groups", "lead_group")),
            ("barrier", ("barrier", "barrier_owner")),
        ),
        prefix="F",
    ),
    "links": Layout(
        shown=("source", "target", "sign", "strength", "evidence", "status"),
        filters=("sign", "status", "source", "target"),
        plain=("source__code", "target__code"),
        sections=(
            ("what", ("source", "target", "sign", "strength")),
            ("stands", ("effect", "lag_months", "evidence", "status", "assumption")),
            ("looked", ("reviewer", "reviewed_on")),
        ),
    ),
    "evidence": Layout(
        shown=("citation", "code", "about", "strength", "direction"),
        filters=("strength", "direction"),
        texts=("finding",),
        plain=("code", "citation", "factor__code"),
        sections=(
            ("what", ("code", "about", "finding", "citation", "url")),
            ("stands", ("strength", "direction", "visibility")),
        ),
        prefix="E",
    ),
    "indicators": Layout(
        shown=("name", "code", "factor", "unit", "better", "role", "state"),
        filters=("factor", "unit", "role", "state", "origin"),
        texts=("name",),
        plain=("code", "factor__code", "source"),
        sections=(
            ("what", ("code", "name", "factor", "role")),
            ("measured", ("unit", "better", "period_kind", "numerator", "denominator", "source")),
            ("defined", ("population", "exclusions", "method")),
            ("people", ("counts", "min_n", "sensitivity")),
            ("life", ("state", "origin", "owner")),
            ("gathered", ("frequency", "lag_months", "place_level", "splits")),
            ("read", ("baseline_period", "comparator", "limits")),
        ),
        prefix="I",
    ),
    "definitions": Layout(
        shown=("indicator", "version", "valid_from", "comparability", "decided_on"),
        filters=("indicator", "comparability"),
        texts=("indicator__name", "reason"),
        plain=("indicator__code", "valid_from", "decided_by"),
        sections=(
            ("which", ("indicator", "version", "valid_from")),
            ("compared", ("comparability", "times", "plus", "conversion")),
            ("decided", ("reason", "decided_by", "decided_on")),
            (
                "defined",
                ("numerator", "denominator", "population", "exclusions", "method", "source"),
            ),
        ),
    ),
    "questions": Layout(
        shown=("question", "code", "factor", "owner", "due_on", "indicator"),
        filters=("factor", "owner", "origin"),
        texts=("question", "obstacle"),
        plain=("code", "factor__code", "owner__code"),
        sections=(
            ("asked", ("code", "question", "obstacle", "factor", "origin")),
            ("works", ("owner", "due_on")),
            ("stands", ("indicator",)),
        ),
        prefix="Q",
    ),
    "stories": Layout(
        shown=("indicator", "period", "plan", "written_by", "written_on"),
        filters=("indicator", "period"),
        texts=("indicator__name", "helps", "hinders", "partners", "ideas", "plan"),
        plain=("indicator__code", "period", "written_by"),
        sections=(
            ("which", ("indicator", "period", "factors")),
            ("behind", ("helps", "hinders")),
            ("roles", ("partners",)),
            ("tried", ("ideas", "free_ideas")),
            ("done", ("plan",)),
            ("written", ("written_by", "written_on")),
        ),
    ),
    "observations": Layout(
        shown=("indicator", "period", "place", "groups", "value", "numerator", "denominator"),
        filters=("indicator", "place", "period"),
        texts=("indicator__name", "place__name"),
        plain=("indicator__code", "period", "place__code", "group_set__key"),
        sections=(
            ("which", ("indicator", "period", "place", "groups")),
            ("figures", ("numerator", "denominator", "value")),
            ("trust", ("n", "quality", "units_counted", "reason")),
        ),
    ),
    "targets": Layout(
        shown=("indicator", "period", "place", "groups", "value"),
        filters=("indicator", "place", "period"),
        texts=("indicator__name", "place__name"),
        plain=("indicator__code", "period", "place__code", "group_set__key"),
        sections=(
            ("which", ("indicator", "period", "place", "groups")),
            ("figures", ("value",)),
        ),
    ),
    "duties": Layout(
        shown=("organisation", "indicator", "place", "since", "until", "days_after"),
        filters=("organisation", "indicator", "place"),
        texts=("organisation__name", "indicator__name", "place__name"),
        plain=("organisation__code", "indicator__code", "place__code", "since"),
        sections=(
            ("which", ("organisation", "indicator", "place")),
            ("when", ("since", "until", "days_after")),
        ),
    ),
    "activities": Layout(
        shown=("name", "code", "organisation", "factors", "kind", "starts_on", "ends_on"),
        filters=("organisation", "factors", "kind"),
        texts=("name", "organisation__name"),
        plain=("code", "organisation__code"),
        sections=(
            ("what", ("code", "name", "organisation", "factors", "kind", "visibility")),
            ("where", ("places", "groups")),
            ("when", ("starts_on", "ends_on")),
            ("reach", ("reach_planned", "reach_actual", "quality")),
        ),
        prefix="A",
    ),
    "promises": Layout(
        shown=("text", "code", "partner", "kind", "factor", "due_on", "state"),
        filters=("partner", "kind", "factor", "state"),
        texts=("text", "organisation__name"),
        plain=("code", "leader", "organisation__code"),
        sections=(
            ("what", ("code", "partner", "kind", "text", "factor", "visibility")),
            ("promised", ("leader", "made_on", "due_on")),
            ("stands", ("state", "reason")),
        ),
        prefix="P",
    ),
    "needs": Layout(
        shown=("line", "year", "amount", "place", "groups", "people"),
        filters=("line", "year", "place"),
        texts=("place__name",),
        plain=("factor__code", "shared_line", "place__code", "group_set__key"),
        sections=(
            ("which", ("line", "year", "place", "groups")),
            ("money", ("amount",)),
            ("people", ("people", "people_kind")),
        ),
    ),
    "commitments": Layout(
        shown=(
            "funder",
            "code",
            "amount",
            "mode",
            "signed_on",
            "starts_on",
            "ends_on",
            "visibility",
        ),
        filters=("funder", "mode", "visibility"),
        texts=("funder__name",),
        plain=("code", "funder__code"),
        sections=(
            ("what", ("code", "funder", "visibility")),
            ("money", ("amount", "currency", "rate", "mode", "overhead", "certainty")),
            ("when", ("signed_on", "starts_on", "ends_on")),
            ("use", ("lines", "places", "groups")),
        ),
        prefix="C",
    ),
    "instalments": Layout(
        shown=("commitment", "due_on", "amount", "paid_on"),
        filters=("commitment",),
        texts=("commitment__funder__name",),
        plain=("commitment__code",),
        sections=(("which", ("commitment", "due_on")), ("money", ("amount", "paid_on"))),
    ),
    "allocations": Layout(
        shown=("commitment", "line", "year", "amount", "place", "groups", "activity", "spent"),
        filters=("commitment", "line", "year", "place"),
        texts=("commitment__funder__name", "place__name"),
        plain=("commitment__code", "factor__code", "shared_line", "place__code"),
        sections=(
            ("which", ("commitment", "line", "year", "place", "groups", "activity")),
            ("money", ("amount", "spent")),
        ),
    ),
    "options": Layout(
        shown=("name", "code", "factor", "unit_cost", "effect", "people_kind"),
        filters=("factor", "evidence"),
        texts=("name",),
        plain=("code", "factor__code", "people_kind"),
        sections=(
            ("what", ("code", "name", "factor", "people_kind")),
            ("money", ("unit_cost", "fixed_cost", "min_people", "max_share")),
            ("effect", ("effect", "effect_on", "effect_low", "effect_high", "evidence")),
        ),
        prefix="O",
    ),
    "goals": Layout(
        shown=("indicator", "goal", "agreed_on"),
        texts=("indicator__name", "goal", "why"),
        plain=("indicator__code",),
        sections=(
            ("which", ("indicator",)),
            ("agreed", ("goal", "why", "agreed_on")),
        ),
    ),
    "barriers": Layout(
        shown=("says", "code", "kind", "factor", "groups", "owner", "state"),
        filters=("kind", "factor", "indicators", "state"),
        texts=("says", "harm"),
        plain=("code", "owner_outside", "harm_source", "factor__code"),
        sections=(
            ("what", ("code", "kind", "says", "factor", "indicators")),
            ("changes", ("owner", "owner_outside", "since_year")),
            ("hurts", ("groups", "places", "harm", "harm_source", "evidence")),
            ("stands", ("state",)),
        ),
        prefix="B",
    ),
    "strategies": Layout(
        shown=("text", "code", "indicator", "groups", "owner", "until", "state"),
        filters=("indicator", "factors", "state"),
        texts=("text",),
        plain=("code", "indicator__code", "owner__code"),
        sections=(
            ("what", ("code", "text", "indicator", "groups", "places")),
            ("tied", ("barriers", "factors", "activities")),
            ("money", ("cost", "commitments")),
            ("measured", ("measure",)),
            ("works", ("owner", "until", "state")),
        ),
        prefix="S",
    ),
}
