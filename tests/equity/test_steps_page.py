"""The worked steps on their page: each takes what is known, and says what its reader may know."""

import re
from typing import Any

import pytest
from django.test import Client

from shidra.audit.models import SYSTEM
from shidra.config.demonstration import EXAMPLE
from shidra.equity.models import StructuralBarrier, TargetedStrategy, UniversalGoal
from shidra.exchange.actions import load_workbook
from shidra.initiatives.models import Initiative
from shidra.roadmap.models import EvidenceItem, Voice
from tests.factories import make_groups, make_user, text

LIST = "/en/i/together/equity/"
PAGE = LIST + "I1/"
ISOLATES = "[\u2066-\u2069]"


def reader(initiative: Initiative, role: str) -> Client:
    client = Client()
    client.force_login(make_user(f"{role}@example.org", initiative, role))
    return client


def page(client: Client, address: str = PAGE) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def figures(html: str, name: str) -> dict[str, str]:
    found = re.findall(rf'data-figure="{name}" data-of="([^"]+)"[^>]*data-value="([^"]+)"', html)
    return dict(found)


def barrier(initiative: Initiative, **fields: Any) -> StructuralBarrier:
    row = StructuralBarrier.objects.create(
        initiative=initiative,
        code="B1",
        kind="policy",
        says=text("the full subsidy only where both parents work"),
        factor=initiative.factors.get(code="F2"),
        group_set=make_groups(initiative, "sector:bedouin"),
        **fields,
    )
    row.indicators.set(initiative.indicators.all())
    return row


def test_it_teaches_before_anything_was_agreed(together: Initiative) -> None:
    together.indicators.update(role="contribution")
    together.factors.get(code="O").entries.update(kind="factor")
    assert "Goals for everybody will stand here" in page(reader(together, "backbone"), LIST)


def test_it_offers_the_form_with_what_the_targets_say_and_asks_for_no_value(
    together: Initiative,
) -> None:
    html = page(reader(together, "backbone"))
    assert "80.0% by 2030" in re.sub(ISOLATES, "", html)
    assert "/en/i/together/records/goals/add/?indicator=I1" in html
    assert "records/targets/add" not in html


def test_it_asks_for_the_target_where_none_says_it(together: Initiative) -> None:
    together.indicators.get().targets.all().delete()
    html = page(reader(together, "backbone"))
    assert "/en/i/together/records/targets/add/?indicator=I1" in html
    assert "No goal is set yet" in html


def test_it_offers_no_form_to_who_may_not_edit(agreed: Initiative) -> None:
    barrier(agreed)
    html = page(reader(agreed, "funder"))
    assert "the full subsidy" in html
    assert "/records/" not in html.split('id="main"')[-1].split("<footer")[0]


def test_it_shows_distance_and_people_behind_to_who_may_count_them(agreed: Initiative) -> None:
    html = page(reader(agreed, "backbone"))
    assert "Furthest from the goal: bedouin" in re.sub(f"<[^>]+>|{ISOLATES}", "", html)
    assert figures(html, "distance")["I1/sector:bedouin"] == "0.36"
    assert figures(html, "people_behind")["I1/sector:bedouin"] == "360"


def test_it_shows_everybody_what_the_protected_table_shows(agreed: Initiative) -> None:
    html = page(reader(agreed, "funder"))
    assert figures(html, "distance")["I1/sector:bedouin"] == "0.36"
    assert figures(html, "people_behind")["I1/sector:bedouin"] == "360"


def test_it_says_that_it_is_not_told_who_is_furthest_where_one_is_hidden(
    hidden: Initiative,
) -> None:
    html = page(reader(hidden, "funder"))
    assert "Who is furthest is not told" in html
    assert "sector:bedouin" not in figures(html, "distance")
    assert "no strategy yet" not in html
    assert "no strategy yet" in page(reader(hidden, "auditor"))


def test_it_shows_evidence_and_voices_only_as_far_as_they_are_open(agreed: Initiative) -> None:
    row = barrier(agreed)
    for visibility in ("public", "private"):
        item = EvidenceItem.objects.create(
            initiative=agreed,
            code=f"E-{visibility}",
            factor=row.factor,
            citation=f"a {visibility} report",
            visibility=visibility,
        )
        row.evidence.add(item)
    for state in (Voice.State.SHOWN, Voice.State.WAITING):
        Voice.objects.create(
            initiative=agreed,
            factor=row.factor,
            words=text(f"a voice {state}"),
            described_as=text("mother of two"),
            token=str(state),
            consent="written",
            consent_on="2026-01-01",
            state=state,
            visibility="public",
            added_at="2026-01-01T00:00Z",
            decided_at="2026-01-02T00:00Z",
        )
    html = page(reader(agreed, "funder"))
    assert "a public report" in html
    assert "a private report" not in html
    assert "a voice shown" in html
    assert "a voice waiting" not in html


def test_it_takes_up_the_barriers_that_the_map_names(agreed: Initiative) -> None:
    agreed.factors.get(code="F2").entries.update(barrier=text("only district clinics"))
    html = page(reader(agreed, "backbone"))
    assert "only district clinics" in html
    assert "factor=F2" in html
    barrier(agreed)
    assert "The map names these already" not in page(reader(agreed, "data_lead"))


def test_it_keeps_one_record_with_its_history(agreed: Initiative) -> None:
    client = reader(agreed, "backbone")
    address = "/en/i/together/records/barriers/add/"
    given = {
        "cell-code": "B9",
        "cell-kind": "practice",
        "cell-says_en": "posts only in the district",
        "cell-indicators": "I1",
        "cell-factor": "F2",
    }
    assert client.post(address, given).status_code == 302
    row = StructuralBarrier.objects.get(code="B9")
    assert row.kind == "practice"
    history = page(client, f"/en/i/together/records/barriers/{row.pk}/history/")
    assert "posts only in the district" in history
    assert "posts only in the district" in page(client)


def test_it_says_gap_and_disparity_nowhere_together(agreed: Initiative) -> None:
    client = reader(agreed, "backbone")
    html = client.get(PAGE.replace("/en/", "/he/")).content.decode()
    assert "פער" not in html.split("<h1", 1)[1].split("<footer")[0]


@pytest.mark.parametrize("code", ["I1", "I6"])
def test_it_works_through_the_packaged_example(ready_together: Initiative, code: str) -> None:
    client = Client()
    html = page(client, f"/en/i/ready-together/equity/{code}/")
    assert "Bedouin" in html
    assert StructuralBarrier.objects.count() == 3
    assert UniversalGoal.objects.count() == TargetedStrategy.objects.count() == 2


def test_it_loads_its_own_tables_again_and_changes_nothing(
    ready_together: Initiative,
) -> None:
    report = load_workbook(path=EXAMPLE, by=SYSTEM, dry_run=True)
    tables = {each.table: each for each in report.tables}
    for name in ("goals", "barriers", "strategies"):
        assert tables[name].read > 0
        assert tables[name].unchanged == tables[name].read
