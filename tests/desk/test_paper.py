"""A factor on one A4 sheet, the map on one A3: for whoever may see their pages, in their language."""

import re

import pytest

from shidra.i18n.text import Text
from shidra.initiatives.models import Initiative
from shidra.pictures.paper import printed
from shidra.roadmap.models import FactorEntry
from tests.personas import signed_in

pytestmark = pytest.mark.django_db

A3, A4 = (1190.55, 841.89), (595.28, 841.89)


def sheets(pdf: bytes) -> list[tuple[float, float]]:
    """The sizes of the pages, in points."""
    assert pdf.startswith(b"%PDF-")
    boxes = re.findall(rb"/MediaBox\s*\[([^\]]*)\]", pdf)
    assert len(boxes) == len(re.findall(rb"/Type\s*/Page\b", pdf))
    sizes = [tuple(float(edge) for edge in box.split()[2:]) for box in boxes]
    return [(round(width, 2), round(height, 2)) for width, height in sizes]


def paper(address: str, role: str = "anonymous", initiative: Initiative | None = None) -> bytes:
    response = signed_in(role, initiative).get(address)
    assert response.status_code == 200, address
    assert response["Content-Type"] == "application/pdf"
    return response.content


@pytest.mark.parametrize("language", ["he", "ar", "en"])
def test_the_map_is_one_a3_sheet_in_the_language_of_its_reader(
    ready_together: Initiative, language: str
):
    pdf = paper(f"/{language}/i/ready-together/map.pdf?lens=evidence&focus=F2")
    assert sheets(pdf) == [A3]
    assert f"/Lang({language})".encode() in pdf.replace(b"/Lang (", b"/Lang(")
    assert re.search(rb"/BaseFont\s*/\w+\+Rubik", pdf)


@pytest.mark.parametrize("language", ["he", "ar", "en"])
def test_each_factor_is_one_a4_sheet(ready_together: Initiative, language: str):
    codes = FactorEntry.objects.filter(version__initiative=ready_together).values_list(
        "factor__code", flat=True
    )
    for code in codes:
        pdf = paper(
            f"/{language}/i/ready-together/factors/{code}/sheet.pdf", "backbone", ready_together
        )
        assert sheets(pdf) == [A4], code


def test_five_units_fit_their_sheets(five_units: Initiative):
    assert sheets(paper("/he/i/five-units/map.pdf", "backbone", five_units)) == [A3]
    assert sheets(paper("/he/i/five-units/factors/P4/sheet.pdf", "backbone", five_units)) == [A4]


def test_another_lens_is_another_sheet(ready_together: Initiative):
    one, other = (paper(f"/en/i/ready-together/map.pdf?lens={lens}") for lens in ("none", "money"))
    assert one != other


def test_paper_is_for_whom_the_page_is_for(ready_together: Initiative):
    Initiative.objects.filter(pk=ready_together.pk).update(is_public=False)
    for path in ("map.pdf", "factors/F2/sheet.pdf"):
        address = f"/he/i/ready-together/{path}"
        assert signed_in("anonymous").get(address).status_code == 404
        assert signed_in("backbone", ready_together).get(address).status_code == 200


def test_a_factor_that_is_not_there_has_no_sheet(ready_together: Initiative):
    address = "/he/i/ready-together/factors/NOBODY/sheet.pdf"
    assert signed_in("anonymous").get(address).status_code == 404


def test_pages_lead_to_their_paper(ready_together: Initiative):
    visitor = signed_in("anonymous")
    page = visitor.get("/en/i/ready-together/map/?lens=evidence").text
    assert '"/en/i/ready-together/map.pdf?lens=evidence"' in page
    assert "/factors/F2/sheet.pdf" in visitor.get("/en/i/ready-together/factors/F2/").text


def test_what_people_wrote_is_never_markup():
    hostile = '#panic("no") $x$ ]#include "x" \\ *b*'
    pdf = printed(
        "map",
        {
            "title": hostile,
            "initiative": hostile,
            "notes": [hostile],
            "alt": hostile,
            "key": [],
            "source": hostile,
            "made": hostile,
        },
        {"map": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'},
        "he",
    )
    assert sheets(pdf) == [A3]


def test_signs_that_no_font_has_do_not_keep_a_sheet_back(ready_together: Initiative):
    FactorEntry.objects.filter(version__initiative=ready_together, factor__code="F2").update(
        description=Text.of(en="A joy \U0001f9e9 for all \u4e16 \ue000")
    )
    assert sheets(paper("/en/i/ready-together/factors/F2/sheet.pdf")) == [A4]
