"""People join by a link: who may make one, what it gives, and that it opens once."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from shidra.accounts.models import User
from shidra.audit.models import Record
from shidra.initiatives.models import Membership
from shidra.invitations.models import Invitation
from shidra.network.models import Affiliation, Organisation
from tests.factories import make_groups, make_initiative, make_organisation
from tests.invitations.links import INVITE, NEWCOMER, PEOPLE, administers, made
from tests.personas import person, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def together():
    return make_initiative(is_public=False)


@pytest.fixture
def joint(together):
    return make_organisation(together, "O1")


def test_a_newcomer_joins_with_role_organisation_and_language(together, joint):
    link = made(together, belongs_to=f"organisation:{joint.pk}", is_administrator="on")
    assert link.startswith("/ar/join/")
    guest = Client()
    assert 'lang="ar"' in guest.get(link).content.decode()
    answer = guest.post(link, NEWCOMER)
    assert answer.headers["Location"] == "/ar/i/together/"
    joined = User.objects.get(email="rim@partner.example")
    assert Membership.objects.get(user=joined).role == "partner_editor"
    affiliation = Affiliation.objects.get(user=joined)
    assert (affiliation.organisation, affiliation.is_administrator) == (joint, True)
    assert guest.get("/ar/i/together/").status_code == 200
    kept = set(Record.objects.values_list("action", flat=True))
    assert {"invite", "create person", "grant role", "affiliate", "accept invitation"} <= kept


def test_a_resident_joins_through_a_group(together):
    bedouin = make_groups(together, "sector:bedouin").groups.get()
    link = made(together, role="community_member", belongs_to=f"group:{bedouin.pk}")
    Client().post(link, NEWCOMER)
    assert Affiliation.objects.get(user__email="rim@partner.example").group == bedouin


def test_a_new_organisation_is_named_in_passing(together):
    made(together, new_organisation="עמותת גשר", sector="philanthropy", language="he")
    partner = Organisation.objects.get()
    assert (partner.code, partner.sector) == ("O1", "philanthropy")
    assert partner.name.words("he") == "עמותת גשר"
    made(together, new_organisation="עמותת גשר", sector="ngo", language="he")
    assert Organisation.objects.count() == 1
    assert {each.organisation for each in Invitation.objects.all()} == {partner}


def test_a_new_organisation_and_one_of_the_list_are_too_many(together, joint):
    answer = signed_in("backbone", together).post(
        INVITE,
        {
            "role": "partner_editor",
            "language": "he",
            "belongs_to": f"organisation:{joint.pk}",
            "new_organisation": "another",
        },
    )
    assert answer.status_code == 200
    assert not Invitation.objects.exists()


def test_somebody_with_an_account_joins_with_it(together):
    link = made(together)
    stranger = signed_in("stranger")
    assert "stranger" in stranger.get(link).content.decode()
    assert stranger.post(link).status_code == 302
    assert Membership.objects.get(user=person("stranger")).role == "partner_editor"


def test_a_link_opens_once(together):
    link = made(together)
    Client().post(link, NEWCOMER)
    second = Client().post(link, NEWCOMER | {"email": "other@partner.example"})
    assert second.status_code == 410
    assert not User.objects.filter(email="other@partner.example").exists()
    assert Membership.objects.filter(role="partner_editor").count() == 1


def test_looking_at_a_link_uses_nothing_up(together):
    link = made(together)
    for _time in range(3):
        assert Client().get(link).status_code == 200


def test_it_opens_nothing_when_its_time_is_over_or_it_was_withdrawn(together):
    late, taken_back = made(together), made(together)
    first, second = Invitation.objects.order_by("pk")
    Invitation.objects.filter(pk=first.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    backbone = signed_in("backbone", together)
    assert backbone.post(f"{PEOPLE}invitations/{second.pk}/withdraw/").status_code == 302
    for link in (late, taken_back):
        assert Client().get(link).status_code == 410
        assert Client().post(link, NEWCOMER).status_code == 410
    assert not User.objects.filter(email="rim@partner.example").exists()


def test_the_secret_is_kept_nowhere(together):
    secret = made(together).rstrip("/").rpartition("/")[2]
    kept = [*Invitation.objects.values(), *Record.objects.values()]
    assert secret not in str(kept)
    assert secret not in signed_in("backbone", together).get(PEOPLE).content.decode()


def test_a_link_nobody_made_looks_absent(together):
    assert Client().get("/he/join/nobody-made-this/").status_code == 404


def test_a_weak_password_or_a_known_address_is_told_and_the_rest_stays(together):
    link = made(together)
    answer = Client().post(link, NEWCOMER | {"password": "12345678"})
    assert answer.status_code == 200
    assert NEWCOMER["name"] in answer.content.decode()
    person("funder", together)
    answer = Client().post(link, NEWCOMER | {"email": "FUNDER@people.example"})
    assert answer.status_code == 200
    assert Invitation.objects.get().used_at is None


def test_an_organisations_administrator_invites_its_own_people_and_nobody_else(together, joint):
    other = make_organisation(together, "O2")
    administers(together, joint)
    made(together, "partner_editor", belongs_to=f"organisation:{joint.pk}")
    made(
        together,
        "partner_editor",
        belongs_to=f"organisation:{joint.pk}",
        new_organisation="not for them to name",
    )
    assert Organisation.objects.count() == 2
    Invitation.objects.last().delete()
    editor = signed_in("partner_editor", together)
    for wrong in (
        {"belongs_to": f"organisation:{other.pk}"},
        {"belongs_to": ""},
        {"role": "backbone", "belongs_to": f"organisation:{joint.pk}"},
        {"role": "funder", "belongs_to": f"organisation:{joint.pk}"},
    ):
        answer = editor.post(INVITE, {"role": "partner_editor", "language": "he"} | wrong)
        assert b"data-invitation" not in answer.content
    assert Invitation.objects.count() == 1


def test_an_administrator_sees_and_withdraws_only_what_is_theirs(together, joint):
    administers(together, joint)
    made(together, meant_for="of the backbone")
    editor = signed_in("partner_editor", together)
    assert "of the backbone" not in editor.get(PEOPLE).content.decode()
    theirs = Invitation.objects.get()
    assert editor.post(f"{PEOPLE}invitations/{theirs.pk}/withdraw/").status_code == 404
    theirs.refresh_from_db()
    assert theirs.withdrawn_at is None


@pytest.mark.parametrize("who", ["partner_editor", "funder", "auditor", "data_lead"])
def test_members_who_administer_nothing_cannot_invite(together, who):
    client = signed_in(who, together)
    assert client.get(PEOPLE).status_code == 200
    assert client.get(INVITE).status_code == 404
    assert client.post(INVITE, {"role": "visitor", "language": "he"}).status_code == 404


@pytest.mark.parametrize("who", ["visitor", "stranger", "anonymous"])
def test_others_do_not_see_who_takes_part(together, who):
    together.is_public = True
    together.save()
    assert signed_in(who, together).get(PEOPLE).status_code == 404


def test_addresses_of_mail_are_for_the_backbone(together):
    person("funder", together)
    assert b"funder@people.example" in signed_in("backbone", together).get(PEOPLE).content
    assert b"funder@people.example" not in signed_in("auditor", together).get(PEOPLE).content


def test_the_backbone_removes_a_person_but_never_the_last_of_its_own(together, joint):
    administers(together, joint)
    gone, keeper = person("partner_editor", together), person("backbone", together)
    backbone = signed_in("backbone", together)
    backbone.post(f"{PEOPLE}{gone.pk}/remove/")
    assert not Membership.objects.filter(user=gone).exists()
    assert not Affiliation.objects.filter(user=gone).exists()
    backbone.post(f"{PEOPLE}{keeper.pk}/remove/")
    assert Membership.objects.filter(user=keeper).exists()


def test_a_name_in_another_initiative_is_out_of_reach(together):
    other = make_initiative("apart")
    away = person("funder", other)
    backbone = signed_in("backbone", together)
    assert backbone.post(f"{PEOPLE}{away.pk}/remove/").status_code == 404
    elsewhere = make_organisation(other, "O9")
    answer = backbone.post(
        INVITE,
        {"role": "funder", "language": "he", "belongs_to": f"organisation:{elsewhere.pk}"},
    )
    assert b"data-invitation" not in answer.content


def test_the_list_of_thousands_asks_the_database_no_more(together, django_assert_max_num_queries):
    many = User.objects.bulk_create(
        User(email=f"p{i}@many.example", name=f"person {i}") for i in range(300)
    )
    Membership.objects.bulk_create(
        Membership(initiative=together, user=each, role="funder") for each in many
    )
    client = signed_in("backbone", together)
    client.get(PEOPLE)
    with django_assert_max_num_queries(13):
        answer = client.get(f"{PEOPLE}?page=3")
    assert answer.status_code == 200
    assert "person 2" in client.get(f"{PEOPLE}?wanted=person+299").content.decode()
