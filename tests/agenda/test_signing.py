"""Partners stand behind a version: each for its own, once, by name."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from shidra.agenda.models import AgendaSignature
from shidra.audit.models import Record
from shidra.i18n.isolates import strip
from shidra.i18n.text import Text
from tests.agenda.people import adopted, at, in_consultation, member
from tests.factories import make_initiative, make_organisation

TODAY = timezone.localdate


def sign(client: Client, together, signatory, where="1/sign/", **form):
    form = {
        "signatory": signatory,
        "signer": "Rana",
        "signer_role": "Director",
        "on": TODAY().isoformat(),
        "brings": "Twelve staff",
    } | form
    return client.post(at(together, where), form, follow=True)


def test_a_partner_signs_for_its_own(together, partner, nabta, visitor):
    adopted(together)
    sign(partner, together, f"organisation:{nabta.pk}")
    signature = AgendaSignature.objects.get()
    assert (signature.organisation, signature.signer, signature.is_on_paper) == (
        nabta,
        "Rana",
        False,
    )
    page = visitor.get(at(together)).content.decode()
    assert "partner NABTA" in page
    assert "Twelve staff" in page


def test_nobody_signs_for_another(together, partner, rahat):
    adopted(together)
    page = sign(partner, together, f"organisation:{rahat.pk}").content.decode()
    assert not AgendaSignature.objects.exists()
    assert "Twelve staff" in page


def test_residents_sign_as_a_group(together, resident, mothers):
    adopted(together)
    sign(resident, together, f"group:{mothers.pk}", signer="Hana", signer_role="Mother of three")
    assert AgendaSignature.objects.get().group == mothers


def test_it_is_signed_once(together, partner, nabta):
    adopted(together)
    for signer in ("Rana", "Somebody else"):
        sign(partner, together, f"organisation:{nabta.pk}", signer=signer)
    assert [each.signer for each in AgendaSignature.objects.all()] == ["Rana"]
    assert Record.objects.filter(action="sign agenda").count() == 1


def test_the_backbone_writes_down_what_was_signed_on_paper(together, backbone, rahat):
    adopted(together)
    sign(backbone, together, f"organisation:{rahat.pk}", where="1/sign/?paper")
    signature = AgendaSignature.objects.get()
    assert (signature.is_on_paper, signature.recorded_by) == (True, "Michal")
    assert "signed on paper" in backbone.get(at(together)).content.decode()
    assert Record.objects.filter(action="sign agenda on paper").exists()


def test_a_partner_writes_nothing_down_on_paper_for_others(together, partner, rahat):
    adopted(together)
    sign(partner, together, f"organisation:{rahat.pk}", where="1/sign/?paper")
    assert not AgendaSignature.objects.exists()


def test_the_backbone_signs_for_no_partner_as_its_own(together, backbone, rahat):
    adopted(together)
    sign(backbone, together, f"organisation:{rahat.pk}")
    assert not AgendaSignature.objects.exists()


def test_only_what_counts_is_signed(together, partner, nabta):
    in_consultation(together)
    sign(partner, together, f"organisation:{nabta.pk}")
    assert not AgendaSignature.objects.exists()


def test_signatures_stay_under_the_version_they_were_given_to(together, partner, nabta, visitor):
    adopted(together)
    sign(partner, together, f"organisation:{nabta.pk}")
    adopted(together, scope=Text.of(en="To seven"))
    assert "nobody has signed yet" in visitor.get(at(together)).content.decode()
    assert "Rana" in visitor.get(at(together, "1/")).content.decode()


def test_the_day_of_signing_has_come(together, partner, nabta):
    adopted(together)
    tomorrow = (TODAY() + timedelta(days=1)).isoformat()
    sign(partner, together, f"organisation:{nabta.pk}", on=tomorrow)
    assert not AgendaSignature.objects.exists()


def test_who_takes_no_part_cannot_sign(together, visitor):
    adopted(together)
    assert visitor.get(at(together, "1/sign/")).status_code == 404


def test_a_partner_of_another_initiative_cannot_be_named(together, backbone):
    adopted(together)
    elsewhere = make_organisation(make_initiative("elsewhere"), "OTHER")
    sign(backbone, together, f"organisation:{elsewhere.pk}", where="1/sign/?paper")
    assert not AgendaSignature.objects.exists()


def test_the_name_stays_as_it_was_signed(together, partner, nabta, visitor):
    adopted(together)
    sign(partner, together, f"organisation:{nabta.pk}")
    nabta.name = Text.of(en="Renamed")
    nabta.save()
    assert "partner NABTA" in visitor.get(at(together)).content.decode()


def test_all_who_have_not_signed_are_named(together, partner, nabta, rahat, resident):
    adopted(together)
    sign(partner, together, f"organisation:{nabta.pk}")
    names = [each.name for each in partner.get(at(together)).context["page"].unsigned]
    assert names == ["partner RAHAT", "mothers"]


def test_a_member_of_nothing_is_told_so(together):
    adopted(together)
    lone = member(together, "Lone", "partner_editor")
    answer = lone.get(at(together, "1/sign/"), follow=True)
    assert "nobody left here" in answer.content.decode()


# --- taken back, and put right ---------------------------------------------------------------------


def signed_by(client: Client, together, signatory) -> AgendaSignature:
    adopted(together)
    sign(client, together, signatory)
    return AgendaSignature.objects.get()


def say(client: Client, together, rest: str) -> str:
    return strip(client.get(at(together, rest)).content.decode())


def test_whoever_signed_withdraws_with_a_reason_and_both_stay_on_the_page(
    together, partner, nabta, visitor
):
    signature = signed_by(partner, together, f"organisation:{nabta.pk}")
    where = at(together, f"1/signatures/{signature.pk}/withdraw/")
    assert where in say(partner, together, "1/")
    partner.post(where, {"reason": "Our board voted against it"})
    signature.refresh_from_db()
    assert (signature.withdrawn_on, signature.withdrawn_by) == (TODAY(), "Sami")
    page = say(visitor, together, "")
    assert "nobody has signed yet" in page
    assert "Withdrawn on" in page
    assert "Our board voted against it" in page
    assert "Rana" in page
    kept = Record.objects.get(action="withdraw signature")
    assert (kept.reason, kept.actor_label) == ("Our board voted against it", "Sami")
    assert kept.changes.get().became["withdrawn_on"] == TODAY().isoformat()


def test_nobody_withdraws_without_a_reason(together, partner, nabta):
    signature = signed_by(partner, together, f"organisation:{nabta.pk}")
    answer = partner.post(at(together, f"1/signatures/{signature.pk}/withdraw/"), {"reason": " "})
    assert answer.status_code == 200
    signature.refresh_from_db()
    assert signature.withdrawn_on is None


def test_whoever_withdrew_is_asked_again_and_may_sign_anew(together, partner, nabta):
    first = signed_by(partner, together, f"organisation:{nabta.pk}")
    partner.post(at(together, f"1/signatures/{first.pk}/withdraw/"), {"reason": "Not yet"})
    assert "partner NABTA" in [e.name for e in partner.get(at(together)).context["page"].unsigned]
    sign(partner, together, f"organisation:{nabta.pk}", signer="Samira")
    page = partner.get(at(together)).context["page"]
    assert [each.signer for each in page.signed] == ["Samira"]
    assert [each.signer for each in page.withdrawn] == ["Rana"]


def test_nobody_withdraws_for_another(together, partner, nabta, rahat, resident, backbone, visitor):
    signature = signed_by(partner, together, f"organisation:{nabta.pk}")
    where = at(together, f"1/signatures/{signature.pk}/withdraw/")
    other = member(together, "Lior", "partner_editor", of=rahat)
    for client in (other, resident, backbone, visitor):
        assert client.post(where, {"reason": "x"}).status_code == 404
    signature.refresh_from_db()
    assert signature.withdrawn_on is None


def test_what_was_signed_on_paper_is_withdrawn_on_paper(together, backbone, rahat):
    adopted(together)
    sign(backbone, together, f"organisation:{rahat.pk}", where="1/sign/?paper")
    signature = AgendaSignature.objects.get()
    where = at(together, f"1/signatures/{signature.pk}/withdraw/")
    backbone.post(where, {"reason": "A letter came"})
    assert Record.objects.filter(action="withdraw signature on paper").exists()


def test_a_signature_under_an_earlier_version_is_history(together, partner, nabta):
    signature = signed_by(partner, together, f"organisation:{nabta.pk}")
    adopted(together, scope=Text.of(en="To seven"))
    where = at(together, f"1/signatures/{signature.pk}/withdraw/")
    assert partner.post(where, {"reason": "Too late"}).status_code == 404


def test_the_backbone_puts_a_mistyped_name_right_and_the_old_one_stays_beside_it(
    together, partner, nabta, backbone, visitor
):
    signature = signed_by(partner, together, f"organisation:{nabta.pk}")
    where = at(together, f"1/signatures/{signature.pk}/correct/")
    form = {"signer": "Rania Haddad", "signer_role": "Chair", "reason": "Mistyped"}
    backbone.post(where, form)
    signature.refresh_from_db()
    assert (signature.signer, signature.signer_role) == ("Rania Haddad", "Chair")
    page = say(visitor, together, "")
    for words in ("Rania Haddad", "before it said", "Director", "Mistyped"):
        assert words in page
    change = Record.objects.get(action="correct signature").changes.get()
    assert (change.was["signer"], change.became["signer"]) == ("Rana", "Rania Haddad")


def test_only_the_backbone_puts_names_right_and_only_of_signatures_that_stand(
    together, partner, nabta, resident, backbone
):
    signature = signed_by(partner, together, f"organisation:{nabta.pk}")
    form = {"signer": "Somebody else", "signer_role": "", "reason": "x"}
    where = at(together, f"1/signatures/{signature.pk}/correct/")
    for client in (partner, resident):
        assert client.post(where, form).status_code == 404
    partner.post(at(together, f"1/signatures/{signature.pk}/withdraw/"), {"reason": "No"})
    assert backbone.post(where, form).status_code == 404
    signature.refresh_from_db()
    assert signature.signer == "Rana"
