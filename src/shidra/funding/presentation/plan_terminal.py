"""A plan as lines for a terminal."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from shidra.funding.presentation.plan_parts import BesideRow, PlanPage
from shidra.i18n.isolates import strip

__all__ = ["plan_lines"]


def plan_lines(page: PlanPage) -> list[str]:
    """The plan for a terminal."""
    lines: list[str] = [page.headline, ""]
    for part in page.funders:
        lines.append(f"{part.name} ({part.code}): {part.total_text}")
        lines += [
            f"  {row.amount_text}  {row.year}  {row.option}, {row.where}, {row.groups}"
            for row in (*part.grants, *part.smaller)
        ]
        lines += [
            "  "
            + _("%(amount)s  %(year)s  %(line)s (protected)")
            % {"amount": cell.text, "year": cell.year, "line": row.line}
            for row in part.protected
            for cell in row.cells
            if cell.amount
        ]
        if part.stranded:
            lines.append("  " + _("%s finds no use under its rules") % part.stranded_text)
    lines += ["", _("Beside the plan:")] if page.beside else []
    lines += [_beside_line(row) for row in page.beside]
    return [strip(line) for line in lines]


def _beside_line(row: BesideRow) -> str:
    parts: Sequence[str] = [row.what, row.missing_text, row.reason]
    return "  " + " · ".join(part for part in parts if part)
