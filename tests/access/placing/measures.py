"""Its measure with figures, a release of them, and what a partner hands in."""

from decimal import Decimal

from shidra.initiatives.models import (
    CategoryChange,
    PlaceHistory,
)
from shidra.measurement.models import (
    CurveStory,
    Indicator,
    IndicatorDefinition,
    IndicatorStep,
    Observation,
    OpenQuestion,
    Target,
)
from shidra.protection.analysis import Guarded, closed
from shidra.protection.models import Audience, DisclosureRule, ProtectedTable
from shidra.releases.models import Release, ReleasedFigure, ReleaseFile, ReleaseStanding
from shidra.submissions.models import (
    ColumnMapping,
    ReportingDuty,
    Submission,
    SubmissionStep,
    SubmittedFigure,
)
from tests.access.placing.ground import (
    COUNTS,
    MIN_CELL,
    Ground,
)

__all__ = ["place_measures", "place_submissions"]


def place_measures(at: Ground) -> None:
    """One measure with all that hangs on it."""
    # So many people would have to stand behind a figure of it that none is ever told.
    at.indicator = at.row(Indicator, factor=at.outcome, role="outcome", min_n=10**6)
    given = {
        "indicator": at.indicator,
        "place": at.place,
        "group_set": at.group_set,
    }
    observation = at.row(
        Observation,
        **given,
        numerator=Decimal(COUNTS["numerator"]),
        denominator=Decimal(COUNTS["denominator"]),
        value=Decimal("0.595882"),
    )
    target = at.row(Target, **given, value=Decimal("0.8"))
    at.things.codes["indicator"] = at.indicator.code
    changed = at.row(
        CategoryChange,
        dimension="sector",
        kind="rename",
        before="arab",
        after="arab",
        from_period="2020",
    )
    dated = at.row(PlaceHistory, place=at.place, name="cluster", from_period="2020", value="3")
    at.things.codes |= {"change": changed.code, "place": at.place.code}
    at.things.numbers["dated"] = dated.pk
    at.row(IndicatorDefinition, indicator=at.indicator, version=1, valid_from="")
    at.row(IndicatorStep, indicator=at.indicator, before="", after="adopted")
    _place_release(at)
    at.row(ProtectedTable, cells=closed(Guarded({})), standing="not certified")
    for audience in Audience:
        least = dict.fromkeys(("people", "events", "without"), MIN_CELL)
        at.row(DisclosureRule, audience=audience, **least)
    at.row(CurveStory, indicator=at.indicator)
    question = at.row(OpenQuestion, indicator=None, owner=None, factor=at.factor)
    at.things.codes["question"] = question.code
    for table, row in (
        ("indicators", at.indicator),
        ("observations", observation),
        ("targets", target),
    ):
        at.keep(table, "open", row)


def _place_release(at: Ground) -> None:
    """Everybody reads what it is called; its numbers are too small for all without raw rights."""
    name = at.text("open").as_document()
    code = at.indicator.code
    measure = {"name": name, "numerator": name, "denominator": name, "unit": "percent"}
    release = at.row(
        Release,
        "released",
        by_label=at.word("releasedby"),
        note=at.word("open"),
        number=1,
        replaces=None,
        rows=1,
        names={
            "indicators": {code: measure | {"counts": "both", "version": 1}},
            "places": {code: {"name": name, "parent": None, "kind": ""}},
            "groups": {},
            "dimensions": {},
        },
    )
    amounts = {
        "numerator": Decimal(COUNTS["numerator"]),
        "denominator": Decimal(COUNTS["denominator"]),
    }
    at.row(
        ReleasedFigure,
        release=release,
        indicator=code,
        place=code,
        groups="",
        **amounts,
    )
    at.row(ReleaseFile, "released", release=release, status="written", rows=1)
    at.row(ReleaseStanding, release=release, indicator=code, standing="certified")
    release.is_sealed = True
    release.save()
    at.things.numbers["release"] = release.pk


def place_submissions(at: Ground) -> None:
    """The figures of one partner, which only it and who keeps the initiative know of."""
    owner = at.things.owner
    duty = at.row(
        ReportingDuty,
        organisation=owner,
        indicator=at.indicator,
        place=None,
        since="2024",
        until="",
    )
    submission = at.row(
        Submission,
        "figures",
        organisation=owner,
        number=7001 if at.code == "ours" else 7002,
        status="draft",
        kind="file",
        matching={"columns": {"remarks": at.word("figures")}},
        left_out=[],
        spoken=[],
        replaces=None,
    )
    at.row(SubmissionStep, "figures", submission=submission, before="", after="draft")
    at.row(
        SubmittedFigure,
        "figures",
        submission=submission,
        indicator=at.indicator,
        period="2024",
        place=at.place,
        group_set=None,
        numerator=Decimal(COUNTS["handed"]),
        denominator=Decimal(COUNTS["handedfrom"]),
        n=None,
        cells={},
        before=None,
        corrects=None,
    )
    at.row(ColumnMapping, "figures", organisation=owner, matching={})
    at.things.numbers |= {"duty": duty.pk, "submission": submission.number}
