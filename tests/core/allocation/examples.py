"""Small problems, written by hand and drawn at random."""

from hypothesis import strategies as st

from shidra.core.allocation import (
    Cap,
    Cell,
    ExponentialResponse,
    Filter,
    Floor,
    Funder,
    Group,
    PiecewiseResponse,
    Problem,
)

YEARS = (2027, 2028, 2029)


def tranches(*points, tail=0.0):
    return PiecewiseResponse(points=points, tail_slope=tail)


def cell(name, response, *, programme="p", factor="f", group="g", locality="l", year=2027, **more):
    return Cell(name, programme, factor, group, locality, year, response, **more)


def two_cells(budget=150.0, **more):
    """The example of the format: the best 150 is 100 on a (200) and 50 on b (75)."""
    return Problem(
        cells=(
            cell("a", tranches((0, 0), (100, 200), (200, 250)), group="g0", locality="l0"),
            cell("b", tranches((0, 0), (100, 100), (200, 140)), group="g1", locality="l1"),
        ),
        funders=(Funder("f0", {2027: budget}),),
        years=(2027,),
        groups=(Group("g0", 1.0, 100.0), Group("g1", 1.5, 100.0)),
        **more,
    )


amounts = st.integers(0, 60).map(lambda n: n * 5.0)
positive = st.integers(1, 60).map(lambda n: n * 5.0)


@st.composite
def responses(draw):
    if draw(st.booleans()):
        return ExponentialResponse(
            max=draw(positive), scale=draw(positive), cap=draw(st.none() | amounts)
        )
    slopes = sorted(draw(st.lists(st.integers(0, 12), min_size=1, max_size=4)), reverse=True)
    points, x, b = [(0.0, 0.0)], 0.0, 0.0
    for slope in slopes:
        width = draw(positive)
        x, b = x + width, b + width * slope / 4
        points.append((x, b))
    return PiecewiseResponse(points=tuple(points))


def some_of(*names):
    return st.none() | st.lists(st.sampled_from(names), min_size=1, unique=True).map(tuple)


@st.composite
def problems(draw, *, demands=False):
    cells = tuple(
        cell(
            f"c{n}",
            draw(responses()),
            programme=draw(st.sampled_from("pq")),
            factor=draw(st.sampled_from("ab")),
            group=draw(st.sampled_from("gh")),
            locality=draw(st.sampled_from("xy")),
            year=draw(st.sampled_from(YEARS)),
            weight=draw(st.sampled_from([0.5, 1.0, 2.0])),
        )
        for n in range(draw(st.integers(1, 6)))
    )
    funders = tuple(
        Funder(
            f"u{n}",
            draw(st.dictionaries(st.sampled_from(YEARS), amounts, min_size=1)),
            carry_over=draw(st.booleans()),
            overhead=draw(st.sampled_from([0.0, 0.1, 0.25])),
            restrictions=Filter(
                localities=draw(some_of("x", "y")),
                not_groups=draw(some_of("g")),
                factors=draw(some_of("a", "b")),
            ),
        )
        for n in range(draw(st.integers(1, 4)))
    )
    names = [c.id for c in cells]
    caps = tuple(
        Cap(f"k{n}", Filter(cells=draw(some_of(*names))), draw(amounts))
        for n in range(draw(st.integers(0, 2)))
    )
    floors = ()
    if demands:
        small = st.integers(0, 8).map(float)
        floors = (
            Floor("spend", Filter(localities=("x",)), min_spend=draw(small)),
            Floor("benefit", Filter(groups=("g",)), min_benefit=draw(small)),
            Floor("share", Filter(factors=("a",)), min_spend_share=draw(small) / 20),
        )
    return Problem(
        cells,
        funders,
        YEARS,
        groups=(Group("g", 1.0, 50.0), Group("h", 1.5, 80.0)),
        caps=caps,
        floors=floors,
    )
