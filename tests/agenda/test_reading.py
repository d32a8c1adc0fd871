"""What counts now, every version for ever, and two of them side by side."""

import pytest
from django.test import Client

from shidra.i18n.isolates import strip
from shidra.i18n.text import Text
from shidra.initiatives.models import Initiative
from tests.agenda.people import adopted, at, draft, in_consultation
from tests.personas import ROLES, signed_in

DRAFT_READERS = {"backbone", "auditor"}


@pytest.mark.parametrize("who", [*ROLES, "stranger", "anonymous"])
def test_only_backbone_and_auditor_read_a_draft(together, who):
    draft(together, result=Text.of(en="Not yet for all"))
    client = signed_in(who, together)
    for address in ("", "1/", "differences/"):
        answer = client.get(at(together, address))
        said = "Not yet for all" in answer.content.decode()
        assert said == (who in DRAFT_READERS and address != "differences/")
    assert (client.get(at(together, "1/")).status_code == 200) == (who in DRAFT_READERS)
    compared = client.get(at(together, "differences/?from=1&to=1")).status_code
    assert (compared == 200) == (who in DRAFT_READERS)


def test_a_draft_beside_an_adopted_version_stays_out_of_sight(together, visitor):
    adopted(together)
    draft(together, result=Text.of(en="Not yet for all"))
    page = visitor.get(at(together))
    assert "Not yet for all" not in page.content.decode()
    assert [each.number for each in page.context["page"].versions] == [1]


def test_all_read_adopted_superseded_and_what_is_open_for_comments(together, visitor):
    adopted(together, scope=Text.of(en="The first"))
    adopted(together, scope=Text.of(en="The second"))
    in_consultation(together, scope=Text.of(en="The third"))
    assert "The second" in visitor.get(at(together)).content.decode()
    for number, words in ((1, "The first"), (2, "The second"), (3, "The third")):
        assert words in visitor.get(at(together, f"{number}/")).content.decode()


def test_nobody_sees_the_agenda_of_a_private_initiative(together, partner, visitor):
    adopted(together)
    Initiative.objects.update(is_public=False)
    assert visitor.get(at(together)).status_code == 404
    assert partner.get(at(together)).status_code == 200


def test_before_there_is_any_it_says_what_will_be_here(together, visitor, backbone):
    assert "Begin with what" not in visitor.get(at(together)).content.decode()
    assert "Begin with what" in backbone.get(at(together)).content.decode()


def test_differences_are_marked_for_eyes_and_for_ears(together, visitor):
    adopted(together, scope=Text.of(en="From birth to six years"))
    adopted(together, scope=Text.of(en="From birth to seven years"))
    answer = visitor.get(at(together, "differences/?from=1&to=2"))
    (difference,) = answer.context["page"].differences
    assert [(piece.text, piece.is_changed) for piece in difference.new.pieces] == [
        ("From birth to ", False),
        ("seven", True),
        (" years", False),
    ]
    page = answer.content.decode()
    assert '<del><span class="visually-hidden" lang="en">[was there: </span>six' in page
    assert '<ins><span class="visually-hidden" lang="en">[is new: </span>seven' in page
    assert "The agreed outcome stayed as it was." in page


def test_any_two_versions_can_be_compared_also_backwards(together, visitor):
    for words in ("One", "Two", "Three"):
        adopted(together, scope=Text.of(en=words))
    page = visitor.get(at(together, "differences/?from=3&to=1")).context["page"]
    assert (page.old.number, page.new.number) == (3, 1)
    assert strip(page.title) == "1 clause changed"
    same = visitor.get(at(together, "differences/?from=2&to=2")).context["page"]
    assert same.title == "Both versions say the same"
    assert visitor.get(at(together, "differences/?from=1&to=9")).status_code == 404
    assert visitor.get(at(together, "differences/?from=x&to=")).status_code == 200


def test_a_change_in_a_language_that_one_does_not_read_is_told(together, visitor):
    adopted(together, scope=Text.of(en="To six", ar="حتى السادسة"))
    adopted(together, scope=Text.of(en="To six", ar="حتى ست سنوات"))
    (difference,) = visitor.get(at(together, "differences/")).context["page"].differences
    assert "Arabic" in difference.note


def test_a_page_asks_no_more_of_the_database_for_more_signatures(
    together, django_assert_max_num_queries
):
    from shidra.agenda.models import AgendaSignature
    from shidra.network.models import Organisation
    from tests.factories import make_organisation

    version = adopted(together)
    for number in range(30):
        make_organisation(together, f"P{number}")
    for organisation in Organisation.objects.all()[:20]:
        AgendaSignature.objects.create(
            version=version,
            organisation=organisation,
            name=organisation.name,
            signer="x",
            signer_role="y",
            signed_on="2026-01-01",
            recorded_by="x",
            recorded_at="2026-01-01T00:00Z",
        )
    with django_assert_max_num_queries(14):
        Client().get(at(together))


def test_words_of_others_are_no_markup(together, visitor):
    adopted(together, scope=Text.of(en="<script>alert(1)</script>"))
    adopted(together, scope=Text.of(en="<b>bold</b>"))
    for address in ("", "1/", "differences/"):
        page = visitor.get(at(together, address)).content.decode()
        assert "<script>alert" not in page
        assert "<b>bold" not in page
