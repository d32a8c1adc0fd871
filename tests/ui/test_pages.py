"""The pages of the look: gallery, statement, errors, theme, joined CSS."""

import gzip
import re

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import translation

from shidra.ui.stylesheet import stylesheet

LANGUAGES = ("he", "ar", "en")
DIRECTION = {"he": "rtl", "ar": "rtl", "en": "ltr"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor() -> Client:
    return Client()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", ["gallery", "accessibility"])
def test_a_page_says_its_language_and_direction(visitor, language, page):
    response = visitor.get(f"/{language}/{page}/")
    assert response.status_code == 200
    assert f'<html lang="{language}" dir="{DIRECTION[language]}"' in response.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_switch_keeps_the_page_and_its_question(visitor, language):
    page = visitor.get(f"/{language}/gallery/?show=all").text
    for other in LANGUAGES:
        assert re.search(rf'href="/{other}/gallery/\?show=all" lang="{other}"', page)
    assert re.search(rf'lang="{language}" hreflang="{language}" aria-current="true"', page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_holds_inline_styles_or_scripts(visitor, language):
    page = visitor.get(f"/{language}/gallery/").text
    assert " style=" not in page
    assert "<style" not in page
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", page))
    assert not re.search(r"\son\w+=", page)


def test_the_theme_is_chosen_without_scripts_and_kept(visitor):
    response = visitor.post("/look/theme/", {"theme": "dark", "next": "/ar/gallery/"})
    assert (response.status_code, response["Location"]) == (302, "/ar/gallery/")
    assert '<html lang="ar" dir="rtl" data-theme="dark">' in visitor.get("/ar/gallery/").text
    visitor.post("/look/theme/", {"theme": "auto"})
    assert '<html lang="ar" dir="rtl">' in visitor.get("/ar/gallery/").text


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example/"])
def test_the_theme_form_leads_nowhere_else(visitor, target):
    response = visitor.post("/look/theme/", {"theme": "dark", "next": target})
    assert response["Location"] == "/"


def test_an_unknown_theme_is_not_kept(visitor):
    response = visitor.post("/look/theme/", {"theme": '"><script>'})
    assert "theme" not in response.cookies


def test_the_theme_form_refuses_other_sites():
    assert Client(enforce_csrf_checks=True).post("/look/theme/", {}).status_code == 403


def test_all_css_is_one_file_that_browsers_may_keep(visitor):
    page = visitor.get("/he/gallery/").text
    (address,) = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
    response = visitor.get(address)
    assert response["Content-Type"] == "text/css"
    assert "immutable" in response["Cache-Control"]
    assert response.content == stylesheet().text
    packed = visitor.get(address, headers={"accept-encoding": "gzip"})
    assert gzip.decompress(packed.content) == stylesheet().text
    assert len(packed.content) < 16_000
    assert "/*" not in response.text  # comments are for authors


def test_an_older_name_of_the_css_is_answered_but_not_kept(visitor):
    response = visitor.get("/look/0123456789ab.css")
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-cache"


def test_the_fonts_that_the_css_names_are_there():
    from django.contrib.staticfiles import finders

    fonts = re.findall(r'url\("/static/([^"]+\.woff2)"\)', stylesheet().text.decode())
    assert len(fonts) == 3
    assert all(finders.find(font) for font in fonts)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_an_error_page_speaks_the_reader_s_language_even_without_a_request(language, name):
    with translation.override(language):
        page = render_to_string(f"{name}.html")
    assert f'<html lang="{language}" dir="{DIRECTION[language]}"' in page
    assert f'href="/{language}/"' in page
    assert page.count("<h1>") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_address_below_a_language_answers_in_it(visitor, language):
    response = visitor.get(f"/{language}/no-such-page/")
    assert response.status_code == 404
    assert f'<html lang="{language}"' in response.text


def test_an_error_page_asks_the_database_nothing(django_assert_num_queries):
    request = RequestFactory().get("/he/")
    with django_assert_num_queries(0):
        render_to_string("500.html", request=None)
        assert request.path == "/he/"
