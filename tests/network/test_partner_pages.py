"""The page of a partner and of a group of residents: who, what, and for whose eyes."""

import pytest
from django.utils import timezone

from shidra.agenda.models import AgendaVersion
from shidra.initiatives.models import Group, Initiative
from shidra.network.models import Organisation
from tests.factories import make_allocation, make_commitment, text
from tests.network.conftest import browser_of, member, promise, seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def nabta(network: Initiative) -> Organisation:
    return Organisation.objects.get(initiative=network, code="NABTA")


@pytest.fixture
def bedouin(network: Initiative) -> Group:
    return Group.objects.get(initiative=network, code="bedouin")


def test_it_says_what_a_partner_does_promised_asks_and_offers(
    network: Initiative, nabta: Organisation
):
    nabta.asks, nabta.offers, nabta.registry_id = text("quiet rooms"), text("stories"), "580123"
    nabta.save()
    promise(network, "P1")
    page = seen(browser_of(), "partners/NABTA/")
    for said in (
        "partner NABTA",
        "social organisations",
        "580123",
        "It answers for early therapy.",
        "quiet rooms",
        "stories",
        "stories at home",
        "promise P1",
    ):
        assert said in page


def test_it_names_people_to_members_only(network: Initiative, nabta: Organisation):
    editor = member(network, "partner_editor", nabta, is_administrator=True)
    own = seen(browser_of(editor), "partners/NABTA/")
    people = own[own.index("Its people here") :]
    assert "the partner_editor" in people
    assert "partner editor" in people
    assert "invites others" in people
    assert "the partner_editor" not in seen(browser_of(), "partners/NABTA/")


def test_its_administrator_edits_and_invites_and_others_do_not(
    network: Initiative, nabta: Organisation
):
    administrator = browser_of(member(network, "partner_editor", nabta, is_administrator=True))
    page = seen(administrator, "partners/NABTA/")
    assert f"/en/i/together/records/organisations/{nabta.pk}/" in page
    assert f"people/invite/?belongs_to=organisation%3A{nabta.pk}" in page
    invite = administrator.get(f"/en/i/together/people/invite/?belongs_to=organisation:{nabta.pk}")
    assert f'value="organisation:{nabta.pk}" selected' in invite.content.decode()
    for client in (browser_of(member(network, "funder")), browser_of()):
        other = seen(client, "partners/NABTA/")
        assert "Edit this partner" not in other
        assert "Invite somebody" not in other


def test_it_keeps_private_money_from_others(network: Initiative):
    fund = Organisation.objects.get(initiative=network, code="FUND")
    given = make_commitment(network, "C1", fund, 5_432, visibility="private")
    make_allocation(given, network.factors.get(code="F2"), 1_234)
    for client in (browser_of(), browser_of(member(network, "partner_editor"))):
        page = seen(client, "partners/FUND/")
        assert "What it gives" not in page
        assert "5,432" not in page
        assert "1,234" not in page
    assert "₪5,432" in seen(browser_of(member(network, "backbone")), "partners/FUND/")
    assert "₪5,432" in seen(browser_of(member(network, "funder", fund)), "partners/FUND/")


def test_it_shows_the_signature_under_the_agenda(network: Initiative, nabta: Organisation):
    assert "The common agenda" not in seen(browser_of(), "partners/NABTA/")
    version = AgendaVersion.objects.create(
        initiative=network, number=1, status="adopted", adopted_on=timezone.localdate()
    )
    assert "It has not signed this version yet." in seen(browser_of(), "partners/NABTA/")
    version.signatures.create(
        organisation=nabta,
        name=nabta.name,
        signer="Rana",
        signer_role="director",
        signed_on=timezone.localdate(),
        brings=text("stories for all"),
        recorded_at=timezone.now(),
    )
    page = seen(browser_of(), "partners/NABTA/")
    assert "Rana, director, signed on" in page
    assert "stories for all" in page


def test_it_links_to_all_where_there_is_more(network: Initiative):
    for number in range(35):
        promise(network, f"P{number:02}")
    page = seen(browser_of(), "partners/NABTA/")
    assert page.count("promise-text") == 30
    assert "30 of 35 are shown" in page
    assert "promises/?partner=NABTA" in page


def test_what_is_not_there_is_not_there(network: Initiative):
    for path in ("partners/NOBODY/", "groups/population:nobody/", "activities/A99/"):
        seen(browser_of(), path, status=404)


# --- residents ------------------------------------------------------------------------------------


def test_a_group_of_more_weight_without_a_voice_is_an_empty_chair(
    network: Initiative, bedouin: Group
):
    page = seen(browser_of(), "partners/")
    chairs = page[page.index('id="empty-chairs"') :]
    assert "bedouin" in chairs
    assert "nobody speaks for them yet" in chairs
    assert "Nobody speaks yet for: bedouin." in page
    assert "An empty chair" in seen(browser_of(), "groups/population:bedouin/")
    member(network, "community_member", bedouin)
    page = seen(browser_of(), "partners/")
    assert "Nobody speaks yet" not in page
    assert "1 person speaks for it here." in page


def test_visitors_learn_how_many_speak_for_a_group_and_members_who(
    network: Initiative, bedouin: Group
):
    person = member(network, "community_member", bedouin)
    promise(network, "P1", organisation=None, group=bedouin)
    visitor = seen(browser_of(), "groups/population:bedouin/")
    assert "1 person speaks for it here." in visitor
    assert "the community_member" not in visitor
    assert "promise P1" in visitor
    own = seen(browser_of(person), "groups/population:bedouin/")
    assert "the community_member" in own
    assert "Say what became of it" in own
    assert "records/promises/add/?partner=population%3Abedouin" in own
    assert "Invite somebody" not in own


def test_the_backbone_invites_somebody_who_speaks_for_a_group(network: Initiative, bedouin: Group):
    page = seen(browser_of(member(network, "backbone")), "groups/population:bedouin/")
    assert f"belongs_to=group%3A{bedouin.pk}" in page


def test_the_partners_page_is_cut_into_pages_and_narrowed(network: Initiative):
    from tests.factories import make_organisation

    for number in range(50):
        make_organisation(network, f"B{number:02}", "business")
    first = seen(browser_of(), "partners/")
    assert "page 1 of 3" in first
    assert "52 partners from 3 sectors" in first
    assert "partner B49" not in first
    assert "partner B49" in seen(browser_of(), "partners/?page=3")
    found = seen(browser_of(), "partners/?q=nabta")
    assert "partner NABTA" in found
    assert "partner FUND" not in found
    ngos = seen(browser_of(), "partners/?sector=ngo")
    assert "partner NABTA" in ngos
    assert "partner FUND" not in ngos
