"""A factor of the draft is thought through before it counts: by those who may read the draft."""

from django.utils import timezone

from shidra.roadmap.actions import discard_draft, open_consultation
from shidra.roadmap.models import TalkEntry
from tests.roadmap.people import MICHAL, add, at, draft, said


def test_it_has_a_page_for_who_keeps_the_map(backbone, together):
    add(draft(together), "F3")
    page = said(backbone.get(at("factors/F3/")))
    assert "It stands in draft 2 and joins the map when the draft is adopted." in page
    assert "/map/?focus=F3" not in page
    version = backbone.get(at("map/versions/2/")).content.decode()
    assert 'href="/en/i/together/factors/F3/"' in version


def test_it_is_not_there_for_others_before_they_may_read_the_draft(
    together, partner, resident, auditor, visitor
):
    add(draft(together), "F3")
    for client in (partner, resident, auditor, visitor):
        for rest in ("", "talk/", "voices/", "context/"):
            assert client.get(at(f"factors/F3/{rest}")).status_code in {302, 404}, rest
    open_consultation(initiative=together, until=timezone.localdate(), by=MICHAL)
    for client in (partner, resident, auditor):
        assert "It stands in draft 2" in said(client.get(at("factors/F3/")))


def test_it_may_be_talked_about_in_the_draft(backbone, together):
    add(draft(together), "F3")
    address = at("factors/F3/talk/")
    form = backbone.get(address).context["form"]
    sent = {name: form[name].value() or "" for name in ("token", "role")}
    answer = backbone.post(address, sent | {"text": "Is it not the same as F1?"}, follow=True)
    assert answer.redirect_chain[-1][0].startswith(at("factors/F3/"))
    assert TalkEntry.objects.get().factor.code == "F3"
    assert "Is it not the same as F1?" in said(answer)


def test_it_goes_with_the_draft(backbone, together):
    version = draft(together)
    add(version, "F3")
    discard_draft(initiative=together, number=version.number, by=MICHAL)
    assert backbone.get(at("factors/F3/")).status_code == 404


def test_what_counts_is_read_as_it_counts(backbone, together):
    """A factor that the draft changes is shown as the map says it now."""
    row = draft(together).entries.get(factor__code="F1")
    row.importance = 5
    row.save()
    page = said(backbone.get(at("factors/F1/")))
    assert "It stands in draft" not in page
    assert "5 of 5" not in page
