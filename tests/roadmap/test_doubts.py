"""A link that somebody contests shows as contested until the backbone has answered."""

import pytest

from shidra.audit.models import Record
from shidra.roadmap.models import Doubt, Link
from shidra.roadmap.queries import links_as_they_stand
from tests.roadmap.people import at, said


def contest(client, text="Wages count more", ends="F1/contest/O"):
    address = at(f"factors/{ends}/")
    token = client.get(address).context["form"]["token"].value()
    return client.post(address, {"text": text, "token": token}, follow=True)


def standing(adopted):
    return {
        (link.source.code, link.target.code): link.status for link in links_as_they_stand(adopted)
    }


def test_a_resident_contests_a_link_and_it_shows(adopted, resident, visitor):
    page = contest(resident)
    assert "Wages count more" in said(page)
    assert standing(adopted) == {("F1", "O"): "contested", ("F2", "F1"): "hypothesised"}
    assert Link.objects.get(source__code="F1").status == "hypothesised"
    for view in ("", "?view=table"):
        assert "contested" in said(visitor.get(at(f"map/{view}")))
    factor = said(visitor.get(at("factors/F1/")))
    assert "contested" in factor
    assert "Wages count more" not in factor  # not before the backbone has read and answered it


def test_it_stands_again_once_it_is_answered(adopted, resident, backbone, visitor):
    contest(resident)
    doubt = Doubt.objects.get()
    backbone.post(
        at(f"doubts/{doubt.pk}/"), {"answer": "not_taken_up", "reason": "Two studies say so"}
    )
    doubt.refresh_from_db()
    assert doubt.answered_by == "Michal"
    assert standing(adopted)["F1", "O"] == "hypothesised"
    page = said(visitor.get(at("factors/F1/")))
    assert "Wages count more" in page
    assert "Two studies say so" in page
    assert "Hana" not in page


def test_only_who_moderates_answers(adopted, resident, partner, auditor):
    contest(resident)
    doubt = Doubt.objects.get()
    for client in (resident, partner, auditor):
        given = {"answer": "taken_up", "reason": "mine"}
        assert client.post(at(f"doubts/{doubt.pk}/"), given).status_code == 404
    doubt.refresh_from_db()
    assert doubt.is_open


def test_visitors_and_auditors_do_not_contest(together, visitor, auditor):
    for client in (visitor, auditor):
        answer = client.post(at("factors/F1/contest/O/"), {"text": "no", "token": "x"})
        assert answer.status_code in {302, 404}
    assert not Doubt.objects.exists()


@pytest.mark.parametrize("ends", ["O/contest/F1", "F9/contest/O", "F1/contest/F1"])
def test_only_a_link_of_the_map_is_contested(together, partner, ends):
    assert partner.get(at(f"factors/{ends}/")).status_code == 404


def test_a_doubt_sent_twice_is_one(together, partner):
    for _time in range(2):
        partner.post(at("factors/F1/contest/O/"), {"text": "once", "token": "same"})
    assert Doubt.objects.count() == 1
    assert Record.objects.filter(action="contest link").count() == 1


def test_a_refuted_link_stays_refuted(adopted, resident):
    Link.objects.filter(source__code="F1").update(status="refuted")
    contest(resident)
    assert standing(adopted)["F1", "O"] == "refuted"
