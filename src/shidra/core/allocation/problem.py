"""What is to be decided: `allocation-problem/1` as frozen values.

Money is counted in `money_unit` of `currency`: gross at the funder, net at the programme.
Benefits are counted in `benefit_unit`. See `docs/reference/allocation-formats.md`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, ClassVar, Literal

from pydantic import Discriminator, Strict

__all__ = [
    "PROBLEM_FORMAT",
    "Cap",
    "Cell",
    "Commitment",
    "ExponentialResponse",
    "Factor",
    "Filter",
    "Floor",
    "Funder",
    "Group",
    "Locality",
    "Objective",
    "PiecewiseResponse",
    "Problem",
    "ProblemError",
    "Programme",
    "Response",
]

PROBLEM_FORMAT = "allocation-problem/1"

type Number = Annotated[float, Strict()]
type Year = Annotated[int, Strict()]
type Text = Annotated[str, Strict()]

# How a document is read: a misspelt field is an error, never silently left out.
READING = {"extra": "forbid"}


class ProblemError(ValueError):
    """The problem cannot be understood, or asks for what is not supported.

    `path` is the place in the document (`cells[3].response.points`), `reason` a whole sentence.
    """

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}" if path else reason)
        self.path = path
        self.reason = reason


@dataclass(frozen=True, slots=True)
class PiecewiseResponse:
    """Benefit by straight pieces, concave: tranches, as practitioners state them.

    `points` are (spend, benefit) from (0, 0) on. Beyond the last point nothing may be spent
    unless `tail_slope` is positive: then each further unit brings that much.
    """

    __pydantic_config__: ClassVar = READING
    points: tuple[tuple[Number, Number], ...]
    tail_slope: Number = 0.0
    type: Literal["pwl"] = "pwl"


@dataclass(frozen=True, slots=True)
class ExponentialResponse:
    """Benefit `max · (1 − exp(−spend / scale))`; no more than `cap` may be spent (None: no cap)."""

    __pydantic_config__: ClassVar = READING
    max: Number
    scale: Number
    cap: Number | None = None
    type: Literal["exp"] = "exp"


type Response = Annotated[PiecewiseResponse | ExponentialResponse, Discriminator("type")]


@dataclass(frozen=True, slots=True)
class Group:
    """A group of people: the weight of its benefit in the objective, and its need."""

    __pydantic_config__: ClassVar = READING
    id: Text
    equity_weight: Number = 1.0
    need: Number = 0.0


@dataclass(frozen=True, slots=True)
class Locality:
    """A place, by its id."""

    __pydantic_config__: ClassVar = READING
    id: Text


@dataclass(frozen=True, slots=True)
class Factor:
    """A factor of the road map, by its id."""

    __pydantic_config__: ClassVar = READING
    id: Text


@dataclass(frozen=True, slots=True)
class Programme:
    """Something that can be paid for, and the factor that it moves."""

    __pydantic_config__: ClassVar = READING
    id: Text
    factor: Text | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One programme for one group in one place in one year: where money meets benefit."""

    __pydantic_config__: ClassVar = READING
    id: Text
    programme: Text
    factor: Text
    group: Text
    locality: Text
    year: Year
    response: Response
    weight: Number = 1.0
    min_spend: Number = 0.0
    max_spend: Number | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """Which cells: those that every given list names and no `not_` list does.

    None is no condition; an empty list names nothing, so nothing passes it.
    """

    __pydantic_config__: ClassVar = READING
    localities: tuple[Text, ...] | None = None
    factors: tuple[Text, ...] | None = None
    groups: tuple[Text, ...] | None = None
    programmes: tuple[Text, ...] | None = None
    years: tuple[Year, ...] | None = None
    cells: tuple[Text, ...] | None = None
    not_localities: tuple[Text, ...] | None = None
    not_factors: tuple[Text, ...] | None = None
    not_groups: tuple[Text, ...] | None = None
    not_programmes: tuple[Text, ...] | None = None
    not_years: tuple[Year, ...] | None = None
    not_cells: tuple[Text, ...] | None = None


@dataclass(frozen=True, slots=True)
class Funder:
    """Money by year (None: without limit), what it loses on the way, and what it may pay for.

    The funder pays only in years that `budget` names. With `carry_over` it pays in all years
    from the first to the last of them, and unspent money moves to later ones.
    """

    __pydantic_config__: ClassVar = READING
    id: Text
    budget: Mapping[int, Number | None]
    carry_over: Annotated[bool, Strict()] = False
    overhead: Number = 0.0
    backbone_share: Number = 0.0
    learning_share: Number = 0.0
    restrictions: Filter = field(default_factory=Filter)

    @property
    def net_rate(self) -> float:
        """The share of gross money that reaches programmes."""
        return 1.0 - self.overhead - self.backbone_share - self.learning_share


@dataclass(frozen=True, slots=True)
class Commitment:
    """A funder's gross spend on a programme in a place, tied over years."""

    __pydantic_config__: ClassVar = READING
    id: Text
    funder: Text
    programme: Text
    locality: Text
    years: tuple[Year, ...]
    rule: Literal["constant", "non_decreasing"]


@dataclass(frozen=True, slots=True)
class Cap:
    """At most `max_spend` (net, at the programmes) on the cells of the filter together."""

    __pydantic_config__: ClassVar = READING
    id: Text
    filter: Filter
    max_spend: Number


@dataclass(frozen=True, slots=True)
class Floor:
    """At least this much on the cells of the filter together; exactly one of the three is given.

    `min_benefit` counts unweighted benefit, `min_spend` net money,
    `min_spend_share` the share of all net spend.
    """

    __pydantic_config__: ClassVar = READING
    id: Text
    filter: Filter
    min_benefit: Number | None = None
    min_spend: Number | None = None
    min_spend_share: Number | None = None


@dataclass(frozen=True, slots=True)
class Objective:
    """`weighted_sum` of benefits, or `max_min`: the smallest benefit / need of any group."""

    __pydantic_config__: ClassVar = READING
    type: Literal["weighted_sum", "max_min"] = "weighted_sum"


@dataclass(frozen=True, slots=True)
class Problem:
    """A whole `allocation-problem/1`.

    An empty list of groups, localities, factors or programmes declares nothing,
    and cells may then name any.
    """

    __pydantic_config__: ClassVar = READING
    cells: tuple[Cell, ...]
    funders: tuple[Funder, ...]
    years: tuple[Year, ...]
    currency: Text = ""
    money_unit: Number = 1.0
    benefit_unit: Text = ""
    groups: tuple[Group, ...] = ()
    localities: tuple[Locality, ...] = ()
    factors: tuple[Factor, ...] = ()
    programmes: tuple[Programme, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    caps: tuple[Cap, ...] = ()
    floors: tuple[Floor, ...] = ()
    objective: Objective = field(default_factory=Objective)
    format: Literal["allocation-problem/1"] = "allocation-problem/1"
