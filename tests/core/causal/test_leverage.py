"""Who moves others and who is moved: an order by strengths."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shidra.core.causal import Link, Pull, SignedLink, leverages, pulled

CODES = "abcde"
LINKS = st.lists(
    st.builds(
        Link, st.sampled_from(CODES), st.sampled_from(CODES), st.integers(1, 3), st.booleans()
    ),
    max_size=10,
)


def walks(links, start):
    """Strengths of all ways of one to six links that leave a code, way by way."""
    total, ends = 0.0, [(start, 1.0)]
    for _ in range(6):
        ends = [
            (link.target, size * link.strength / 3)
            for (code, size), link in itertools.product(ends, links)
            if link.source == code and not link.refuted
        ]
        total += sum(size for _, size in ends)
    return total


@given(
    st.lists(
        st.sampled_from([Link(*pair, 2) for pair in itertools.permutations("abcd", 2)]), max_size=5
    )
)
def test_indirect_influence_adds_up_every_way(links):
    found = leverages(links, "abcd")
    for code in "abcd":
        assert found[code].indirect_influence == pytest.approx(walks(links, code))


@given(LINKS)
def test_all_influence_is_somebodys_dependence(links):
    found = leverages(links, CODES).values()
    for one, other in (("influence", "dependence"), ("indirect_influence", "indirect_dependence")):
        assert sum(getattr(each, one) for each in found) == pytest.approx(
            sum(getattr(each, other) for each in found)
        )


@given(LINKS, st.permutations(CODES))
def test_other_names_change_no_leverage(links, names):
    other = dict(zip(CODES, names, strict=True))
    renamed = [Link(other[x.source], other[x.target], x.strength, x.refuted) for x in links]
    before, after = leverages(links, CODES), leverages(renamed, CODES)
    for code in CODES:
        assert after[other[code]].indirect_influence == pytest.approx(
            before[code].indirect_influence
        )


def test_a_factor_may_weigh_more_by_what_it_sets_off():
    found = leverages(
        [Link("root", "hub", 1), *(Link("hub", each, 3) for each in "xyz"), Link("loud", "x", 3)],
        ["root", "hub", "loud", *"xyz"],
    )
    assert found["root"].influence < found["loud"].influence
    assert found["root"].indirect_influence > found["loud"].indirect_influence


def test_a_push_goes_on_with_the_sign_of_each_link():
    links = [SignedLink("a", "b", 3), SignedLink("b", "c", 2, -1), SignedLink("a", "c", 1)]
    found = pulled(links, {"a": -1})
    assert found["b"] == Pull(0.0, 1.0)
    assert found["c"] == Pull(up=pytest.approx(2 / 3), down=pytest.approx(1 / 3))
    assert found["c"].direction == 1


def test_what_is_moved_stays_where_it_was_put():
    links = [SignedLink("a", "b", 3), SignedLink("b", "a", 3, -1), SignedLink("b", "c", 3)]
    assert pulled(links, {"a": 1}) == {"b": Pull(1.0, 0.0), "c": Pull(1.0, 0.0)}
