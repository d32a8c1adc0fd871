"""Content that is missing in the reader's language shows in another one, marked as such."""

import re

import pytest

from shidra.i18n.text import Text
from shidra.initiatives.models import Initiative, Label
from shidra.roadmap.models import FactorEntry
from tests.personas import signed_in

pytestmark = pytest.mark.django_db

NAMES = {"he": "גורם בעברית", "ar": "عامل بالعربية", "en": "a factor in English"}
DIRECTION = {"he": "rtl", "ar": "rtl", "en": "ltr"}
PAGES = ("map/?view=table", "missing/", "money/")


def speak_only(initiative: Initiative, written: str) -> None:
    """From now on F2 and what is said about it are there in one language alone."""
    only = Text.of(**{written: NAMES[written]})
    FactorEntry.objects.filter(factor__initiative=initiative, factor__code="F2").update(
        name=only, description=only
    )


@pytest.mark.parametrize(("written", "read"), [("he", "ar"), ("en", "he"), ("he", "en")])
@pytest.mark.parametrize("page", PAGES)
def test_a_name_falls_back_visibly(ready_together: Initiative, written: str, read: str, page: str):
    speak_only(ready_together, written)
    shown = signed_in("backbone", ready_together).get(f"/{read}/i/ready-together/{page}").text
    marked = f'<span class="fallback" lang="{written}" dir="{DIRECTION[written]}">{NAMES[written]}</span>'
    assert marked in shown


def test_its_own_readers_see_no_mark(ready_together: Initiative):
    speak_only(ready_together, "he")
    for page in PAGES:
        shown = signed_in("backbone", ready_together).get(f"/he/i/ready-together/{page}").text
        assert NAMES["he"] in shown
        assert not re.search(rf'class="fallback"[^>]*>{NAMES["he"]}', shown)


def test_a_dimension_that_nobody_named_shows_its_code_as_a_code(ready_together: Initiative):
    client, address = signed_in("backbone", ready_together), "/ar/i/ready-together/indicators/I1/"
    assert "population</code>" not in client.get(address).text
    Label.objects.filter(initiative=ready_together, kind="dimension").delete()
    shown = client.get(address).text
    assert '<th scope="col"><code dir="ltr">population</code></th>' in shown
    assert "\u2066population\u2069" in shown


def test_editors_are_told_and_visitors_are_not(ready_together: Initiative):
    speak_only(ready_together, "he")
    address = "/ar/i/ready-together/factors/F2/"
    assert "fallback-note" in signed_in("backbone", ready_together).get(address).text
    assert "fallback-note" not in signed_in("anonymous").get(address).text
