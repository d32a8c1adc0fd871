"""What the pages of the exchange say."""

from shidra.exchange.presentation.report import (
    ReportPage,
    report_page,
    saved_sentence,
    table_name,
)

__all__ = ["ReportPage", "report_page", "saved_sentence", "table_name"]
