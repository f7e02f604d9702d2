"""The national code sets of the SSDA903 return: what each code means, and in which collection years it may be used."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "data" / "code_sets.csv"


@dataclass(frozen=True)
class Code:
    """One code of a set. `valid_from` and `valid_until` are collection years, by the year they end in, or None."""

    value: str
    meaning: str
    valid_from: int | None
    valid_until: int | None

    def valid_in(self, year: int) -> bool:
        """Whether the collection that ends on 31 March of `year` takes this code."""
        return (self.valid_from is None or year >= self.valid_from) and (
            self.valid_until is None or year <= self.valid_until
        )


def _year(text: str) -> int | None:
    """2025-26 is the collection that ends in 2026."""
    return int(text[:4]) + 1 if text else None


@cache
def code_set(name: str) -> dict[str, Code]:
    """The codes of one set (`legal_status`, `place`, `rne`, …) by value. Raises KeyError for an unknown set."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        codes = {
            row["code"]: Code(
                row["code"], row["description"], _year(row["valid_from"]), _year(row["valid_until"])
            )
            for row in csv.DictReader(lines)
            if row["code_set"] == name
        }
    if not codes:
        raise KeyError(f"There is no code set called {name}")
    return codes


def meaning(name: str, value: str) -> str:
    """What a code means; the code itself where it is not in the set."""
    code = code_set(name).get(value)
    return code.meaning if code else value
