"""Put the tables of a checked workbook, in the order in which they point to each other."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from shidra.audit.actions import Changes, Touched, record
from shidra.audit.actions import Row as PutRow
from shidra.audit.models import Actor
from shidra.equity import actions as equity
from shidra.exchange.actions.filling import Filler, group_key, keep_other_attributes
from shidra.exchange.actions.sifting import Sifted
from shidra.exchange.queries import Ids
from shidra.exchange.queries.report import COUNTS, LoadReport, TableReport, table_report
from shidra.exchange.queries.signed import signed_words
from shidra.exchange.workbook import Checked, Progress
from shidra.exchange.workbook.audiences import no_ladder, number_stays
from shidra.exchange.workbook.rows import DefinitionRow, FactorRow, PlaceRow, Row
from shidra.exchange.workbook.tables import TABLES
from shidra.funding import actions as funding
from shidra.initiatives import actions as initiatives
from shidra.initiatives.models import Initiative
from shidra.measurement import actions as measurement
from shidra.network import actions as network
from shidra.network.models import Stewardship
from shidra.protection import actions as protection
from shidra.roadmap import actions as roadmap
from shidra.roadmap.actions import MapChanges

__all__ = ["PUT_ABOVE", "Load"]

# Of tables whose rows a room above keeps, what puts them.
PUT_ABOVE: dict[str, Callable[..., Changes]] = {}


class Load:
    """One load: the tables in the order in which they point to each other.

    With `initiative`, these are rows of one that is stored; else the rows name it themselves.
    With `protection_stays` the smallest number that is told stays, whatever a workbook says.
    """

    def __init__(
        self,
        checked: Checked,
        by: Actor,
        tell: Progress | None = None,
        initiative: Initiative | None = None,
        hidden: Mapping[str, frozenset[str]] | None = None,
        ids: Ids | None = None,
        sifted: Sifted | None = None,
        *,
        protection_stays: bool = False,
    ) -> None:
        self._checked, self._by = checked, by
        self._hidden = hidden or {}
        self._protection_stays = protection_stays
        self._tell = tell or (lambda _table, _rows: None)
        self._changes: dict[str, Changes] = {}
        self._sifted = sifted if sifted and sifted.sieve else None
        self._added = 0
        self._map: MapChanges | None = None
        self._is_part = initiative is not None
        self._initiative = initiative or Initiative()
        self._ids = ids or Ids(self._initiative)

    def run(self) -> LoadReport:
        if self._is_part:
            return self._put_part()
        row = self._checked.initiative
        if row is None:
            return self._report("", is_new=False, is_refused=True)
        is_new = not Initiative.objects.filter(code=row.code).exists()
        self._put_initiative()
        self._initiative = Initiative.objects.get(code=row.code)
        self._ids = Ids(self._initiative)
        self._put_tables()
        if is_new:
            initiatives.welcome_demo_people(initiative=self._initiative, by=self._by)
        report = self._report(row.code, is_new=is_new, is_refused=False)
        self._leave_record(report)
        return report

    def _put_part(self) -> LoadReport:
        if self._rows("initiative"):
            self._put_initiative()
        self._put_tables()
        return self._report(self._initiative.code, is_new=False, is_refused=False)

    def _put_tables(self) -> None:
        self._put_places_and_groups()
        self._put_network_and_map()
        self._put_measures()
        self._put_work_and_money()
        for table, put in PUT_ABOVE.items():
            self._put(table, put)

    # --- the tables ---

    def _rows(self, table: str) -> list[Row]:
        checked = self._checked.tables.get(table)
        return checked.rows if checked else []

    def _fill(self, table: str) -> tuple[list[PutRow], Touched]:
        filler = Filler(self._initiative, self._ids, self._is_part)
        return filler.fill(table, self._rows(table))

    def _put(self, table: str, put: Callable[..., Changes]) -> None:
        if table not in self._checked.tables:
            return
        rows, touched = self._fill(table)
        self._changes[table] = put(
            initiative=self._initiative, rows=rows, touched=touched, by=self._by
        )
        self._ids.forget(table)
        self._tell(table, len(rows))

    def _put_initiative(self) -> None:
        rows, touched = self._fill("initiative")
        (row,) = self._rows("initiative")
        stored = Initiative.objects.filter(code=rows[0].instance.code).first()  # type: ignore[attr-defined]
        checked = self._checked.tables["initiative"]
        if stored is not None and self._protection_stays and "min_cell" in touched.fields:
            touched = replace(
                touched, fields=[name for name in touched.fields if name != "min_cell"]
            )
            checked.notices += number_stays(stored, row)
        self._changes["initiative"] = initiatives.put_initiative(
            row=rows[0], touched=touched, by=self._by
        )
        if stored is not None:
            checked.notices += signed_words(stored, row.number)
        self._tell("initiative", 1)

    def _put_places_and_groups(self) -> None:
        self._put("labels", initiatives.put_labels)
        if "places" in self._checked.tables:
            self._put_places()
        self._put("groups", initiatives.put_groups)
        self._put("category_changes", initiatives.put_category_changes)
        self._put("place_history", self._put_place_history)
        self._put("protection", self._put_rules)
        self._ids.group_sets = initiatives.put_group_sets(
            initiative=self._initiative, keys=self._group_keys()
        )

    def _put_places(self) -> None:
        rows = self._checked.rows(PlaceRow)
        parents = {row.code: row.parent for row in rows if "parent" in row.model_fields_set}
        filled, touched = self._fill("places")
        keep_other_attributes(self._initiative, filled, rows)
        self._changes["places"] = initiatives.put_places(
            initiative=self._initiative, rows=filled, parents=parents, touched=touched, by=self._by
        )
        self._ids.forget("places")
        self._tell("places", len(rows))

    def _put_rules(self, **more: Any) -> Changes:
        """The rules of audiences; where together they are no ladder, all stay as they are.

        Rows are held against what stands when they are checked, so this is met only where what
        stands was changed in between by another way.
        """
        try:
            return protection.put_rules(**more)
        except protection.NoLadder as found:
            checked = self._checked.tables["protection"]
            checked.rejections += [no_ladder(row, found.misstep) for row in checked.rows]
            checked.rows.clear()
            return Changes()

    def _put_place_history(self, *, rows: list[PutRow], **more: Any) -> Changes:
        """What is dated of places, and what of it holds today."""
        changes = initiatives.put_place_history(rows=rows, **more)
        said = {(key[0], key[1]) for key in (*changes.added, *changes.changed)}
        if said:
            initiatives.hold_as_dated(initiative=self._initiative, said=said, by=self._by)
        return changes

    def _group_keys(self) -> Iterable[str]:
        for name in TABLES.keys() - {"factors"}:  # a factor keeps the groups themselves
            for row in self._rows(name):
                if groups := getattr(row, "groups", ()):
                    yield group_key(groups)

    def _put_network_and_map(self) -> None:
        self._put("organisations", network.put_organisations)
        if not self._is_part or {"factors", "links"} & self._checked.tables.keys():
            self._put_map()
        self._put("evidence", roadmap.put_evidence)

    def _put_map(self) -> None:
        factors = self._checked.rows(FactorRow)
        self._ids.factors = roadmap.put_factor_codes(
            initiative=self._initiative, codes=[row.code for row in factors]
        )
        (entries, touched_entries), (links, touched_links) = (
            self._fill("factors"),
            self._fill("links"),
        )
        self._map = roadmap.put_map(
            initiative=self._initiative,
            entries=entries,
            links=links,
            touched_entries=touched_entries,
            touched_links=touched_links,
            by=self._by,
        )
        self._changes["factors"] = self._with_stewards(self._map.entries, factors)
        if "links" in self._checked.tables:
            self._changes["links"] = self._map.links
        self._tell("factors", len(factors))
        self._tell("links", len(self._rows("links")))

    def _with_stewards(self, entries: Changes, factors: Iterable[FactorRow]) -> Changes:
        """Who answers for a factor stands in its row, though no version of the map holds it."""
        changed: set[int] = set()
        for kind in Stewardship.Kind:
            stewards = {
                self._ids.factors[row.code]: self._organisation(getattr(row, kind.value))
                for row in factors
                if kind.value in row.model_fields_set
            }
            if stewards:
                changed |= network.put_stewards(
                    initiative=self._initiative, kind=kind, stewards=stewards, by=self._by
                )
        more = tuple(key for key in entries.unchanged if key[0] in changed)
        return replace(
            entries,
            changed=(*entries.changed, *more),
            unchanged=tuple(key for key in entries.unchanged if key not in set(more)),
        )

    def _organisation(self, code: str | None) -> int | None:
        return self._ids.organisations.get(code) if code else None

    def _put_measures(self) -> None:
        self._keep_definitions()
        self._put("indicators", measurement.put_indicators)
        self._put("definitions", measurement.put_definitions)
        self._put("questions", measurement.put_questions)
        self._put("stories", measurement.put_stories)
        self._put("observations", self._put_observations)
        self._put("targets", measurement.put_targets)

    def _put_observations(self, *, rows: list[PutRow], touched: Touched, **more: Any) -> Changes:
        """Figures row by row; of a long table the odd ones so, and the others as columns."""
        if self._sifted is None or self._sifted.sieve is None:
            return measurement.put_observations(rows=rows, touched=touched, **more)
        changes = measurement.put_observations(
            rows=rows, touched=replace(touched, is_part=True), is_few=True, **more
        )
        sieve, ids = self._sifted.sieve, self._ids
        sets = initiatives.put_group_sets(initiative=self._initiative, keys=sieve.sets())
        lots = self._told("observations", sieve.new(ids.indicators, ids.places, sets))
        self._added = measurement.add_observations(
            initiative=self._initiative, lots=lots, by=self._by
        )
        return replace(changes, missing=())

    def _told[L: list[Any]](self, table: str, lots: Iterable[L]) -> Iterator[L]:
        for lot in lots:
            yield lot
            self._tell(table, len(lot))

    def _keep_definitions(self) -> None:
        """What later versions of the file replace is kept before its indicators are put."""
        latest: dict[str, int] = {}
        for row in self._checked.rows(DefinitionRow):
            latest[row.indicator] = max(row.version, latest.get(row.indicator, 0))
        if latest:
            measurement.keep_words(initiative=self._initiative, versions=latest, by=self._by)

    def _put_work_and_money(self) -> None:
        self._put("activities", network.put_activities)
        self._put("promises", network.put_promises)
        self._put("needs", funding.put_needs)
        self._put("commitments", funding.put_commitments)
        self._put("instalments", funding.put_instalments)
        self._put("allocations", funding.put_allocations)
        self._put("options", funding.put_options)
        self._put("goals", equity.put_goals)
        self._put("barriers", equity.put_barriers)
        self._put("strategies", equity.put_strategies)

    # --- what is told of it ---

    def _report(self, code: str, *, is_new: bool, is_refused: bool) -> LoadReport:
        return LoadReport(
            file=self._checked.name,
            sha256=self._checked.sha256,
            initiative=code,
            is_new=is_new,
            is_dry_run=False,
            is_refused=is_refused,
            tables=tuple(
                self._with_sifted(
                    table_report(
                        name,
                        self._changes_without_rejected(name),
                        read=checked.read,
                        rejected=checked.rejected,
                        rejections=tuple(sorted(checked.rejections, key=lambda found: found.row)),
                        notices=tuple(sorted(checked.notices, key=lambda found: found.row)),
                    )
                )
                for name, checked in self._checked.tables.items()
            ),
            notices=self._checked.notices,
            map_version=self._map.version.number if self._map and self._map.version else None,
            waits_in_draft=bool(self._map and self._map.waits_in_draft),
        )

    def _with_sifted(self, table: TableReport) -> TableReport:
        if self._sifted is None or self._sifted.sieve is None or table.table != "observations":
            return table
        sieve = self._sifted.sieve
        return replace(
            table,
            added=table.added + self._added,
            unchanged=table.unchanged + sieve.unchanged,
            missing_here=sieve.missing(self._sifted.standing()),
        )

    def _changes_without_rejected(self, table: str) -> Changes | None:
        """What is told of as missing: no row that stands in the file and was rejected, none unseen."""
        changes = self._changes.get(table)
        if changes is None or not changes.missing:
            return changes
        if self._is_part:
            return replace(changes, missing=())
        rejected = self._checked.tables[table].rejected_keys
        standing = Filler(self._initiative, self._ids).keys(table, rejected)
        return replace(
            changes,
            missing=tuple(
                key
                for key in changes.missing
                if key not in standing and not self._is_unseen(table, key)
            ),
        )

    def _is_unseen(self, table: str, key: tuple[Any, ...]) -> bool:
        """Whether the stored row of this key is out of sight of whoever loads."""
        if table in self._hidden:
            return key[0] in self._hidden[table]
        if table not in {"instalments", "allocations"}:
            return False
        money = {self._ids.commitments[code] for code in self._hidden.get("commitments", ())}
        work = {self._ids.activities[code] for code in self._hidden.get("activities", ())}
        return key[0] in money or (table == "allocations" and key[-1] in work)

    def _leave_record(self, report: LoadReport) -> None:
        if not report.is_change:
            return
        record(
            action="load workbook",
            by=self._by,
            initiative=report.initiative,
            subject=report.file[:200],
            detail={
                "sha256": report.sha256,
                "tables": {
                    table.table: {count: getattr(table, count) for count in COUNTS}
                    for table in report.tables
                },
            },
        )
