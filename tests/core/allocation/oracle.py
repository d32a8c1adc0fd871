"""A slow, obvious solver of small problems: straight chords of the curves and scipy's linprog.

It shares no code with the engine. Chords lie below a concave curve, so what it reaches is
a plan that exists: never above a right bound, and near the optimum when chords are short.
"""

import math
from itertools import pairwise

import numpy as np
from scipy.optimize import linprog

CHORDS = 400


def passes(cell, conditions):
    named = {
        "localities": cell.locality,
        "factors": cell.factor,
        "groups": cell.group,
        "programmes": cell.programme,
        "years": cell.year,
        "cells": cell.id,
    }
    for dimension, value in named.items():
        allowed = getattr(conditions, dimension)
        denied = getattr(conditions, "not_" + dimension)
        if (allowed is not None and value not in allowed) or (denied and value in denied):
            return False
    return True


def benefit(cell, spend):
    response = cell.response
    if response.type == "exp":
        return response.max * (1 - math.exp(-spend / response.scale))
    for (x0, b0), (x1, b1) in pairwise(response.points):
        if spend <= x1:
            return b0 + (b1 - b0) * (spend - x0) / (x1 - x0)
    (x, b) = response.points[-1]
    return b + response.tail_slope * (spend - x)


def most(cell, money):
    response = cell.response
    limit = money if cell.max_spend is None else min(money, cell.max_spend)
    if response.type == "exp":
        return limit if response.cap is None else min(limit, response.cap)
    return limit if response.tail_slope else min(limit, response.points[-1][0])


def chords(cell, money):
    """(width, slope) of straight pieces below the curve up to what may be spent."""
    end = most(cell, money)
    if end <= 0:
        return []
    ends = {end * k / CHORDS for k in range(CHORDS + 1)}
    if cell.response.type == "pwl":
        ends = {0.0, end} | {x for x, _ in cell.response.points if x < end}
    return [
        (b - a, (benefit(cell, b) - benefit(cell, a)) / (b - a)) for a, b in pairwise(sorted(ends))
    ]


def eligible(problem, funder, cell):
    years = set(funder.budget)
    if funder.carry_over and years:
        years = set(range(min(years), max(years) + 1))
    return cell.year in years and passes(cell, funder.restrictions)


def weight_of(problem, cell):
    equity = {group.id: group.equity_weight for group in problem.groups}
    return cell.weight * equity.get(cell.group, 1.0)


def budget_limits(problem):
    """(funder, the years counted together, the most they may spend)."""
    for funder in problem.funders:
        total = 0.0
        years = sorted(funder.budget)
        if funder.carry_over and years:
            years = list(range(years[0], years[-1] + 1))
        for year in years:
            amount = funder.budget.get(year, 0.0)
            amount = math.inf if amount is None else amount
            total += amount
            counted = [y for y in years if y <= year] if funder.carry_over else [year]
            yield funder, counted, (total if funder.carry_over else amount)


class Lines:
    """Rows over columns for each (funder, cell) and then each chord of a curve."""

    def __init__(self, problem, money):
        self.arcs = [
            (funder, cell)
            for funder in problem.funders
            for cell in problem.cells
            if eligible(problem, funder, cell)
        ]
        self.pieces = [(cell, *piece) for cell in problem.cells for piece in chords(cell, money)]
        self.upper, self.limits, self.equal = [], [], []

    def money(self, worth):
        return [worth(funder, cell) for funder, cell in self.arcs] + [0.0] * len(self.pieces)

    def benefits(self, worth):
        brought = [slope * worth(cell) for cell, _, slope in self.pieces]
        return [0.0] * len(self.arcs) + brought

    def at_most(self, line, limit):
        self.upper.append(line)
        self.limits.append(limit)

    def link(self, cell):
        line = self.money(lambda funder, paid: funder.net_rate * (paid is cell))
        for place, (bent, _, _) in enumerate(self.pieces, start=len(self.arcs)):
            line[place] = -1.0 * (bent is cell)
        self.equal.append(line)

    def demand(self, floor):
        def inside(cell):
            return passes(cell, floor.filter)

        if floor.min_spend is not None:
            line = self.money(lambda funder, cell: -funder.net_rate * inside(cell))
            self.at_most(line, -floor.min_spend)
        elif floor.min_benefit is not None:
            self.at_most(self.benefits(lambda cell: -1.0 * inside(cell)), -floor.min_benefit)
        else:
            share = floor.min_spend_share
            line = self.money(lambda funder, cell: funder.net_rate * (share - inside(cell)))
            self.at_most(line, 0.0)


def reached(problem, money=1e4):
    """The best objective over the chords; None when no plan exists."""
    lines = Lines(problem, money)
    for cell in problem.cells:
        lines.link(cell)
    for funder, years, limit in budget_limits(problem):
        if limit < math.inf:
            line = lines.money(lambda f, c, by=funder, counted=years: f is by and c.year in counted)
            lines.at_most(line, limit)
    for cap in problem.caps:
        line = lines.money(lambda f, c, on=cap.filter: f.net_rate * passes(c, on))
        lines.at_most(line, cap.max_spend)
    for floor in problem.floors:
        lines.demand(floor)
    cost = lines.benefits(lambda cell: -weight_of(problem, cell))
    if not cost:
        return None if any(limit < 0 for limit in lines.limits) else 0.0
    spendable = [(0, None)] * len(lines.arcs) + [(0, width) for _, width, _ in lines.pieces]
    answer = linprog(
        cost,
        A_ub=np.array(lines.upper, dtype=float) if lines.upper else None,
        b_ub=lines.limits or None,
        A_eq=lines.equal,
        b_eq=np.zeros(len(lines.equal)),
        bounds=spendable,
    )
    return -answer.fun if answer.status == 0 else None
