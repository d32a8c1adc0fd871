"""The road map as a page: 80 factors, 300, and 2,000 with 10,000 links, in CPU time, in one run.

A table page has 200 rows: the list of factors on the records pages of the map with 300, whose
pages hold 50 rows in use and 200 here. The map's own table of 300 stands beside it.
"""

from random import Random
from typing import Any
from unittest.mock import patch

from benchmarks.pages import cpu_of, get
from benchmarks.pictures import drawn_map

STAGES = 5
TABLE_ROWS = 200


def measure() -> dict[str, float]:
    """Ratios of medians of 20 requests."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client
    from django.test.utils import override_settings

    from shidra.accounts.models import User
    from shidra.initiatives.models import Membership

    call_command("migrate", verbosity=0)
    person, _is_new = User.objects.get_or_create(email="bench@people.example")
    for code, factors, links in (
        ("map-80", 80, 240),
        ("map-300", 300, 480),
        ("map-2000", 2_000, 10_000),
    ):
        initiative = mapped(code, factors, links)
        Membership.objects.get_or_create(initiative=initiative, user=person, role="backbone")
    client = Client()
    client.force_login(person)
    with override_settings(ALLOWED_HOSTS=["*"]):
        times = {
            name: cpu_of(lambda url=url: get(client, url))
            for name, url in {
                "80": "/he/i/map-80/map/",
                "300": "/he/i/map-300/map/?whole=1",
                "2000": "/he/i/map-2000/map/",
                "focus": "/he/i/map-2000/map/?focus=N7",
                "search": "/he/i/map-2000/map/?q=N77",
                "table": "/he/i/map-300/map/?view=table&whole=1",
                "paper": "/he/i/map-80/map.pdf",
            }.items()
        }
        with patch("shidra.records.queries.listing.PAGE", TABLE_ROWS):
            times["records"] = cpu_of(lambda: get(client, "/he/i/map-300/records/factors/"))
        times["drawn"] = cpu_of(drawn_map(80, 240))
    return {
        "page of 300 factors / page of 80": times["300"] / times["80"],
        "layout and SVG of 80 factors / a list of 200 records": times["drawn"] / times["records"],
        "page of 80 factors / a list of 200 records": times["80"] / times["records"],
        "page of 80 factors / its table of 300": times["80"] / times["table"],
        "neighbourhood in 2,000 / page of 80": times["2000"] / times["80"],
        "another neighbourhood in 2,000 / page of 80": times["focus"] / times["80"],
        "search in 2,000 / page of 80": times["search"] / times["80"],
        "map of 80 on paper / page of 80": times["paper"] / times["80"],
    }


def mapped(code: str, count: int, links: int) -> Any:
    """An initiative with an adopted map of that size and a need for every third factor."""
    from datetime import date

    from shidra.funding.models import Need
    from shidra.i18n.text import Text
    from shidra.initiatives.models import Initiative
    from shidra.roadmap.models import Factor, FactorEntry, Link, RoadmapVersion

    chance = Random(count)
    initiative, is_new = Initiative.objects.get_or_create(
        code=code, defaults={"name": Text.of(he=code), "currency": "ILS"}
    )
    if not is_new:
        return initiative
    version = RoadmapVersion.objects.create(
        initiative=initiative, number=1, status="adopted", adopted_on=date(2026, 1, 1)
    )
    factors = Factor.objects.bulk_create(
        [Factor(initiative=initiative, code=f"N{place}") for place in range(count)]
    )
    FactorEntry.objects.bulk_create(
        FactorEntry(
            version=version,
            factor=factor,
            kind="outcome" if place >= count - 2 else "factor",
            name=Text.of(he=f"גורם משפיע מספר {place}", en=f"factor {place}"),
            stage=1 + place * STAGES // count,
            track=f"t{place % 3}",
            importance=3,
            position=place,
        )
        for place, factor in enumerate(factors)
    )
    pairs = {tuple(sorted(chance.sample(range(count), 2))) for _ in range(links + links // 10)}
    Link.objects.bulk_create(
        Link(version=version, source=factors[one], target=factors[other], sign="+", strength=2)
        for one, other in sorted(pairs)[:links]
    )
    Need.objects.bulk_create(
        Need(initiative=initiative, factor=factor, year=2027, amount=100_000)
        for factor in factors[::3]
    )
    return initiative
