"""The strongest path from a factor to an outcome."""

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shidra.core.causal import Link, StrongestPath, path_strengths, paths_to_outcomes

CODES = "abcdefg"


def every_simple_path(links, outcomes, source, longest):
    """The obvious way: walk everywhere, remember the product of what was walked."""
    strongest = {}
    for link in links:
        if not link.refuted:
            pair = link.source, link.target
            strongest[pair] = max(strongest.get(pair, 0), link.strength)
    found = []

    def walk(path, strength):
        if path[-1] in outcomes:
            found.append((strength, path))
        if len(path) <= longest:
            for (start, end), step in strongest.items():
                if start == path[-1] and end not in path:
                    walk((*path, end), strength * Fraction(step, 3))

    walk((source,), Fraction(1))
    return found


links_of = st.lists(
    st.builds(
        Link,
        source=st.sampled_from(CODES),
        target=st.sampled_from(CODES),
        strength=st.integers(1, 3),
        refuted=st.booleans(),
    ),
    max_size=25,
)


@given(links_of, st.sets(st.sampled_from(CODES), min_size=1, max_size=2), st.integers(0, 5))
def test_it_finds_what_walking_every_path_finds(links, outcomes, longest):
    strengths = path_strengths(links, outcomes, longest, codes=CODES)
    for code in CODES:
        found = every_simple_path(links, outcomes, code, longest)
        expected = min(((-s, len(p), p) for s, p in found), default=(Fraction(0), 0, ()))
        assert strengths[code] == StrongestPath(float(-expected[0]), expected[2])


@given(links_of, st.sets(st.sampled_from(CODES), min_size=1, max_size=2), st.integers(0, 5))
def test_it_lists_every_path_to_the_first_outcome(links, outcomes, longest):
    for code in CODES:
        listed = paths_to_outcomes(links, outcomes, code, longest)
        found = [
            (-s, len(p), p)
            for s, p in every_simple_path(links, outcomes, code, longest)
            if not outcomes.intersection(p[:-1])
        ]
        assert [path.path for path in listed] == [p for _, _, p in sorted(found)]
        best = path_strengths(links, outcomes, longest, codes=CODES)[code]
        assert (listed[0] if listed else StrongestPath(0.0, ())) == best


def test_it_leaves_refuted_links_out():
    links = [Link("a", "O", 3, refuted=True), Link("a", "b", 1), Link("b", "O", 3)]
    assert path_strengths(links, ["O"])["a"].path == ("a", "b", "O")


def test_it_prefers_fewer_links_then_smaller_codes_among_equal_paths():
    links = [
        Link("a", "c", 3),
        Link("c", "O", 2),
        Link("a", "b", 2),
        Link("b", "O", 3),
        Link("z", "A", 3),
        Link("A", "O", 2),
        Link("z", "O", 2),
    ]
    strengths = path_strengths(links, ["O"])
    assert strengths["a"] == StrongestPath(2 / 3, ("a", "b", "O"))
    assert strengths["z"] == StrongestPath(2 / 3, ("z", "O"))


def test_it_does_not_reach_past_the_longest_path():
    chain = [Link(str(i), str(i + 1), 3) for i in range(6)]
    strengths = path_strengths(chain, ["6"])
    assert strengths["2"] == StrongestPath(1.0, ("2", "3", "4", "5", "6"))
    assert strengths["1"] == StrongestPath(0.0, ())
    assert path_strengths(chain, ["6"], longest=6)["0"].links == 6


def test_it_gives_an_outcome_itself_and_names_codes_without_links():
    assert path_strengths([], ["O"], codes=["lonely"]) == {
        "O": StrongestPath(1.0, ("O",)),
        "lonely": StrongestPath(0.0, ()),
    }


@pytest.mark.parametrize("strength", [0, 4, -1])
def test_it_refuses_a_strength_that_the_map_does_not_know(strength):
    with pytest.raises(ValueError, match="1, 2 or 3"):
        Link("a", "b", strength)


def test_it_reaches_most_of_a_dense_map_of_300_factors():
    draw = random.Random(7)
    codes = [f"F{i}" for i in range(300)]
    links = [
        Link(*draw.sample(codes, 2), draw.randint(1, 3)) for _ in range(3_000)
    ]  # ten links a factor: far denser than a map that people draw
    strengths = path_strengths(links, ["F0"])
    assert sum(found.strength > 0 for found in strengths.values()) > 250
