"""What an import ends in: counts, problems and remarks, to be kept with the job, shown, printed and downloaded."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from returns.problems import Problem, Severity
from returns.reading import FileRead, Line

ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")

KEPT, GONE, OLDER, MOVED, REPLACED, CUT, DECIDE = (
    "kept",
    "gone",
    "older",
    "moved",
    "replaced",
    "cut",
    "decide",
)
WORDS = {
    KEPT: "Entered in the portal, and left as it is",
    GONE: "Held, but not in these files",
    OLDER: "A newer collection says something else, which stands",
    MOVED: "The first day was moved",
    REPLACED: "Replaced, since these files say something else of the same days",
    CUT: "Ended where these files begin another",
    DECIDE: "To be decided by a person",
}
"""Each kind of remark, in the order of the report."""
ACTS = ("made", "changed", "unchanged", "refused")
THINGS = ("children", "episodes", "reviews", "uasc", "periods")


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about a row that was taken, or about what is held. `held` is the portal's value, `told` the file's."""

    kind: str
    child: str
    what: str
    held: str = ""
    told: str = ""
    file: str = ""
    line: int = 0

    @classmethod
    def of(
        cls, kind: str, child: str, what: str, *, held: Any = "", told: Any = "", line: Line | None = None
    ) -> Remark:
        """With dates as the files write them, and the place in the file where there is one."""
        file, number = (line.file, line.number) if line is not None else ("", 0)
        return cls(kind, child, what, plain(held), plain(told), file, number)

    def sentence(self) -> str:
        """One line for a terminal."""
        place = f"{self.file}, line {self.line}: " if self.file else ""
        values = [f"held {self.held}" if self.held else "", f"the file says {self.told}" if self.told else ""]
        said = "; ".join(filter(None, values))
        return f"{place}child {self.child}, {self.what}" + (f" ({said})" if said else "")


def plain(value: Any) -> str:
    """A value as the files have it: dates as dd/mm/yyyy, nothing as nothing, yes and no in words."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ISO.sub(r"\3/\2/\1", str(value))


@dataclass
class Report:
    """The outcome of one import."""

    year: int
    taken: bool = False
    unreadable: bool = False
    """Some file could not be read as a whole: there are no good rows to take."""
    take_good_rows: bool = False
    files: list[FileRead] = field(default_factory=list)
    counts: dict[str, Counter[str]] = field(default_factory=lambda: {thing: Counter() for thing in THINGS})
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    @property
    def refused(self) -> list[Problem]:
        """Problems that keep a row out: first the causes, then the rows left out because of them."""
        return [problem for problem in self.problems if problem.refuses]

    @property
    def warnings(self) -> list[Problem]:
        """Problems that do not."""
        return [problem for problem in self.problems if not problem.refuses]

    def total(self, act: str) -> int:
        """How many rows of the files were made, changed, left unchanged or refused."""
        return sum(self.counts[thing][act] for thing in THINGS if thing != "periods")

    def as_dict(self) -> dict[str, Any]:
        """For the job's row and for --json."""
        return {
            "year": self.year,
            "outcome": "taken" if self.taken else "refused",
            "take_good_rows": self.take_good_rows,
            "totals": {act: self.total(act) for act in ACTS},
            "counts": {thing: {act: counts[act] for act in ACTS} for thing, counts in self.counts.items()},
            "files": [asdict(file) for file in self.files],
            "refused": [problem.as_dict() for problem in self.refused],
            "warnings": [problem.as_dict() for problem in self.warnings],
            "remarks": [asdict(remark) for remark in self.remarks],
        }

    def lines(self) -> Iterator[str]:
        """For a terminal."""
        yield f"Collection {self.year - 1}-{self.year % 100:02d}" if self.year else "No collection"
        for file in self.files:
            left = "" if file.taken else ", left alone"
            yield f"  {file.name}: {file.table}, {file.rows} rows{left}"
        yield from _section("Refused", (p.sentence() for p in self.refused if not p.follows))
        yield from _section("Left out because of them", (p.sentence() for p in self.refused if p.follows))
        yield from _section("Odd, but taken" if self.taken else "Odd", (p.sentence() for p in self.warnings))
        for kind, words in WORDS.items():
            yield from _section(words, (r.sentence() for r in self.remarks if r.kind == kind))
        if not self.taken:
            yield "Refused: nothing was changed."
            return
        for thing, counts in self.counts.items():
            yield f"{thing}: " + ", ".join(f"{counts[act]} {act}" for act in ACTS)
        yield "Taken: " + ", ".join(f"{self.total(act)} {act}" for act in ACTS)


def _section(heading: str, items: Iterable[str]) -> Iterator[str]:
    listed = list(items)
    if listed:
        yield f"{heading} ({len(listed)})"
        yield from (f"  {item}" for item in listed)


def causes(report: dict[str, Any]) -> list[dict[str, Any]]:
    """Of a kept report: what is wrong in itself."""
    return [item for item in report.get("refused", ()) if item["severity"] != Severity.FOLLOWS]


def left_out(report: dict[str, Any]) -> list[dict[str, Any]]:
    """Of a kept report: rows without a fault of their own, left out because of another."""
    return [item for item in report.get("refused", ()) if item["severity"] == Severity.FOLLOWS]


CSV_HEAD = ("What", "File", "Line", "Column", "Child", "In the file", "In the portal", "What to know", "Rule")
SEVERITY_WORDS = {
    Severity.REFUSED: "Refused",
    Severity.FOLLOWS: "Left out with a refused row",
    Severity.WARNING: "Odd",
}


def csv_rows(report: dict[str, Any]) -> Iterator[list[str]]:
    """The kept report as rows of a table to download; the cells are not yet made safe for a spreadsheet."""
    yield list(CSV_HEAD)
    for item in [*causes(report), *left_out(report), *report.get("warnings", ())]:
        yield [
            SEVERITY_WORDS[Severity(item["severity"])],
            item["file"],
            str(item["line"] or ""),
            item["column"],
            item["child"],
            item["value"],
            "",
            item["expected"],
            item["rule"],
        ]
    for item in report.get("remarks", ()):
        line = str(item["line"] or "")
        words = WORDS[item["kind"]]
        yield [words, item["file"], line, "", item["child"], item["told"], item["held"], item["what"], ""]
    for thing, counts in report.get("counts", {}).items():
        for act in ACTS:
            yield ["Count", "", "", "", "", str(counts[act]), "", f"{thing} {act}", ""]
