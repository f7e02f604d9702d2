"""Writes the files of a collection: exact columns, dates as dd/mm/yyyy, CRLF. Pure: rows in, bytes out.

These cells are the return itself and are written as they are. Every other download goes through `harmless`.
"""

from __future__ import annotations

from datetime import date

from core.tables import harmless, to_csv

__all__ = ["day", "harmless", "to_csv"]


def day(value: date | None) -> str:
    """dd/mm/yyyy; nothing for no date."""
    return f"{value:%d/%m/%Y}" if value else ""
