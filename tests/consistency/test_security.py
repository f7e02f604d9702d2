"""docs/security.md leaves no requirement out and names nothing that is not there."""

import re
from collections import Counter

from tests.consistency.reading import ROOT, text

LAST = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1, "3.2": 2, "3.3": 4,
    "3.4": 6, "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4, "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3,
    "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4, "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5,
    "7.5": 2, "7.6": 2, "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3, "9.2": 4, "10.1": 2, "10.2": 2, "10.3": 4,
    "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3, "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1,
    "12.1": 3, "12.2": 2, "12.3": 4, "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5, "14.1": 2, "14.2": 4, "14.3": 3,
    "15.1": 3, "15.2": 3, "15.3": 7, "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3, "17.1": 1, "17.2": 4,
    "17.3": 2,
}  # fmt: skip
"""ASVS 5.0.0: in each section those of levels 1 and 2 come first, up to this number."""


def rows() -> list[tuple[str, str]]:
    """The numbers of each row of the table, and its test or reason."""
    table = text("docs/security.md").partition("| Number |")[2]
    return re.findall(r"^\| ([\d., –]+) \|[^|]+\| (.+) \|$", table, re.MULTILINE)


def numbers(cell: str) -> list[str]:
    """What a cell such as "1.3.8–9, 1.5.1" names."""
    named = []
    for section, first, last in re.findall(r"(\d+\.\d+)\.(\d+)(?:–(\d+))?", cell):
        named += [f"{section}.{number}" for number in range(int(first), int(last or first) + 1)]
    return named


def test_every_requirement_of_levels_1_and_2_stands_once() -> None:
    named = Counter(number for cell, _ in rows() for number in numbers(cell))
    asked = {f"{section}.{number}" for section, last in LAST.items() for number in range(1, last + 1)}

    assert {number: times for number, times in named.items() if times > 1} == {}
    assert (sorted(asked - set(named)), sorted(set(named) - asked)) == ([], [])


def test_each_has_a_test_or_a_reason() -> None:
    assert [cell for cell, answer in rows() if len(answer) < 4] == []


def test_every_file_that_is_named_is_there() -> None:
    named = set(re.findall(r"`([\w./-]+\.(?:py|toml|txt|yml)|Dockerfile)`", text("docs/security.md")))

    assert len(named) > 40
    assert [name for name in sorted(named) if not (ROOT / name).is_file()] == []
