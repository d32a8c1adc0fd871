"""The colours of the tokens: computed contrast, and groups that everyone can tell apart."""

import itertools
import math
import re

import pytest

from shidra.ui.stylesheet import FOLDER, parts

THEMES = ("light", "dark")
GROUPS = [f"group-{number}" for number in range(1, 9)]
COLOUR = r"oklch\(([\d.]+) ([\d.]+) ([\d.]+)(?: / [\d.]+)?\)"
TOKEN = re.compile(rf"--([\w-]+): light-dark\({COLOUR}, {COLOUR}\)")
SOFT = re.compile(
    r"--([\w-]+-soft): color-mix\(in oklab, var\(--([\w-]+)\) (\d+)%, var\(--card\)\)"
)

type Rgb = tuple[float, float, float]
type Lab = tuple[float, float, float]


def tokens() -> dict[tuple[str, str], Lab]:
    """Each colour token in OKLab, by name and theme."""
    css = (FOLDER / "tokens.css").read_text(encoding="utf-8").partition("@media print")[0]
    found: dict[tuple[str, str], Lab] = {}
    for name, *numbers in TOKEN.findall(css):
        values = [float(number) for number in numbers]
        for theme, (light, chroma, hue) in zip(THEMES, (values[:3], values[3:]), strict=True):
            turn = math.radians(hue)
            found[name, theme] = (light, chroma * math.cos(turn), chroma * math.sin(turn))
    for name, source, part in SOFT.findall(css):
        for theme in THEMES:
            share = int(part) / 100
            pair = zip(found[source, theme], found["card", theme], strict=True)
            found[name, theme] = tuple(share * a + (1 - share) * b for a, b in pair)
    return found


def rgb(lab: Lab) -> Rgb:
    """Linear sRGB of an OKLab colour (Ottosson 2020)."""
    light, a, b = lab
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.291485548 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
    )


def oklab(colour: Rgb) -> Lab:
    red, green, blue = colour
    long = max(0, 0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = max(0, 0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = max(0, 0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short,
    )


def contrast(one: Lab, other: Lab) -> float:
    """The contrast ratio of WCAG 2."""

    def luminance(lab: Lab) -> float:
        weights = (0.2126, 0.7152, 0.0722)
        return sum(w * min(1, max(0, v)) for w, v in zip(weights, rgb(lab), strict=True))

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


# Machado, Oliveira, Fernandes 2009, severity 1.
SIGHT = {
    "full colour": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def seen(lab: Lab, sight: str) -> Lab:
    """A colour as somebody with this sight sees it."""
    colour = rgb(lab)
    rows = (sum(w * v for w, v in zip(row, colour, strict=True)) for row in SIGHT[sight])
    return oklab(tuple(min(1.0, max(0.0, value)) for value in rows))


COLOURS = tokens()
MEANINGS = (
    "resources", "activities", "factors", "intermediate", "outcomes", "missing", "on-path",
    "off-path", "unknown", "money", "accent",
)  # fmt: skip


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("surface", ["paper", "card", "sunken"])
def test_body_text_reaches_aaa(theme, surface):
    assert contrast(COLOURS["ink", theme], COLOURS[surface, theme]) >= 7


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("surface", ["paper", "card", "sunken"])
@pytest.mark.parametrize("name", ["muted", *MEANINGS])
def test_every_colour_can_carry_words(theme, surface, name):
    assert contrast(COLOURS[name, theme], COLOURS[surface, theme]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", [n for n, t in COLOURS if t == "light" and n.endswith("-soft")])
def test_words_of_a_colour_read_on_its_own_breath(theme, name):
    source = name.removesuffix("-soft")
    assert contrast(COLOURS[source, theme], COLOURS[name, theme]) >= 4.5
    assert contrast(COLOURS["ink", theme], COLOURS[name, theme]) >= 7


@pytest.mark.parametrize("theme", THEMES)
def test_words_on_the_main_button_read(theme):
    for name in ("accent", "accent-strong"):
        assert contrast(COLOURS["on-accent", theme], COLOURS[name, theme]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("surface", ["paper", "card"])
@pytest.mark.parametrize("name", ["border", "focus", *GROUPS])
def test_edges_and_marks_stand_out(theme, surface, name):
    assert contrast(COLOURS[name, theme], COLOURS[surface, theme]) >= (
        2.9 if surface == "paper" and name in GROUPS else 3
    )


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("sight", SIGHT)
def test_groups_stay_apart_for_every_sight(theme, sight):
    views = {name: seen(COLOURS[name, theme], sight) for name in GROUPS}
    nearest = min(
        (math.dist(views[one], views[other]), one, other)
        for one, other in itertools.combinations(GROUPS, 2)
    )
    assert nearest[0] >= 0.1, nearest


@pytest.mark.parametrize("theme", THEMES)
def test_every_colour_exists_on_every_screen(theme):
    for (name, of), lab in COLOURS.items():
        if of == theme:
            assert all(-0.005 <= value <= 1.005 for value in rgb(lab)), name


def test_every_promised_token_is_there():
    promised = {
        "paper", "card", "ink", "muted", "line", "money-soft", "focus", *MEANINGS, *GROUPS,
    }  # fmt: skip
    assert promised <= {name for name, _theme in COLOURS}


RAW = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch|lch|lab|hwb)a?\(")
PHYSICAL = re.compile(
    r"(?<![\w-])(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right|top|bottom)\b"
    r"|(?<![\w-])(?:left|right|top|bottom)\s*:|text-align:\s*(?:left|right)"
    r"|(?<![\w-])(?:min-|max-)?(?:width|height)\s*:"
    r"|float:\s*(?:left|right)|border-(?:top|bottom)-(?:left|right)-radius"
)


@pytest.mark.parametrize("path", parts(), ids=lambda path: path.name)
def test_only_tokens_hold_raw_colours(path):
    if path.name != "tokens.css":
        assert RAW.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", parts(), ids=lambda path: path.name)
def test_a_theme_changes_colours_alone(path):
    """What else it changed the journeys would not see: of the dark they look at colours only."""
    css = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert "prefers-color-scheme" not in css
    rules = re.findall(r"\[data-theme=[^{]*\{([^}]*)\}", css)
    assert {re.sub(r": .*", "", each.strip()) for each in rules} <= {"color-scheme"}
    if path.name != "tokens.css":
        assert "light-dark(" not in css


@pytest.mark.parametrize("path", parts(), ids=lambda path: path.name)
def test_no_rule_knows_left_from_right(path):
    css = re.sub(r"@media[^{]*", "", path.read_text(encoding="utf-8"))
    assert PHYSICAL.findall(css) == []


@pytest.mark.parametrize("path", parts(), ids=lambda path: path.name)
def test_every_rule_stands_in_a_layer(path):
    css = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL).strip()
    assert css.startswith(("@layer ", "@font-face"))


@pytest.mark.parametrize("path", parts(), ids=lambda path: path.name)
def test_every_token_that_is_used_exists(path):
    defined = set()
    for each in parts():
        defined |= set(re.findall(r"(--[\w-]+)\s*:", each.read_text(encoding="utf-8")))
    used = set(re.findall(r"var\((--[\w-]+)\)", path.read_text(encoding="utf-8")))
    assert used <= defined
