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


def reached(problem, money=1e4):
    """The best objective over the chords; None when no plan exists."""
    arcs = [(f, c) for f in problem.funders for c in problem.cells if eligible(problem, f, c)]
    pieces = [(c, *piece) for c in problem.cells for piece in chords(c, money)]
    columns = len(arcs) + len(pieces)
    upper, limits, equal = [], [], []

    def line(on_arc, on_piece=lambda cell, slope: 0.0):
        return [on_arc(f, c) for f, c in arcs] + [on_piece(c, s) for c, _, s in pieces]

    for cell in problem.cells:
        equal.append(
            line(
                lambda f, c, here=cell: f.net_rate * (c is here),
                lambda c, s, here=cell: -1.0 * (c is here),
            )
        )
        if cell.min_spend:
            upper.append(line(lambda f, c, here=cell: -f.net_rate * (c is here)))
            limits.append(-cell.min_spend)
    for funder, years, limit in budget_limits(problem):
        if limit < math.inf:
            upper.append(line(lambda f, c, by=funder, in_=years: float(f is by and c.year in in_)))
            limits.append(limit)
    for cap in problem.caps:
        upper.append(line(lambda f, c, on=cap.filter: f.net_rate * passes(c, on)))
        limits.append(cap.max_spend)
    for floor in problem.floors:
        on = floor.filter
        if floor.min_spend is not None:
            upper.append(line(lambda f, c, on=on: -f.net_rate * passes(c, on)))
            limits.append(-floor.min_spend)
        elif floor.min_benefit is not None:
            upper.append(line(lambda f, c: 0.0, lambda c, s, on=on: -s * passes(c, on)))
            limits.append(-floor.min_benefit)
        else:
            share = floor.min_spend_share
            upper.append(line(lambda f, c, on=on, s=share: f.net_rate * (s - passes(c, on))))
            limits.append(0.0)
    cost = line(lambda f, c: 0.0, lambda c, s: -s * weight_of(problem, c))
    if not columns:
        return 0.0
    answer = linprog(
        cost,
        A_ub=upper or None,
        b_ub=limits or None,
        A_eq=equal,
        b_eq=np.zeros(len(equal)),
        bounds=[(0, None)] * len(arcs) + [(0, width) for _, width, _ in pieces],
    )
    return -answer.fun if answer.status == 0 else None
