"""Nobody adds a number to the model without deciding whether it counts people."""

from django.apps import apps
from django.db import models

from shidra.protection.registry import is_people_count, people_counts

DOMAIN = (
    "initiatives",
    "roadmap",
    "network",
    "measurement",
    "funding",
    "submissions",
    "releases",
    "protection",
)
NUMBERS = (models.IntegerField, models.DecimalField, models.FloatField)

# Numbers that count no people, each with what it is.
NO_PEOPLE = {
    "initiatives.Initiative": {
        "min_cell": "the threshold itself",
        "importance_exponent": "setting",
        "shortfall_exponent": "setting",
        "path_exponent": "setting",
        "equity_exponent": "setting",
        "actionability_exponent": "setting",
        "ownerless_value": "setting",
        "longest_path": "setting",
        "priority_threshold": "setting",
        "protected_reserve": "setting",
        "stale_after_days": "setting",
    },
    "initiatives.Place": {
        "population": "published by the statistics bureau, known to everybody",
        "lat": "where it lies",
        "lon": "where it lies",
        "position": "order",
    },
    "initiatives.Group": {"priority": "setting", "position": "order"},
    "roadmap.RoadmapVersion": {"number": "order", "changes": "of the map, not of people"},
    "roadmap.FactorEntry": {
        "stage": "order",
        "importance": "rating",
        "controllability": "rating",
        "state": "rating",
        "position": "order",
    },
    "roadmap.ContextSheet": {"edition": "order"},
    "roadmap.Link": {"strength": "rating", "effect": "coefficient", "lag_months": "time"},
    "protection.DisclosureRule": {
        "people": "a threshold, not people",
        "events": "a threshold, not people",
        "without": "a threshold, not people",
    },
    "initiatives.CategoryChange": {"position": "order"},
    "network.Organisation": {"position": "order"},
    "network.Activity": {"quality": "rating"},
    "measurement.Indicator": {
        "position": "order",
        "lag_months": "time",
        "min_n": "a threshold, not people",
    },
    "measurement.IndicatorDefinition": {
        "version": "order",
        "times": "coefficient",
        "plus": "coefficient",
    },
    "measurement.OpenQuestion": {"position": "order"},
    "measurement.Observation": {"units_counted": "schools, centres and the like"},
    "measurement.Target": {"value": "an aim, not an observation"},
    "releases.Release": {"number": "order", "rows": "rows"},
    "releases.ReleasedFigure": {"units_counted": "schools, centres and the like"},
    "releases.ReleaseFile": {"bytes": "size", "rows": "rows"},
    "releases.ReleaseStanding": {
        "told": "how many counts, not people",
        "primary": "how many counts, not people",
        "complementary": "how many counts, not people",
    },
    "submissions.ReportingDuty": {"days_after": "days"},
    "submissions.Submission": {"number": "order", "rows_read": "rows", "edition": "order"},
    "submissions.SubmittedFigure": {
        "row": "order",
        "definition": "version",
        "units_counted": "schools, centres and the like",
    },
    "funding.Need": {"year": "time", "amount": "money", "position": "order"},
    "funding.Commitment": {
        "amount": "money",
        "certainty": "rating",
        "overhead": "share of money",
        "rate": "rate of exchange",
        "position": "order",
    },
    "funding.Instalment": {"amount": "money"},
    "funding.Allocation": {
        "year": "time",
        "amount": "money",
        "spent": "money",
        "position": "order",
    },
    "funding.Option": {
        "unit_cost": "money",
        "effect": "coefficient",
        "effect_low": "coefficient",
        "effect_high": "coefficient",
        "max_share": "setting",
        "fixed_cost": "money",
        "min_people": "setting of an option, not a count of anybody",
        "position": "order",
    },
}


def numbers():
    for app in DOMAIN:
        for model in apps.get_app_config(app).get_models():
            for field in model._meta.get_fields():
                if isinstance(field, NUMBERS) and not field.primary_key:
                    yield model._meta.label, field.name


def test_it_decides_for_every_number_whether_it_counts_people():
    undecided = [
        f"{label}.{name}"
        for label, name in numbers()
        if not is_people_count(label, name) and name not in NO_PEOPLE.get(label, {})
    ]
    assert not undecided, f"register with counts_people(), or list as counting nobody: {undecided}"


def test_it_does_not_say_both():
    both = [
        f"{label}.{name}"
        for label, names in NO_PEOPLE.items()
        for name in names
        if is_people_count(label, name)
    ]
    assert not both


def test_it_names_only_fields_that_exist():
    known = set(numbers())
    listed = {(label, name) for label, names in NO_PEOPLE.items() for name in names}
    registered = {
        (count.holder, count.field) for count in people_counts() if "/" not in count.holder
    }
    assert listed | registered == known


def test_it_protects_what_the_issue_names():
    for label, name in [
        ("measurement.Observation", "numerator"),
        ("measurement.Observation", "denominator"),
        ("measurement.Observation", "n"),
        ("funding.Need", "people"),
        ("network.Activity", "reach_planned"),
        ("network.Activity", "reach_actual"),
        ("allocation-plan/1", "people"),
    ]:
        assert is_people_count(label, name)
