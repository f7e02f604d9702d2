"""Whatever collections say: their order does not matter, a second time changes nothing, each year comes back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.scoping import in_authority
from children.chain import Link, Row, Told, collection_end, collection_start, in_year, join
from children.models import Child, Episode
from children.stretches import periods
from returns.actions import export_collection
from tests.factories.accounts import LocalAuthorityFactory
from tests.returns.collections import facts, files, take, taken

YEARS = (2024, 2025, 2026)
FIRST = date(2022, 6, 1)
PLACES = ("U6", "U4", "K2", "R1")
STATUSES = ("C1", "C2", "E1")


@st.composite
def histories(draw: st.DrawFn) -> list[Row]:
    """A child's whole care as it was: periods with gaps, in each a chain of changes."""
    rows: list[Row] = []
    day = FIRST + timedelta(days=draw(st.integers(0, 900)))
    for _ in range(draw(st.integers(1, 3))):
        status, place, post = (
            draw(st.sampled_from(STATUSES)),
            draw(st.sampled_from(PLACES)),
            draw(st.integers(1, 9)),
        )
        reason = "S"
        for _ in range(draw(st.integers(1, 4))):
            length = draw(st.integers(1, 400))
            home = {"place": place, "placement_postcode": f"ZZ{post} 1ZZ", "provider": "PR1", "urn": "SC1"}
            rows.append(
                Row(day, reason, status, "N1", end=day + timedelta(days=length), end_reason="X1", **home)
            )
            day += timedelta(days=length)
            reason = draw(st.sampled_from("LPTB"))
            if reason in "LB":
                status = draw(st.sampled_from([other for other in STATUSES if other != status]))
            if reason in "PTB":
                post = draw(st.sampled_from([other for other in range(1, 10) if other != post]))
        rows[-1] = replace(rows[-1], end_reason="E4A")
        day += timedelta(days=draw(st.integers(1, 300)))
    if draw(st.booleans()):
        rows[-1] = replace(rows[-1], end=None, end_reason="")
    return rows


def as_told(rows: list[Row], year: int) -> list[Row]:
    """What a collection tells of it: what lies in its year, an end after it left out."""
    last = collection_end(year)
    seen = [row for row in rows if in_year(row, year)]
    return [
        row if row.end is None or row.end <= last else replace(row, end=None, end_reason="") for row in seen
    ]


def joined(orders: tuple[int, ...], rows: list[Row]) -> list[Link]:
    """The chain after the collections were taken in this order. One that waits for the year between comes again."""
    links: list[Link] = []
    waiting = list(orders)
    while waiting:
        year = waiting.pop(0)
        found = join(links, [Told(row, f"line of {year}") for row in as_told(rows, year)], year)
        if found.conflict:
            assert found.conflict.endswith("Take in the collection of 2025 first.")
            assert 2025 in waiting
            waiting.append(year)
            continue
        links = [
            replace(
                link,
                source=None,
                episode=SimpleNamespace(start_date=link.row.start, placement_id=None, legal_status_id=None),
            )
            for link in found.links
        ]
    return links


@given(histories(), st.permutations(YEARS))
def test_the_order_of_collections_does_not_matter(rows: list[Row], order: list[int]) -> None:
    straight, other = joined(YEARS, rows), joined(tuple(order), rows)

    assert [(link.row, link.told, link.year) for link in other] == [
        (link.row, link.told, link.year) for link in straight
    ]
    assert len(periods(other)) == len(periods(straight))


@given(histories(), st.sampled_from(YEARS))
def test_a_second_time_changes_nothing(rows: list[Row], year: int) -> None:
    once = joined(YEARS, rows)

    again = join(once, [Told(row) for row in as_told(rows, year)], year)

    assert again.notes == []
    assert [link.row for link in again.links] == [link.row for link in once]


@given(histories())
def test_every_year_comes_back_as_it_stood(rows: list[Row]) -> None:
    held = [link.row for link in joined(YEARS, rows)]

    for year in YEARS:
        assert as_told(held, year) == as_told(rows, year)


@given(histories(), histories())
def test_whatever_two_collections_say_the_chain_holds_or_is_refused(one: list[Row], two: list[Row]) -> None:
    """Two histories that contradict each other, as a newer file may: no two episodes ever share a day."""
    links = joined((2025,), one)

    found = join(links, [Told(row) for row in as_told(two, 2026)], 2026)

    if not found.conflict:
        chain = [link.row for link in found.links]
        assert all(before.end is not None and before.end <= after.start for before, after in pairwise(chain))
        told = {row.start: row for row in as_told(two, 2026)}
        assert {row.start: row for row in chain if row.start in told} == told


def test_the_year_starts_on_1_april() -> None:
    assert (collection_start(2026), collection_end(2026)) == (date(2025, 4, 1), date(2026, 3, 31))


# -- The same through the database -----------------------------------------------------------------------------------


def lines(child: int, rows: list[Row]) -> Iterator[str]:
    for row in rows:
        end = f"{row.end:%d/%m/%Y}" if row.end else ""
        cells = [str(child), f"{row.start:%d/%m/%Y}", row.reason, row.legal_status, row.need, row.place, row.provider,
                 end, row.end_reason, "", "ZZ1 1ZZ", row.placement_postcode, row.urn]  # fmt: skip
        yield ",".join(cells)


def collection(care: list[list[Row]], year: int) -> dict[str, bytes]:
    told = {child: as_told(rows, year) for child, rows in enumerate(care, start=501)}
    sex = "M" if year > 2024 else "1"
    return files(
        header="\n".join(f"{child},{sex},14/06/2014,WBRI,UN2,," for child, rows in told.items() if rows),
        episodes="\n".join(line for child, rows in told.items() for line in lines(child, rows)),
        reviews="",
    )


def rows_of(content: bytes) -> list[str]:
    return content.decode().splitlines()[1:]


@pytest.mark.django_db
@settings(max_examples=8)
@given(care=st.lists(histories(), min_size=1, max_size=4), order=st.permutations(YEARS))
def test_through_the_database(care: list[list[Row]], order: list[int]) -> None:
    here, there = LocalAuthorityFactory(), LocalAuthorityFactory()
    for year in YEARS:
        taken(here, collection(care, year), year=year)
    for year in (*order, *order):
        take(there, collection(care, year), year=year)

    assert facts(here) == facts(there)
    for year in YEARS:
        made = export_collection(authority=there, year=year, by=None).files()
        assert rows_of(made["episodes.csv"]) == rows_of(collection(care, year)["episodes.csv"])
        assert taken(there, collection(care, year), year=year).total("changed") == 0


@pytest.mark.django_db
@settings(max_examples=8)
@given(
    one=st.lists(histories(), min_size=2, max_size=4),
    two=st.lists(histories(), min_size=2, max_size=4),
)
def test_contradictions_never_break_the_database(one: list[list[Row]], two: list[list[Row]]) -> None:
    authority = LocalAuthorityFactory()
    taken(authority, collection(one, 2025), year=2025)

    report = take(authority, collection(two, 2026), year=2026, take_good_rows=True)

    assert report.taken
    again = take(authority, collection(two, 2026), year=2026, take_good_rows=True)
    assert again.total("made") == again.total("changed") == 0
    with in_authority(authority):
        assert Episode.objects.values("child").distinct().count() <= Child.objects.count()


WRONG = ("", "QQ", "x1", "31/02/2025", "01/01/2024", "S", "502", "2025-06-01")


@pytest.mark.django_db
@settings(max_examples=8)
@given(
    care=st.lists(histories(), min_size=1, max_size=3),
    wrong=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 8), st.sampled_from(WRONG)), max_size=4),
    lost=st.sets(st.integers(0, 40), max_size=2),
)
def test_the_good_rows_come_back_through_an_empty_portal(
    care: list[list[Row]], wrong: list[tuple[int, int, str]], lost: set[int]
) -> None:
    """Whatever rows are refused: what is held goes out as files that are taken, and go out again the same."""
    here, there = LocalAuthorityFactory(), LocalAuthorityFactory()
    content = collection(care, 2026)
    head, *rows = [line.split(",") for line in content["episodes.csv"].decode().splitlines()]
    for number, column, cell in wrong:
        if rows:
            rows[number % len(rows)][column] = cell
    kept = [",".join(cells) for number, cells in enumerate(rows) if number not in lost]
    content["episodes.csv"] = "\n".join([",".join(head), *kept, ""]).encode()
    take(here, content, year=2026, take_good_rows=True)

    made = export_collection(authority=here, year=2026, by=None).files()

    taken(there, made, year=2026)
    assert export_collection(authority=there, year=2026, by=None).files() == made
