"""The ledger and the map of five-units, put in place row by row, without the workbook loader."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

from shidra.funding.models import Allocation, Commitment, Need, Option, SharedLine
from shidra.i18n.text import Text
from shidra.initiatives.models import Group, GroupSet, Initiative, Place
from shidra.network.models import Activity, Organisation, Stewardship
from shidra.roadmap.models import Factor, FactorEntry, Link, RoadmapVersion

type Row = dict[str, str]


class FiveUnits:
    """Makes the initiative from the folder of its tables."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        [row] = self.rows("initiative")
        self.initiative = Initiative.objects.create(
            code=row["code"],
            name=named(row),
            currency=row["currency"],
            min_cell=int(row["min_cell"]),
            is_public=True,
        )
        self.version = RoadmapVersion.objects.create(
            initiative=self.initiative, number=1, status="adopted", adopted_on=date(2026, 1, 1)
        )
        self.sets: dict[str, GroupSet] = {}

    def rows(self, table: str) -> list[Row]:
        with (self.folder / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    def load(self) -> Initiative:
        self.load_places_and_groups()
        self.organisations = {
            row["code"]: Organisation.objects.create(
                initiative=self.initiative, code=row["code"], name=named(row), sector=row["sector"]
            )
            for row in self.rows("organisations")
        }
        self.load_map()
        self.load_money()
        self.load_activities()
        return self.initiative

    def load_places_and_groups(self) -> None:
        self.places: dict[str, Place] = {}
        for row in self.rows("places"):
            self.places[row["code"]] = Place.objects.create(
                initiative=self.initiative,
                code=row["code"],
                name=named(row),
                kind=row["kind"],
                parent=self.places.get(row["parent"]),
            )
        self.groups = {
            f"{row['dimension']}:{row['code']}": Group.objects.create(
                initiative=self.initiative,
                dimension=row["dimension"],
                code=row["code"],
                name=named(row),
                priority=Decimal(row["priority"] or 1),
            )
            for row in self.rows("groups")
        }

    def load_map(self) -> None:
        self.factors: dict[str, Factor] = {}
        for position, row in enumerate(self.rows("factors")):
            factor = Factor.objects.create(initiative=self.initiative, code=row["code"])
            self.factors[row["code"]] = factor
            FactorEntry.objects.create(
                version=self.version,
                factor=factor,
                kind=row["kind"],
                name=named(row),
                track=row["track"],
                stage=int(row["stage"]),
                importance=int(row["importance"]),
                position=position,
            )
            if row["owner"]:
                Stewardship.objects.create(
                    factor=factor, kind="owner", organisation=self.organisations[row["owner"]]
                )
        for row in self.rows("links"):
            Link.objects.create(
                version=self.version,
                source=self.factors[row["source"]],
                target=self.factors[row["target"]],
                sign=row["sign"],
                strength=int(row["strength"]),
                status=row["status"],
            )

    def load_money(self) -> None:
        Need.objects.bulk_create(
            Need(
                initiative=self.initiative,
                year=int(row["year"]),
                amount=minor(row["amount"]),
                place=self.places.get(row["place"]),
                group_set=self.group_set(row["groups"]),
                people=int(row["people"]) if row["people"] else None,
                people_kind=row["people_kind"],
                position=position,
                **self.line(row["line"]),
            )
            for position, row in enumerate(self.rows("needs"))
        )
        commitments = {row["code"]: self.commitment(row) for row in self.rows("commitments")}
        for position, row in enumerate(self.rows("allocations")):
            Allocation.objects.create(
                commitment=commitments[row["commitment"]],
                year=int(row["year"]),
                amount=minor(row["amount"]),
                place=self.places.get(row["place"]),
                position=position,
                **self.line(row["line"]),
            )
        for row in self.rows("options"):
            Option.objects.create(
                initiative=self.initiative,
                code=row["code"],
                factor=self.factors[row["factor"]],
                name=named(row),
                unit_cost=minor(row["unit_cost"]),
                effect=Decimal(row["effect"]),
                max_share=Decimal(row["max_share"] or 1),
                people_kind=row["people_kind"],
                effect_on=row["effect_on"],
                evidence=row["evidence"],
            )

    def commitment(self, row: Row) -> Commitment:
        commitment = Commitment.objects.create(
            initiative=self.initiative,
            code=row["code"],
            funder=self.organisations[row["funder"]],
            amount=minor(row["amount"]),
            currency=row["currency"],
            mode=row["mode"],
            signed_on=date.fromisoformat(row["signed_on"]) if row["signed_on"] else None,
            starts_on=date.fromisoformat(row["starts_on"]),
            ends_on=date.fromisoformat(row["ends_on"]),
            overhead=Decimal(row["overhead"]),
            lines=row["lines"].split("|") if row["lines"] else [],
            visibility=row["visibility"],
        )
        commitment.places.set(self.places[code] for code in row["places"].split("|") if code)
        return commitment

    def load_activities(self) -> None:
        for row in self.rows("activities"):
            activity = Activity.objects.create(
                initiative=self.initiative,
                code=row["code"],
                organisation=self.organisations[row["organisation"]],
                name=named(row),
                kind=row["kind"],
                reach_planned=int(row["reach_planned"]) if row["reach_planned"] else None,
                reach_actual=int(row["reach_actual"]) if row["reach_actual"] else None,
            )
            activity.factors.set(self.factors[code] for code in row["factors"].split("|"))

    def line(self, code: str) -> dict[str, object]:
        if code in SharedLine.values:
            return {"shared_line": code}
        return {"factor": self.factors[code]}

    def group_set(self, key: str) -> GroupSet | None:
        if not key:
            return None
        key = "|".join(sorted(key.split("|")))
        if key not in self.sets:
            found = GroupSet.objects.create(initiative=self.initiative, key=key)
            found.groups.set(self.groups[one] for one in key.split("|"))
            self.sets[key] = found
        return self.sets[key]


def named(row: Row) -> Text:
    return Text.of(he=row.get("name_he", ""), ar=row.get("name_ar", ""), en=row.get("name_en", ""))


def minor(amount: str) -> int:
    return int(Decimal(amount) * 100)


def load_five_units(shared: Path) -> Initiative:
    return FiveUnits(shared / "data" / "five-units").load()
