"""The map is read through one lens at a time; all of a question stands in its address."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from shidra.desk.presentation.roadmap_question import LENSES
from shidra.initiatives.models import Initiative
from shidra.network.models import Activity
from shidra.roadmap.models import EvidenceItem, FactorEntry, Link
from tests.factories import make_factor, make_initiative, make_link
from tests.personas import signed_in
from tests.pictures.reading import of_class, parsed

pytestmark = pytest.mark.django_db

MAP = "/en/i/ready-together/map/"


def opened(address: str, who: Client | None = None) -> str:
    response = (who or signed_in("anonymous")).get(address)
    assert response.status_code == 200, address
    return re.sub("[\u2066\u2069]", "", response.text)


def nothing_is_done(initiative: Initiative) -> None:
    """All activities are about something else from now on."""
    Activity.factors.through.objects.filter(activity__initiative=initiative).delete()


def heading(page: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", page, re.DOTALL)
    return unescape(re.sub(r"<[^>]+>|[\u2066-\u2069]", "", found[1])).strip()


def drawn(page: str):
    """The map of a page, and its walk for a phone."""
    frames = re.findall(r'<svg[^>]*class="picture-map (?:span|path).*?</svg>', page, re.DOTALL)
    return [parsed(frame.replace("&nbsp;", " ")) for frame in frames]


def card_of(picture, code: str):
    return next(card for card in of_class(picture, "card") if card.get("data-node") == code)


def tag_on(picture, code: str) -> str:
    tags = of_class(card_of(picture, code), "tag")
    return "".join("".join(tag.itertext()) for tag in tags).strip("\u2066\u2067\u2069")


@pytest.mark.parametrize("lens", LENSES)
@pytest.mark.parametrize("language", ["he", "ar", "en"])
def test_it_says_the_finding_of_each_lens_in_each_language(
    ready_together: Initiative, lens: str, language: str
):
    page = opened(f"/{language}/i/ready-together/map/?lens={lens}")
    assert heading(page)
    assert f'id="lens-{lens}"' in page
    assert re.search(rf'id="lens-{lens}"[^>]*aria-current="true"', page)
    wide, narrow = drawn(page)
    assert len(of_class(wide, "card")) == len(of_class(narrow, "card")) == 13


def test_each_lens_finds_something_else(ready_together: Initiative):
    said = {heading(opened(f"{MAP}?lens={lens}")) for lens in LENSES}
    assert len(said) == len(LENSES)


def test_what_nobody_offers_is_the_usual_map(ready_together: Initiative):
    usual = heading(opened(MAP))
    assert heading(opened(f"{MAP}?lens=moon&view=sky&side=up&focus=NOBODY")) == usual


def test_the_table_and_the_paths_say_what_stands_on_the_cards(ready_together: Initiative):
    for lens in LENSES:
        wide, narrow = drawn(opened(f"{MAP}?lens={lens}"))
        table = unescape(opened(f"{MAP}?lens={lens}&view=table"))
        for card in of_class(wide, "card"):
            code, words = card.get("data-node"), card.get("aria-label")
            assert tag_on(wide, code) == tag_on(narrow, code)
            if tag_on(wide, code) and lens not in {"missing", "money", "freshness"}:
                said = words.split(". ")[1]
                assert said in table, (lens, code, said)


# --- lens by lens -----------------------------------------------------------------------------------


def test_evidence_names_what_has_none(ready_together: Initiative):
    Link.objects.filter(version__initiative=ready_together, source__code="F9").update(evidence="")
    EvidenceItem.objects.filter(initiative=ready_together, factor__code="F9").delete()
    page = opened(f"{MAP}?lens=evidence")
    assert heading(page) == "One of 12 factors has no evidence"
    assert tag_on(drawn(page)[0], "F9") == "no evidence"
    assert "tone-missing" in card_of(drawn(page)[0], "F9").get("class")


def test_evidence_that_contradicts_is_said(ready_together: Initiative):
    EvidenceItem.objects.filter(initiative=ready_together, factor__code="F2").update(
        direction=EvidenceItem.Direction.CONTRADICTS
    )
    page = opened(f"{MAP}?lens=evidence")
    assert tag_on(drawn(page)[0], "F2") == "contradicted"


def test_freshness_counts_by_the_setting_of_the_initiative(ready_together: Initiative):
    entries = FactorEntry.objects.filter(version__initiative=ready_together, kind="factor")
    entries.update(reviewed_on=timezone.localdate() - timedelta(days=40))
    assert heading(opened(f"{MAP}?lens=freshness")) == (
        "Each of the 12 factors was looked at within 180 days"
    )
    Initiative.objects.filter(pk=ready_together.pk).update(stale_after_days=30)
    assert heading(opened(f"{MAP}?lens=freshness")) == (
        "12 of 12 factors were not looked at for 30 days"
    )


def test_a_factor_that_nobody_looked_at_is_not_fresh(ready_together: Initiative):
    FactorEntry.objects.filter(version__initiative=ready_together, factor__code="F1").update(
        reviewed_on=None
    )
    assert tag_on(drawn(opened(f"{MAP}?lens=freshness"))[0], "F1") == "never looked at"


def test_money_is_deeper_where_there_is_more_of_it(ready_together: Initiative):
    page = opened(f"{MAP}?lens=money", signed_in("backbone", ready_together))
    cards = of_class(drawn(page)[0], "card")
    depths = {depth for card in cards for depth in re.findall(r"depth-\d", card.get("class"))}
    assert "depth-5" in depths
    assert len(depths) > 2
    assert "no money yet" in {tag_on(drawn(page)[0], card.get("data-node")) for card in cards}


def test_work_names_where_nothing_is_done(ready_together: Initiative):
    before = heading(opened(f"{MAP}?lens=work"))
    nothing_is_done(ready_together)
    page = opened(f"{MAP}?lens=work")
    assert heading(page) == "Nothing is done about 12 of 12 factors; 0 have programmes only"
    assert heading(page) != before
    assert tag_on(drawn(page)[0], "F1") == "nothing is done"


def test_one_group_shows_what_is_needed_and_done_for_it(ready_together: Initiative):
    address = f"{MAP}?lens=group&group=population:bedouin"
    page = opened(address)
    assert '<option value="population:bedouin" selected>' in page
    unserved = {c.get("data-node") for c in of_class(drawn(page)[0], "lacking")}
    nothing_is_done(ready_together)
    page = opened(address)
    needy = {c.get("data-node") for c in of_class(drawn(page)[0], "lacking")}
    assert unserved < needy
    assert heading(page).startswith("Negev Bedouin: for")


def test_one_place_leaves_aside_what_is_elsewhere(ready_together: Initiative):
    page = opened(f"{MAP}?lens=place&place=1161")
    assert '<option value="1161" selected>' in page
    assert heading(page).startswith("Rahat")


def test_results_say_on_and_off_the_path_by_words(ready_together: Initiative):
    picture = drawn(opened(f"{MAP}?lens=results"))[0]
    by_tone = {
        tone: {tag_on(picture, c.get("data-node")) for c in of_class(picture, f"tone-{tone}")}
        for tone in ("on-path", "off-path")
    }
    assert by_tone["off-path"] <= {"off path"}
    assert by_tone["on-path"] <= {"on path", "ahead of path", "target reached"}
    assert by_tone["off-path"] | by_tone["on-path"]


# --- a chain, a fold, a search ----------------------------------------------------------------------


def test_a_chain_stands_in_the_light(ready_together: Initiative):
    page = opened(f"{MAP}?focus=F2")
    picture = drawn(page)[0]
    quiet = {
        card.get("data-node") for card in of_class(picture, "card") if "quiet" in card.get("class")
    }
    lit = {card.get("data-node") for card in of_class(picture, "card")} - quiet
    assert {"F2", "O", "F1"} <= lit
    assert "F10" in quiet
    assert "asked" in card_of(picture, "F2").get("class").split()
    assert all(
        ("quiet" in link.get("class").split())
        != ({link.get("data-source"), link.get("data-target")} <= lit)
        for link in of_class(picture, "link")
    )


def test_one_side_of_a_chain(ready_together: Initiative):
    def lit(side: str) -> set[str]:
        picture = drawn(opened(f"{MAP}?focus=F2&side={side}"))[0]
        cards = of_class(picture, "card")
        return {c.get("data-node") for c in cards if "quiet" not in c.get("class").split()}

    assert lit("after") == {"F2", "O"}
    assert "O" not in lit("before")
    assert lit("before") | lit("after") == lit("both")


def test_the_table_of_a_chain_has_its_factors_and_their_places(ready_together: Initiative):
    table = opened(f"{MAP}?focus=F2&side=after&view=table")
    rows = re.findall(r"<td><code>(\w+)</code></td>", table)
    assert rows == ["O", "F2"]
    assert "follows from it" in table
    assert "in focus" in table


def test_a_folded_stage_is_one_card_a_track_and_says_what_it_holds(ready_together: Initiative):
    picture = drawn(opened(f"{MAP}?fold=stage.3"))[0]
    folded = of_class(picture, "folded")
    assert len(folded) == 2
    names = unescape(" ".join(card.get("aria-label") for card in folded))
    assert "Infant health follow-up" in names
    assert not any(card.get("data-node") == "F1" for card in of_class(picture, "card"))
    assert all(of_class(card, "pile") for card in folded)
    assert all("fold=" not in card.get("href") for card in folded)


def test_a_folded_track_sums_what_is_missing(ready_together: Initiative):
    picture = drawn(opened(f"{MAP}?fold=track.family", signed_in("backbone", ready_together)))[0]
    assert all(
        "missing" in tag_on(picture, card.get("data-node")) for card in of_class(picture, "folded")
    )


def test_links_between_the_same_cards_become_one(ready_together: Initiative):
    whole = drawn(opened(MAP))[0]
    folded = drawn(opened(f"{MAP}?fold=track.family&fold=track.system"))[0]
    assert len(of_class(folded, "link")) < len(of_class(whole, "link"))
    pairs = [(e.get("data-source"), e.get("data-target")) for e in of_class(folded, "link")]
    assert all(source != target for source, target in pairs)


@pytest.mark.parametrize("words", ["therapy EARLY", "טיפול בזמן", "F2", "علاج", "عِلاج"])
def test_a_name_is_found_however_it_is_typed(ready_together: Initiative, words: str):
    page = opened(f"{MAP}?q={words}")
    assert "One of 13 is called that" in page
    assert "focus=F2" in page
    picture = drawn(page)[0]
    quiet = {c.get("data-node") for c in of_class(picture, "card") if "quiet" in c.get("class")}
    assert quiet == {c.get("data-node") for c in of_class(picture, "card")} - {"F2"}


def test_a_name_that_is_not_there(ready_together: Initiative):
    assert "No factor is called that" in opened(f"{MAP}?q=zebra")


def test_a_search_keeps_the_lens(ready_together: Initiative):
    page = opened(f"{MAP}?lens=evidence&view=table")
    assert '<input type="hidden" name="lens" value="evidence">' in page
    assert '<input type="hidden" name="view" value="table">' in page


def test_hostile_words_stay_words(ready_together: Initiative):
    page = opened(f'{MAP}?q="><script>alert(1)</script>&fold=track."><script>&focus=<b>')
    assert "<script>alert" not in page


# --- a map too large for one look -------------------------------------------------------------------


@pytest.fixture
def large(db) -> Initiative:
    initiative = make_initiative("large")
    outcome = make_factor(initiative, "O", kind="outcome", stage=5)
    factors = [make_factor(initiative, f"N{place}", stage=1 + place % 4) for place in range(160)]
    for place, factor in enumerate(factors):
        make_link(factor, outcome if place % 8 == 0 else factors[place - 1])
    return initiative


def test_a_large_map_begins_around_the_outcome(large: Initiative):
    page = opened("/en/i/large/map/", signed_in("backbone", large))
    cards = of_class(drawn(page)[0], "card")
    assert 10 < len(cards) <= 40
    assert "asked" in card_of(drawn(page)[0], "O").get("class").split()
    assert "whole=1" in page
    assert len(re.findall(r"<td><code>", page)) == len(cards)


def test_a_large_map_is_walked_from_card_to_card(large: Initiative):
    who = signed_in("backbone", large)
    first = drawn(opened("/en/i/large/map/", who))[0]
    assert card_of(first, "N8").get("href") == "?focus=N8"
    there = drawn(opened("/en/i/large/map/?focus=N8", who))[0]
    assert card_of(there, "N8").get("href") == "/en/i/large/factors/N8/"
    assert card_of(there, "N9") is not None


def test_a_large_map_can_be_seen_whole(large: Initiative):
    page = opened("/en/i/large/map/?whole=1", signed_in("backbone", large))
    assert len(of_class(drawn(page)[0], "card")) == 161
