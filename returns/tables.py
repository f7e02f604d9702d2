"""The tables of the SSDA903 collection and their exact columns (data/columns.csv)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "data" / "columns.csv"

HEADER, EPISODES, REVIEWS, UASC = "Header", "Episodes", "Reviews", "UASC"
TAKEN = (HEADER, EPISODES, REVIEWS, UASC)
"""The tables we take facts from. The others are known and left alone."""


@dataclass(frozen=True)
class Table:
    """One table: what councils usually call its file, and its columns in the usual order."""

    name: str
    usual_file: str
    columns: tuple[str, ...]


@cache
def tables() -> dict[str, Table]:
    """Every table of the collection by name."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    names = dict.fromkeys(row["table"] for row in rows)
    return {
        name: Table(
            name,
            next(row["usual_file"] for row in rows if row["table"] == name),
            tuple(row["column"] for row in rows if row["table"] == name),
        )
        for name in names
    }


def table_with(columns: frozenset[str]) -> Table | None:
    """The table with exactly these columns, in whatever order."""
    return next((table for table in tables().values() if frozenset(table.columns) == columns), None)


def nearest(columns: frozenset[str]) -> Table:
    """The table that shares most columns with these, to say what is missing."""
    return max(
        tables().values(), key=lambda t: (len(columns & set(t.columns)), -len(set(t.columns) - columns))
    )
