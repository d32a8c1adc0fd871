"""How good the figures of a measure are: five aspects, each with a grade and its reason.

The aspects are those of official statistics: completeness, timeliness, validity, consistency (or
coherence) and comparability. Each is graded A to D by a plain rule from what is stored, or is left
open (None) where nobody can tell; the whole is as good as its weakest aspect. Nothing is averaged
and nothing weighted: whoever asks why gets one sentence.

Sources: European Statistical System, *Handbook on data quality* and the *Code of Practice*
(principles 11 to 15), for the aspects; NHS Digital, *Data quality maturity index*, for shares of
what is there among what was asked. The borders between the letters are our own.

>>> from shidra.core.quality import completeness, quality_of
>>> quality_of([completeness(17, 20)]).grade.value
'B'
"""

from shidra.core.quality.aspects import (
    Arrival,
    Comparability,
    Completeness,
    Consistency,
    Timeliness,
    Validity,
    comparability,
    completeness,
    consistency,
    timeliness,
    validity,
)
from shidra.core.quality.faults import Fault, fault_of
from shidra.core.quality.grades import Aspect, Grade, Quality, quality_of

__all__ = [
    "Arrival",
    "Aspect",
    "Comparability",
    "Completeness",
    "Consistency",
    "Fault",
    "Grade",
    "Quality",
    "Timeliness",
    "Validity",
    "comparability",
    "completeness",
    "consistency",
    "fault_of",
    "quality_of",
    "timeliness",
    "validity",
]
