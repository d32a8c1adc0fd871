"""The map is edited on the map: each change one action, in the draft, with a way back."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from shidra.audit.models import Change, Record
from shidra.i18n.isolates import strip
from shidra.initiatives.models import Initiative
from shidra.mapping.models import EditorHere
from shidra.roadmap.models import FactorEntry, Link, RoadmapVersion
from tests.factories import make_need
from tests.personas import signed_in
from tests.workshops.rooms import a_map

pytestmark = pytest.mark.django_db
EDIT = "/en/i/together/map/edit/"


@pytest.fixture
def initiative() -> Initiative:
    return a_map()


@pytest.fixture
def editor(initiative: Initiative) -> Client:
    return signed_in("backbone", initiative)


def act(client: Client, named: str, **typed: Any) -> Any:
    said = {name: json.dumps(v) if isinstance(v, dict) else v for name, v in typed.items()}
    return client.post(f"{EDIT}act/", {"act": named, **said})


def draft(code: str) -> FactorEntry | None:
    return FactorEntry.objects.filter(version__status="draft", factor__code=code).first()


def link(source: str, target: str) -> Link | None:
    found = Link.objects.filter(version__status="draft")
    return found.filter(source__code=source, target__code=target).first()


def page(client: Client, asked: str = "") -> str:
    return strip(client.get(EDIT + asked).content.decode())


def undo_form(body: str) -> dict[str, str]:
    """The button that takes back what was just done, as a browser would send it."""
    form = body[body.index("just-done") :]
    return dict(re.findall(r'name="(done|moved|factor)" value="([^"]*)"', form)[:3])


def test_a_factor_is_added_after_another_and_linked_from_it(editor: Client) -> None:
    answer = act(editor, "add", factor="F1", name_en="a bus", stage="2", leads="on", reason="asked")
    assert answer.status_code == 302
    entry = draft("F3")
    assert entry is not None
    assert (entry.stage, entry.name.words("en")) == (2, "a bus")
    assert link("F1", "F3") is not None
    assert {
        record.reason for record in Record.objects.filter(action__startswith="put roadmap")
    } == {"asked"}
    body = strip(editor.get(answer["Location"]).content.decode())
    assert "a bus" in body
    assert "Draft 2: 2 changes wait" in body


def test_what_was_just_done_is_undone_with_one_button(editor: Client) -> None:
    answer = act(editor, "add", factor="F1", name_en="a bus", stage="2", leads="on")
    body = editor.get(answer["Location"]).content.decode()
    editor.post(f"{EDIT}undo/", undo_form(body))
    assert draft("F3") is None
    assert link("F1", "F3") is None


def test_a_link_is_made_to_a_factor_that_was_searched_for(editor: Client) -> None:
    found = page(editor, "?factor=F1&q=READ")
    assert "parents who read" in found
    assert 'value="F2"' in found
    act(editor, "link", factor="F1", other="F2", way="to", sign="-", strength="3", evidence="local")
    made = link("F1", "F2")
    assert made is not None
    assert (made.sign, made.strength, made.evidence, made.status) == (
        "-",
        3,
        "local",
        "hypothesised",
    )
    act(editor, "link", factor="O", other="F2", way="from", sign="+", strength="1", evidence="none")
    assert (
        Link.objects.filter(version__status="draft", source__code="F2", target__code="O").count()
        == 1
    )


@pytest.mark.parametrize("other", ["F1", "F99", ""])
def test_a_link_leads_neither_to_itself_nor_to_nothing(editor: Client, other: str) -> None:
    answer = act(
        editor, "link", factor="F1", other=other, way="to", sign="+", strength="2", evidence="none"
    )
    assert answer.status_code in {302, 422}
    assert not RoadmapVersion.objects.filter(status="draft").exists()


def test_a_factor_moves_by_buttons_and_back(editor: Client) -> None:
    answer = act(editor, "later", factor="F1", was={"stage": "1"})
    entry = draft("F1")
    assert entry is not None
    assert entry.stage == 2
    editor.post(f"{EDIT}undo/", undo_form(editor.get(answer["Location"]).content.decode()))
    entry.refresh_from_db()
    assert entry.stage == 1
    assert act(editor, "earlier", factor="F1", was={"stage": "1"}).status_code == 302
    entry.refresh_from_db()
    assert entry.stage == 1


def order() -> list[str]:
    found = FactorEntry.objects.filter(version__status="draft").order_by("position", "id")
    return list(found.values_list("factor__code", flat=True))


def test_a_factor_changes_places_with_the_one_beside_it(editor: Client) -> None:
    act(editor, "later", factor="F1", was={"stage": "1"})
    assert order() == ["O", "F1", "F2"]
    answer = act(editor, "down", factor="F1")
    assert order() == ["O", "F2", "F1"]
    assert Record.objects.get(action="move factor").actor_label == "backbone"
    editor.post(f"{EDIT}undo/", undo_form(editor.get(answer["Location"]).content.decode()))
    assert order() == ["O", "F1", "F2"]
    act(editor, "up", factor="F1")
    assert order() == ["O", "F1", "F2"]


def test_a_link_is_removed_and_comes_back(editor: Client) -> None:
    was = {"sign": "+", "strength": "3"}
    answer = act(editor, "unlink", source="F1", target="O", was=was, reason="nobody believes it")
    assert link("F1", "O") is None
    assert Change.objects.get(kind="retired").record.reason == "nobody believes it"
    assert Link.objects.filter(version__status="adopted", source__code="F1").exists()
    editor.post(f"{EDIT}undo/", undo_form(editor.get(answer["Location"]).content.decode()))
    assert link("F1", "O") is not None


def test_a_factor_goes_with_its_links_and_all_come_back(editor: Client) -> None:
    answer = act(editor, "remove", factor="F1", was={}, reason="twice on the map")
    assert draft("F1") is None
    assert link("F1", "O") is None
    editor.post(f"{EDIT}undo/", undo_form(editor.get(answer["Location"]).content.decode()))
    assert draft("F1") is not None
    assert link("F1", "O") is not None


def test_a_factor_on_which_money_hangs_stays_with_all_its_links(
    editor: Client, initiative: Initiative
) -> None:
    make_need(initiative, initiative.factors.get(code="F1"), 100)
    answer = act(editor, "remove", factor="F1", was={})
    assert (
        "Needs, money, measures or activities hang on it"
        in editor.get(answer["Location"]).content.decode()
    )
    assert not RoadmapVersion.objects.filter(status="draft").exists()


def test_two_who_change_different_fields_both_have_their_way(editor: Client) -> None:
    act(editor, "change", factor="F1", **fields(importance="5"), was=was())
    act(editor, "change", factor="F1", **fields(state="4"), was=was())
    entry = draft("F1")
    assert entry is not None
    assert (entry.importance, entry.state) == (5, 4)


def was(**changes: str) -> dict[str, str]:
    said = {"stage": "1", "track": "", "importance": "3", "state": "", "controllability": ""}
    names = {f"name_{each}": "quality of day care" for each in ("he", "ar", "en")}
    return said | names | changes


def fields(**changes: str) -> dict[str, str]:
    return was(**changes)


def test_who_meets_the_change_of_another_is_told_and_decides(editor: Client) -> None:
    act(editor, "change", factor="F1", **fields(importance="5"), was=was())
    answer = act(editor, "change", factor="F1", **fields(importance="1"), was=was())
    assert answer.status_code == 409
    body = answer.content.decode()
    assert "Somebody else changed the same just now" in body
    entry = draft("F1")
    assert entry is not None
    assert entry.importance == 5
    again = dict(
        re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', body[body.index("met-title") :])
    )
    sent = {
        name: value.replace("&quot;", '"')
        for name, value in again.items()
        if name != "csrfmiddlewaretoken"
    }
    editor.post(f"{EDIT}act/", sent)
    entry.refresh_from_db()
    assert entry.importance == 1


def test_a_link_that_changed_meanwhile_is_not_removed(editor: Client) -> None:
    said = {"sign": "+", "strength": "3", "evidence": "none", "status": "hypothesised"}
    first = act(
        editor, "change-link", source="F1", target="O", **said | {"strength": "1"}, was=said
    )
    assert first.status_code == 302
    answer = act(editor, "unlink", source="F1", target="O", was={"strength": "3"})
    assert answer.status_code == 409
    assert link("F1", "O") is not None


def test_a_form_that_was_sent_twice_saves_once(editor: Client) -> None:
    for _tap in range(2):
        answer = act(editor, "change", factor="F1", **fields(importance="5"), was=was())
        assert answer.status_code == 302
    assert Change.objects.filter(kind="changed", model="roadmap.factorentry").count() == 1


@pytest.mark.parametrize("was_said", ["", "[", "[1]", '{"importance": null}', '"\\ud800"'])
def test_a_page_that_does_not_say_what_it_showed_writes_over_nothing(
    editor: Client, was_said: str
) -> None:
    answer = editor.post(
        f"{EDIT}act/", {"act": "change", "factor": "F1", **fields(importance="5"), "was": was_said}
    )
    assert answer.status_code == 409
    assert not RoadmapVersion.objects.filter(status="draft").exists()


@pytest.mark.parametrize(
    "done", ["x", "factors:1:2", "links:999:1", "initiative:1:1", "factors:0:999", "factors:x:1"]
)
def test_a_mark_of_nothing_takes_back_nothing(editor: Client, done: str) -> None:
    act(editor, "later", factor="F1", was={"stage": "1"})
    assert editor.post(f"{EDIT}undo/", {"done": done}).status_code == 302
    entry = draft("F1")
    assert entry is not None
    assert entry.stage == 2


def test_editors_see_each_other_and_nobody_else_does(
    editor: Client, initiative: Initiative
) -> None:
    page(editor)
    assert EditorHere.objects.count() == 1
    assert "editing this map too" not in page(editor)
    other = signed_in("data_lead", initiative)
    assert "backbone is editing this map too" in page(other)
    reader = signed_in("partner_editor", initiative)
    assert reader.get(f"{EDIT}here/").status_code == 404
    assert "backbone is" not in reader.get("/en/i/together/map/").content.decode()
    assert EditorHere.objects.count() == 2


def test_an_open_page_hears_that_the_map_has_changed(editor: Client) -> None:
    number = re.search(r"here/\?act=(\d+)", page(editor))
    assert number is not None
    asked = f"{EDIT}here/?act={number[1] or 0}"
    act(editor, "later", factor="F1", was={"stage": "1"})
    assert "The map has changed" in editor.get(asked).content.decode()


def test_reading_the_page_changes_nothing(editor: Client) -> None:
    before = Record.objects.count()
    for asked in (
        "",
        "?factor=F1",
        "?factor=NONE",
        "?link=F1>O",
        "?link=x",
        "?wants=factor",
        "?q=%00",
    ):
        editor.get(EDIT + asked)
    assert Record.objects.count() == before
    assert RoadmapVersion.objects.count() == 1
