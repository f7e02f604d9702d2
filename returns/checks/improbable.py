"""What is only improbable: told, and taken. The sector's rules on how facts fit together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise

from children.chain import CONTINUES, PLACEMENT, SHORT_BREAKS, STARTED, Row, collection_end, collection_start
from returns.checks.cells import Finder
from returns.rows import EpisodeRow, HeaderRow, ReviewRow

POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]? *[0-9][A-Z]{2}")
AWAY = frozenset({"T0", "T1", "T2", "T3", "T4"})
OTHER_PLACES = frozenset({"Z11", "Z12", "Z13", "Z14"})
NO_URN = frozenset({"P1", "P3", "R1", "R2", "R5"}) | AWAY | OTHER_PLACES
LONG_TERM = frozenset({"U1", "U4"})
FOSTERING = frozenset({"U1", "U2", "U3", "U4", "U5", "U6"})
LONGEST = {"L1": (3, "361"), "L2": (21, "362"), "L3": (7, "363"), "J2": (21, "364"), "V3": (17, "365")}
YOUNGEST = {"K3": (16, "371"), "R5": (10, "372"), "S1": (4, "373"), "P3": (14, "374")}
ENDS_FROM = {"E5": (14, "386"), "E6": (14, "387"), "E7": (16, "389"), "E17": (18, "460")}
ENDS_UNDER_18 = {"E11": "386", "E12": "386", "E45": "407", "E46": "407", "E47": "407", "E48": "407"}
NOT_OF_PROVIDER = {
    "PR1": (frozenset({"P1", "R2", "R5"}), "527"),
    "PR2": (frozenset({"P1", "R2", "R5"}), "528"),
    "PR3": (frozenset({"P1", "A3", "A4", "A5", "A6", "K1", "K2"}) | FOSTERING, "529"),
    "PR4": (frozenset({"P1"}), "530"),
    "PR5": (frozenset({"P1"}), "531"),
}
SHORT_BREAK_DAYS = 75
Oddity = tuple[str, str, str]
"""Column, what was expected, rule."""


def birthday(born: date, age: int) -> date:
    """The day somebody reaches an age; on 1 March where they were born on 29 February and the year has none."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def warn_header(finder: Finder, header: HeaderRow, episodes: list[EpisodeRow], *, has_oc3: bool) -> None:
    """The child as such."""
    for column, words, rule in _header(finder.year, header, [item.row for item in episodes], has_oc3):
        finder.warn(header.line, column, words, rule)


def _header(year: int, header: HeaderRow, rows: list[Row], has_oc3: bool) -> Iterator[Oddity]:
    full_time = any(row.legal_status not in SHORT_BREAKS for row in rows)
    if header.sex == "U":
        yield "SEX", "M or F: U is asked back by the department.", "232"
    if not header.upn and full_time:
        yield "UPN", "A pupil number, or UN1 to UN5 where there is none; the cell is blank.", "442"
    if header.sex in ("F", "2") and not header.is_mother and full_time:
        yield "MOTHER", "0 or 1 for a girl; the cell is blank.", "393"
    if header.is_mother and rows and not full_time:
        yield "MOTHER", "Blank for a child looked after only in short breaks.", "399"
    if birthday(header.date_of_birth, 25) < collection_start(year):
        yield "DOB", "Somebody not over 25 when the year began.", "351"
    if not rows and not has_oc3:
        yield "CHILD", "A child with an episode in the year: this one has none.", "EPI"


def warn_episodes(finder: Finder, header: HeaderRow, episodes: list[EpisodeRow]) -> None:
    """Each episode on its own, each with the one before, and all together."""
    for item in episodes:
        for column, words, rule in (*_fit(item.row), *_ages(finder.year, header.date_of_birth, item.row)):
            finder.warn(item.line, column, words, rule)
    for before, after in pairwise(episodes):
        if before.row.end_reason == CONTINUES and before.row.end == after.row.start:
            for column, words, rule in _change(before.row, after.row):
                finder.warn(after.line, column, words, rule)
    _first(finder, episodes)
    _short_breaks(finder, episodes)


def _fit(row: Row) -> Iterator[Oddity]:
    breaks = row.legal_status in SHORT_BREAKS
    if row.place == "P1" and row.legal_status == "V2":
        yield "PLACE", "Another placement: with parents (P1) does not go with V2.", "378"
    if row.place in AWAY and breaks:
        yield "PLACE", "Another placement: a temporary one does not go with short breaks.", "382"
    if row.place in LONG_TERM and breaks:
        yield "PLACE", "Another placement: long-term fostering does not go with short breaks.", "384"
    if row.place in ("A5", "A6") and row.legal_status != "E1":
        yield "LS", "E1, since the child is placed for adoption with a placement order.", "408"
    if row.legal_status == "V3" and row.reason != STARTED:
        yield "RNE", "S: each short break starts anew.", "366"
    if row.place in AWAY and row.reason not in ("P", "B"):
        yield "RNE", "P or B for a temporary placement.", "380"
    if row.place in AWAY and row.end is not None and row.end_reason != CONTINUES:
        yield "REC", "X1: a temporary placement ends with the return.", "381"
    no_provider = row.place in AWAY | OTHER_PLACES
    if not row.provider and not no_provider:
        yield "PLACE_PROVIDER", "A provider; the cell is blank.", "526"
    if row.provider and no_provider:
        yield "PLACE_PROVIDER", f"Blank for the placement {row.place}.", "213"
    if row.provider == "PR0" and row.place != "P1":
        yield "PLACE_PROVIDER", "Another provider: PR0 goes only with P1.", "550"
    not_with, rule = NOT_OF_PROVIDER.get(row.provider, (frozenset(), ""))
    if row.place in not_with:
        yield "PLACE_PROVIDER", f"Another provider for the placement {row.place}.", rule
    if row.urn and breaks:
        yield "URN", "Blank for short breaks.", "214"
    elif row.urn and row.place in NO_URN:
        yield "URN", f"Blank for the placement {row.place}.", "222"
    elif not row.urn and not breaks and row.place not in NO_URN:
        yield "URN", "A registration number, unless the home is outside England; the cell is blank.", "218"
    for column, postcode in (("HOME_POST", row.home_postcode), ("PL_POST", row.placement_postcode)):
        if postcode and breaks:
            yield column, "Blank for short breaks.", "398"
        elif postcode and not POSTCODE.fullmatch(postcode):
            yield column, "A postcode like AB1 2CD.", "392c"
    if row.home_postcode and row.home_postcode == row.placement_postcode and row.place != "P1":
        yield "PL_POST", "Another postcode than the home, unless the child lives with a parent (P1).", "392d"


def _ages(year: int, born: date, row: Row) -> Iterator[Oddity]:
    if row.reason == STARTED and row.start >= birthday(born, 18):
        yield "DECOM", "A day before the 18th birthday.", "352"
    if row.legal_status in ("J1", "J2", "J3") and row.start < birthday(born, 10):
        yield "LS", "Another status: the child is under 10.", "358"
    age, rule = YOUNGEST.get(row.place, (0, ""))
    if row.end is not None and row.start < birthday(born, age):
        yield "PLACE", f"Another placement: {row.place} is for {age} and over.", rule
    if row.change_reason == "CUSTOD" and (row.end or row.start) < birthday(born, 10):
        yield "REASON_PLACE_CHANGE", "Another reason: the child is under 10.", "234"
    days, rule = LONGEST.get(row.legal_status, (0, ""))
    if days and row.end is not None and row.end - row.start > timedelta(days=days):
        yield "DEC", f"At most {days} days under {row.legal_status}.", rule
    if row.end is None:
        if birthday(born, 18) <= collection_end(year) and (row.legal_status, row.place) != ("V2", "K2"):
            yield "DEC", "A day it ended: the child is over 18.", "359"
        return
    age, rule = ENDS_FROM.get(row.end_reason, (0, ""))
    if row.end < birthday(born, age):
        yield "REC", f"Another reason: {row.end_reason} is for {age} and over.", rule
    if row.end_reason in ENDS_UNDER_18 and row.end >= birthday(born, 18):
        yield "REC", "Another reason: the child was over 18.", ENDS_UNDER_18[row.end_reason]
    if row.end_reason in ("E45", "E46") and row.place not in FOSTERING:
        yield "REC", "Another reason: the child was not fostered.", "516"


def _change(before: Row, after: Row) -> Iterator[Oddity]:
    status = before.legal_status != after.legal_status
    place = [name for name in PLACEMENT if getattr(before, name) != getattr(after, name)]
    if after.reason == "L" and (not status or place):
        yield "RNE", "L where the legal status changed and the placement did not.", "434"
    if after.reason in ("P", "T") and (status or not place):
        yield "RNE", f"{after.reason} where the placement changed and the legal status did not.", "435"
    if after.reason in ("U", "B") and (not status or not place):
        yield "RNE", f"{after.reason} where both legal status and placement changed.", "436"
    if before.need != after.need:
        yield "CIN", f"{before.need}, as before: the need is one for the whole period of care.", "504"
    away = before.place in AWAY or after.place in AWAY
    if after.reason in ("P", "B", "T", "U") and not before.change_reason and not away:
        yield "RNE", "A reason for the change (REASON_PLACE_CHANGE) in the episode before.", "225"
    if before.change_reason and away:
        yield (
            "PLACE",
            "No reason for the change (REASON_PLACE_CHANGE) before or after a temporary placement.",
            "226",
        )


def _first(finder: Finder, episodes: list[EpisodeRow]) -> None:
    first = next(iter(episodes), None)
    if first is not None and first.row.reason != STARTED and first.row.start >= collection_start(finder.year):
        words = (
            "S, or the episode before it: it starts in the year, so the file should tell what came before."
        )
        finder.warn(first.line, "RNE", words + " The start of care is taken as not known.", "357")


def _short_breaks(finder: Finder, episodes: list[EpisodeRow]) -> None:
    kinds = {item.row.legal_status for item in episodes}
    if kinds >= SHORT_BREAKS:
        finder.warn(episodes[-1].line, "LS", "V3 or V4 in one year, not both.", "426")
    breaks = [item for item in episodes if item.row.legal_status == "V3"]
    if sum(_days(finder.year, item.row) for item in breaks) > SHORT_BREAK_DAYS:
        finder.warn(
            breaks[-1].line, "LS", f"At most {SHORT_BREAK_DAYS} days of short breaks in a year.", "367"
        )


def _days(year: int, row: Row) -> int:
    """Days of the episode inside the year."""
    last = min(row.end or collection_end(year), collection_end(year))
    return max((last - max(row.start, collection_start(year))).days, 0)


def warn_reviews(
    finder: Finder, header: HeaderRow, episodes: list[EpisodeRow], reviews: Iterable[ReviewRow]
) -> None:
    """Each review with the child's age and the kind of care."""
    fourth = birthday(header.date_of_birth, 4)
    only_breaks = bool(episodes) and all(item.row.legal_status in SHORT_BREAKS for item in episodes)
    for review in reviews:
        if review.code == "PN0" and review.held > fourth:
            finder.warn(review.line, "REVIEW_CODE", "PN1 to PN7: the child was 4 or over.", "440")
        if review.code != "PN0" and review.held < fourth:
            finder.warn(review.line, "REVIEW_CODE", "PN0: the child was under 4.", "441")
        if only_breaks:
            words = "No review for a child looked after only in short breaks. It is kept here, not exported."
            finder.warn(review.line, "REVIEW", words, "399")
        if review.held < collection_start(finder.year):
            words = (
                f"A day on or after {collection_start(finder.year):%d/%m/%Y}, the start of the collection."
            )
            finder.warn(review.line, "REVIEW", words)
