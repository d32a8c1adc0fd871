"""The map and the page of a factor tell what is missing there in all kinds, not in money alone."""

import re

import pytest

from shidra.desk.presentation.roadmap_lenses import names_of_lenses
from shidra.gaps.analysis import gap_book, gaps_by_factor, missing_list
from shidra.gaps.models import GapKind
from shidra.initiatives.models import Initiative
from shidra.initiatives.permissions import full_access
from shidra.network.models import Stewardship
from tests.desk.test_map_page import MAP, card_of, drawn, opened, tag_on
from tests.personas import signed_in

pytestmark = pytest.mark.django_db


def footer_of(picture, code: str) -> str:
    return " ".join("".join(each.itertext()) for each in card_of(picture, code).iter())


def test_cards_name_the_other_kinds_beside_the_money(ready_together: Initiative):
    wide, _narrow = drawn(opened(MAP, signed_in("backbone", ready_together)))
    assert tag_on(wide, "F2").endswith("missing")
    assert "service, reach" in footer_of(wide, "F2")
    label = re.sub("[\u2066-\u2069]", "", card_of(wide, "F2").get("aria-label"))
    assert "other gaps: service (35), reach (13), quality (4), knowledge (17)" in label


def test_a_factor_with_money_and_no_owner_is_told_of_too(ready_together: Initiative):
    ready_together.needs.filter(factor__code="F1").delete()
    Stewardship.objects.filter(factor__code="F1").delete()
    page = opened(MAP)
    wide, _narrow = drawn(page)
    assert tag_on(wide, "F1") in {"responsibility", "2 kinds of gaps", "3 kinds of gaps"}
    assert "tone-plain" in card_of(wide, "F1").get("class")
    assert "lacking" not in card_of(wide, "F1").get("class")


def test_the_table_has_a_column_of_kinds(ready_together: Initiative):
    backbone = signed_in("backbone", ready_together)
    table = opened(f"{MAP}?view=table", backbone).partition("<tbody>")[2]
    row = re.search(r"<code>F2</code>.*?</tr>", table, re.DOTALL)[0]
    assert "money (51), service (35), reach (13), quality (4), knowledge (17)" in row


def test_only_the_lens_of_what_is_missing_tells_kinds(ready_together: Initiative):
    for lens in names_of_lenses():
        said = "Kinds of gaps" in opened(f"{MAP}?lens={lens}&view=table")
        assert said is (lens == "missing")


def test_a_book_around_some_factors_says_of_them_what_the_whole_says(ready_together: Initiative):
    access = full_access("ready-together")
    whole, part = gap_book(access), gap_book(access, around={"F2", "F9"})
    wanted = {"F2", "F9", "O"}
    assert {ref.ref for ref in part.gaps if ref.where.line in wanted} == {
        ref.ref for ref in whole.gaps if ref.where.line in wanted
    }
    counts = {line: kinds for line, kinds in whole.counts().items() if line in wanted}
    assert {line: k for line, k in part.counts().items() if line in wanted} == counts
    scores = {(b.kind, b.line): b.score for b in whole.bundles}
    assert all(b.score == scores[b.kind, b.line] for b in part.bundles)
    missing, kinds = gaps_by_factor(access)
    assert missing == missing_list(access)
    assert kinds == whole.counts()


@pytest.mark.parametrize("language", ["he", "ar", "en"])
def test_the_page_of_a_factor_lists_every_kind_with_its_gaps(
    ready_together: Initiative, language: str
):
    page = opened(
        f"/{language}/i/ready-together/factors/F2/", signed_in("backbone", ready_together)
    )
    part = page.partition('aria-labelledby="gaps"')[2].partition("</section>")[0]
    assert re.findall(r'<li class="kind-(\w+)', part) == list(GapKind.values)
    for kind in ("resource", "service", "reach", "quality", "evidence"):
        assert f"?kind={kind}&amp;factor=F2" in part
        assert f"/missing/gap/{kind}-" in part
    assert "/missing/gap/policy-" not in part


def test_a_visitor_reads_the_kinds_without_counts_of_people(ready_together: Initiative):
    page = opened("/en/i/ready-together/factors/F2/")
    part = page.partition('aria-labelledby="gaps"')[2].partition("</section>")[0]
    assert "reach" in part
    assert not re.search(r"\d+ of [\d,]+ people", part)
