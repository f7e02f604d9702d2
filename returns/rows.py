"""The rows of a collection with their dates read, as the checks hand them on."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from children.chain import Row
from returns.problems import Problem
from returns.reading import FileRead, Line


@dataclass(frozen=True, slots=True)
class HeaderRow:
    """A child, as the Header table has them."""

    line: Line
    child: str
    sex: str
    date_of_birth: date
    ethnicity: str
    upn: str
    is_mother: str
    mothers_child_born: date | None


@dataclass(frozen=True, slots=True)
class EpisodeRow:
    """One episode."""

    line: Line
    child: str
    row: Row


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A review that was held."""

    line: Line
    child: str
    held: date
    code: str


@dataclass(frozen=True, slots=True)
class UascRow:
    """An unaccompanied asylum-seeking child, and the day they cease to be one."""

    line: Line
    child: str
    until: date | None


@dataclass
class Checked:
    """The good rows of a collection, by child, and everything found."""

    year: int
    headers: dict[str, HeaderRow] = field(default_factory=dict)
    episodes: dict[str, list[EpisodeRow]] = field(default_factory=lambda: defaultdict(list))
    reviews: dict[str, list[ReviewRow]] = field(default_factory=lambda: defaultdict(list))
    uasc: dict[str, UascRow] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    files: list[FileRead] = field(default_factory=list)
    seen: frozenset[str] = frozenset()
    """Every child the Header names, refused or not."""
    broken: bool = False
    """Some file could not be read at all: nothing can be taken."""
    broken_chains: dict[str, Line] = field(default_factory=dict)
    """The episode of a child that was refused, where later ones had to be left out with it."""

    @property
    def refused(self) -> list[Problem]:
        """What refuses a row or a file."""
        return [problem for problem in self.problems if problem.refuses]

    @property
    def warnings(self) -> list[Problem]:
        """What is only improbable."""
        return [problem for problem in self.problems if not problem.refuses]
