"""What is wrong, or only odd, in a file: where it stands and what was expected."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """What a problem does to its row."""

    REFUSED = "refused"
    """The row cannot be taken."""
    FOLLOWS = "follows"
    """The row is right in itself, but leans on one that was refused."""
    WARNING = "warning"
    """The row is taken: it is only improbable."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right, and where a person finds it. The header is line 1; line 0 is the file as a whole."""

    severity: Severity
    file: str
    line: int
    column: str
    value: str
    expected: str
    """What was expected, as a sentence."""
    child: str = ""
    rule: str = ""
    """The sector validator's number of the rule, where there is one."""

    @property
    def refuses(self) -> bool:
        """Whether the row, or the file, is not taken."""
        return self.severity != Severity.WARNING

    @property
    def follows(self) -> bool:
        """Whether the row is left out because of another, not for a fault of its own."""
        return self.severity == Severity.FOLLOWS

    def as_dict(self) -> dict[str, Any]:
        """For the report that is kept with the job."""
        return {**asdict(self), "severity": str(self.severity)}

    def sentence(self) -> str:
        """One line for a terminal."""
        place = f"{self.file}, line {self.line}" if self.line else self.file
        column = f", {self.column}" if self.column else ""
        value = f" “{' '.join(self.value.split())}”" if self.value else ""
        child = f" (child {self.child})" if self.child else ""
        rule = f" [{self.rule}]" if self.rule else ""
        return f"{place}{column}{value}{child}: {self.expected}{rule}"


def in_order(problems: list[Problem]) -> list[Problem]:
    """The collection as a whole, then by file, line and column; rows that only lean on a refused one come last."""

    def place(p: Problem) -> tuple[bool, bool, str, int, bool, str, str]:
        return p.follows, p.line > 0, p.file, p.line, not p.refuses, p.column, p.expected

    return sorted(problems, key=place)
