"""Components: what a page author writes and what a reader gets."""

from decimal import Decimal
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils import translation

from shidra.i18n.text import Text
from shidra.ui.forms import SampleForm


def drawn(source: str, language: str = "he", **context: object) -> str:
    with translation.override(language):
        return Template("{% load ui %}" + source).render(Context(context))


class Elements(HTMLParser):
    """The elements of a piece of a page, with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def one(self, tag: str) -> dict[str, str | None]:
        (attributes,) = [attrs for name, attrs in self.found if name == tag]
        return attributes


@pytest.mark.parametrize(
    ("value", "machine"),
    [
        (Decimal("6200000.50"), "6200000.50"),
        (Decimal("1E+3"), "1000"),
        (49500000, "49500000"),
        (0.6458333333333334, "0.6458333333333334"),
        (None, "null"),
    ],
)
def test_a_figure_carries_its_unrounded_value_in_every_language(value, machine):
    for language in ("he", "ar", "en"):
        page = drawn('{% figure "missing" "F2" value "6.2" %}', language, value=value)
        data = Elements(page).one("data")
        assert data["data-figure"] == "missing"
        assert data["data-of"] == "F2"
        assert data["data-value"] == data["value"] == machine


def test_a_figure_escapes_what_it_shows():
    assert "<b>" not in drawn('{% figure "x" of 1 text %}', of='"><b>', text="<b>")


TOLD = {
    "name": "value",
    "of": "M5",
    "period": "2016",
    "value": 0.5,
    "machine": "0.5",
    "text": "50%",
    "reason": "",
}


def in_a_cell(**changed):
    return drawn("{% cell f %}", "en", f=SimpleNamespace(**{**TOLD, **changed}))


def test_a_cell_shows_its_figure_a_dash_or_a_lock():
    shown = Elements(in_a_cell(of='"><b>', text="<b>"))
    assert shown.one("data")["data-of"] == '"><b>'
    assert shown.one("data")["data-period"] == "2016"
    assert [tag for tag, _attributes in shown.found] == ["data"]
    assert in_a_cell(value=None) == '<span class="nothing">–</span>'
    locked = in_a_cell(reason="fewer than <10>")
    assert "fewer than &lt;10&gt;" in locked
    assert "0.5" not in locked
    assert "data-figure" not in locked


def test_choices_say_their_language_and_stand_under_their_heading():
    def choice(code, name, is_chosen=False, inside=()):
        return SimpleNamespace(code=code, name=name, is_chosen=is_chosen, inside=inside)

    hebrew = Text.of(he="צפון").shown("en")
    inside = (choice("N", hebrew, is_chosen=True), choice('"><b>', "<b>"))
    page = drawn("{% options found %}", "en", found=[choice("", "Land", inside=inside)])
    found = Elements(page).found
    assert found == [
        ("optgroup", {"label": "Land"}),
        ("option", {"value": "N", "selected": None, "lang": "he", "dir": "rtl"}),
        ("option", {"value": '"><b>'}),
    ]


def test_a_bar_shows_what_is_covered_missing_and_too_much():
    page = drawn("{% money_bar 5400000 5400000 700000 largest=9600000 %}", "ar")
    widths = {a["class"]: (a["x"], a["width"]) for tag, a in Elements(page).found if tag == "rect"}
    assert widths == {
        "money-bar-covered": ("0", "56.25"),
        "money-bar-overlap": ("56.25", "7.29"),
    }


def test_a_bar_without_need_and_money_is_empty():
    page = drawn("{% money_bar 0 0 %}")
    assert [a["width"] for tag, a in Elements(page).found if tag == "rect"] == ["0.00"]


def test_a_bar_stands_silent_beside_its_figures_and_speaks_alone():
    assert Elements(drawn("{% money_bar 2 1 %}")).one("svg")["aria-hidden"] == "true"
    alone = Elements(drawn('{% money_bar 2 1 label="half" %}')).one("svg")
    assert (alone["role"], alone["aria-label"]) == ("img", "half")


def test_own_words_stand_plain():
    assert drawn("{% words name %}", "ar", name=Text.of(he="הורים", ar="أهل")) == "أهل"


def test_words_of_another_language_say_so_to_readers_and_to_editors():
    name = Text.of(he="הורים")
    page = drawn("{% words name note=True %}", "ar", name=name)
    span = Elements(page).found[0][1]
    assert (span["lang"], span["dir"], span["class"]) == ("he", "rtl", "fallback")
    assert "العبرية" in page
    assert "fallback-note" not in drawn("{% words name %}", "ar", name=name)


def test_words_are_escaped_whatever_their_language():
    name = Text.of(en="<script>")
    for language in ("he", "en"):
        assert "<script>" not in drawn("{% words name %}", language, name=name)


def test_an_icon_is_silent_and_turns_with_the_direction_of_reading():
    arrow = Elements(drawn('{% icon "arrow-right" 18 %}')).one("svg")
    assert arrow["aria-hidden"] == "true"
    assert arrow["class"] == "icon icon-turning"
    assert Elements(drawn('{% icon "map" %}')).one("svg")["class"] == "icon"


def test_a_table_scrolls_in_its_own_frame_with_its_name():
    page = drawn("{% table_frame caption=c %}<tbody></tbody>{% endtable_frame %}", c="<What>")
    region = next(attrs for tag, attrs in Elements(page).found if attrs.get("role") == "region")
    assert region["tabindex"] == "0"
    assert region["aria-label"] == "<What>"
    assert "<caption>&lt;What&gt;</caption>" in page


def test_a_chart_says_its_finding_and_folds_its_table():
    page = drawn(
        "{% chart title=t download=d %}<svg></svg>"
        "{% chart_table caption=c %}<tbody></tbody>{% endchart_table %}{% endchart %}",
        t="The average rose",
        c="By year",
        d="/x.csv",
    )
    tags = [tag for tag, _attrs in Elements(page).found]
    assert tags.index("h3") < tags.index("svg") < tags.index("details") < tags.index("table")
    assert "<svg></svg>" in page
    assert 'href="/x.csv"' in page


def test_a_card_escapes_its_title_but_keeps_its_content():
    page = drawn("{% card title=t %}<p>kept</p>{% endcard %}", t="<i>")
    assert "&lt;i&gt;" in page
    assert "<p>kept</p>" in page


def test_a_wrong_field_is_tied_to_its_help_and_its_error():
    form = SampleForm({"name": ""})
    page = drawn("{% field form.name %}", form=form)
    elements = Elements(page)
    control = elements.one("input")
    ids = {attrs["id"] for _tag, attrs in elements.found if attrs.get("id")}
    described = (control["aria-describedby"] or "").split()
    assert len(described) == 2
    assert set(described) <= ids
    assert control["aria-invalid"] == "true"
    assert elements.one("label")["for"] == control["id"]


def test_choices_stand_in_a_group_with_a_name():
    page = drawn("{% field form.sign %}", form=SampleForm())
    tags = [tag for tag, _attrs in Elements(page).found]
    assert tags.index("fieldset") < tags.index("legend") < tags.index("input")


def test_a_hidden_value_says_why():
    assert "fewer than ten" in drawn('{% lock "fewer than ten" %}')
    assert "fewer than ten" in drawn('{% lock "fewer than ten" short=True %}')


def test_an_arithmetic_reads_as_a_calculation():
    page = drawn(
        "{% arithmetic terms result %}",
        terms=[{"text": "5", "name": "importance"}, {"text": "2", "name": "share"}],
        result={"text": "10", "name": "score"},
    )
    words = "".join(part.partition(">")[2] for part in page.split("<"))
    assert words.split() == ["5importance×2share=10score"]


def test_numbers_inside_components_are_never_localised():
    page = drawn("{% progress 0.5 text label %}", "ar", text="50%", label="x")
    assert Elements(page).one("progress")["value"] == "0.5"
