"""How measures are followed: by their definition, what was observed, and what is aimed at."""

from collections.abc import Iterable, Mapping

from django.urls import reverse

from shidra.audit.queries import model_label
from shidra.measurement.models import Indicator, IndicatorDefinition, Observation, Target
from shidra.notifications.registry import Asking, Subject

__all__ = ["factors_as_subjects", "indicators_as_subjects"]


def indicators_as_subjects(asking: Asking, codes: Iterable[str]) -> Mapping[str, Subject]:
    """Measures, by code."""
    initiative = asking.access.initiative
    found = Indicator.objects.filter(initiative=initiative, code__in=list(codes))
    return {
        each.code: Subject(
            each.name.shown(asking.language),
            reverse("measurement:indicator", args=[initiative.code, each.code]),
            {
                model_label(Indicator): [each.pk],
                model_label(IndicatorDefinition): each.definitions.order_by().values_list(
                    "pk", flat=True
                ),
                # Thousands of rows: the database asks them itself.
                model_label(Observation): each.observations.order_by().values_list("pk", flat=True),
                model_label(Target): each.targets.order_by().values_list("pk", flat=True),
            },
        )
        for each in found
    }


def factors_as_subjects(asking: Asking, codes: Iterable[str]) -> Mapping[str, Subject]:
    """What measures add to a factor: those that stand for it."""
    initiative = asking.access.initiative
    found = Indicator.objects.filter(initiative=initiative, factor__code__in=list(codes))
    by_factor: dict[str, list[int]] = {}
    for factor, pk in found.values_list("factor__code", "pk"):
        by_factor.setdefault(factor, []).append(pk)
    return {code: Subject("", "", {model_label(Indicator): pks}) for code, pks in by_factor.items()}
