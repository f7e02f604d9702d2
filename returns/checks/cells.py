"""One cell at a time: dates, codes, numbers. What is wrong is told with its place, and the row is refused."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

from children.codes import code_set
from returns.problems import Problem, Severity
from returns.reading import SHOWN, Line

DAY = re.compile(r"([0-9]{2})/([0-9]{2})/([0-9]{4})")
CHILD = re.compile(r"[A-Z0-9][A-Z0-9_./-]{0,19}")
UPN = re.compile(r"[A-HJ-NP-RT-Z](?:[0-9]{12}|[0-9]{11}[A-Z])")
EARLIEST = 1900
POSTCODE_LENGTH, URN_LENGTH = 10, 10


class Finder:
    """Collects problems. One is made for a check of a whole collection."""

    def __init__(self, year: int, *, lacking: Collection[str] = (), on: date = date.max) -> None:
        self.year = year
        self.on = on
        """Today: what was held, was held by then."""
        self.lacking = frozenset(lacking)
        """Tables that were not handed in, or not read to their end: what they do not tell proves nothing."""
        self.problems: list[Problem] = []
        self.refused: set[tuple[str, int]] = set()
        self._cells: set[tuple[str, int, str]] = set()

    def refuse(
        self, line: Line, column: str, expected: str, rule: str = "", *, severity: Severity = Severity.REFUSED
    ) -> None:
        """The row of this line cannot be taken."""
        self.refused.add((line.file, line.number))
        self._cells.add((line.file, line.number, column))
        self._add(severity, line, column, expected, rule)

    def follow(self, line: Line, expected: str) -> None:
        """The row is right in itself, but cannot be taken without another."""
        self.refuse(line, "", expected, severity=Severity.FOLLOWS)

    def warn(self, line: Line, column: str, expected: str, rule: str = "") -> None:
        """The row is taken, but somebody ought to look at it."""
        self._add(Severity.WARNING, line, column, expected, rule)

    def is_refused(self, line: Line) -> bool:
        """Whether something refused the row."""
        return (line.file, line.number) in self.refused

    def distrusts(self, line: Line, *columns: str) -> bool:
        """Whether one of these cells was refused, so that nothing else should be held against it."""
        return any((line.file, line.number, column) in self._cells for column in columns)

    def _add(self, severity: Severity, line: Line, column: str, expected: str, rule: str) -> None:
        value = line.cells.get(column, "")[:SHOWN]
        child = line.cells.get("CHILD", "").upper()[:SHOWN]
        self.problems.append(Problem(severity, line.file, line.number, column, value, expected, child, rule))

    # -- Cells -------------------------------------------------------------------------------------------------------

    def child(self, line: Line) -> str:
        """The child's number, upper-cased as the sector's tools read it; empty where it is none."""
        number = line.cells.get("CHILD", "").upper()
        if not CHILD.fullmatch(number):
            self.refuse(line, "CHILD", "The child's number: up to 20 letters and digits, without spaces.")
            return ""
        return number

    def day(self, line: Line, column: str, rule: str = "", *, needed: bool = False) -> date | None:
        """A date as dd/mm/yyyy."""
        text = line.cells.get(column, "")
        if text == "" and not needed:
            return None
        found = read_day(text)
        if found is None:
            words = "A date like 05/04/2026." if text else "A date like 05/04/2026; the cell is blank."
            self.refuse(line, column, words, rule)
        return found

    def code(self, line: Line, column: str, set_name: str, rule: str = "", *, needed: bool = False) -> str:
        """A code that may be used in this collection year."""
        text = line.cells.get(column, "")
        if text == "" and not needed:
            return ""
        known = code_set(set_name).get(text)
        if known is not None and known.valid_in(self.year):
            return text
        if known is None:
            words = f"One of {listed(set_name, self.year)}." + ("" if text else " The cell is blank.")
        elif known.valid_from is not None and self.year < known.valid_from:
            words = f"A code of {self.year}: {text} may be used from the collection of {known.valid_from} on."
        else:
            words = (
                f"A code of {self.year}: {text} could be used until the collection of {known.valid_until}."
            )
        self.refuse(line, column, words, rule)
        return text

    def text(self, line: Line, column: str, longest: int) -> str:
        """Free text, kept as it came."""
        text = line.cells.get(column, "")
        if len(text) > longest or not text.isprintable():
            self.refuse(line, column, f"Up to {longest} printable characters.")
        return text


def read_day(text: str) -> date | None:
    """dd/mm/yyyy as a date; None for anything else."""
    parts = DAY.fullmatch(text)
    if parts is None:
        return None
    day, month, year = (int(part) for part in parts.groups())
    try:
        return date(year, month, day) if year >= EARLIEST else None
    except ValueError:
        return None


def listed(set_name: str, year: int) -> str:
    """The codes of a set that may be used in a year."""
    return ", ".join(code.value for code in code_set(set_name).values() if code.valid_in(year))
