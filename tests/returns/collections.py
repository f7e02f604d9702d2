"""Collections for the tests: the two sample folders, and small ones written out in the tests."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from accounts.models import LocalAuthority
from accounts.scoping import in_authority
from children.models import Child, Episode, LegalStatus, PeriodOfCare, Placement
from returns.actions import import_collection
from returns.report import Report
from reviews.models import Review

SAMPLES = Path(__file__).parents[1] / "data" / "903"
HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB"
EPISODES = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN"
REVIEWS = "CHILD,DOB,REVIEW,REVIEW_CODE"
UASC = "CHILD,SEX,DOB,DUC"
ASH = "501,F,14/06/2014,WBRI,A123456789012,0,"
"""A girl of eleven."""


def sample(year: int) -> dict[str, bytes]:
    """A sample folder as it is."""
    return {path.name: path.read_bytes() for path in (SAMPLES / str(year)).glob("*.csv")}


def files(
    header: str = ASH, episodes: str = "", reviews: str | None = "", uasc: str | None = None
) -> dict[str, bytes]:
    """A collection out of rows; None leaves the file out."""
    tables = {
        "header.csv": (HEADER, header),
        "episodes.csv": (EPISODES, episodes),
        "reviews.csv": (REVIEWS, reviews),
    }
    tables["uasc.csv"] = (UASC, uasc)
    return {
        name: "\n".join([head, *(row.strip() for row in rows.split("\n") if row.strip())]).encode() + b"\n"
        for name, (head, rows) in tables.items()
        if rows is not None
    }


def take(authority: LocalAuthority, content: dict[str, bytes], **how: Any) -> Report:
    """Import, on a day after both samples."""
    return import_collection(authority=authority, files=content, by=None, **{"on": date(2026, 4, 21)} | how)


def taken(authority: LocalAuthority, content: dict[str, bytes], **how: Any) -> Report:
    """Import what has to be taken."""
    report = take(authority, content, **how)
    assert report.taken, [problem.sentence() for problem in report.refused]
    return report


def facts(authority: LocalAuthority) -> dict[str, list[tuple]]:
    """Everything held, without what says when and in which order it came."""
    with in_authority(authority):
        return {
            "children": sorted(
                Child.objects.values_list(
                    "number", "date_of_birth", "sex", "ethnicity", "upn", "is_mother", "mothers_child_born",
                    "unaccompanied", "unaccompanied_until", "died_on",
                ),
                key=str,
            ),
            "periods": sorted(
                PeriodOfCare.objects.values_list(
                    "child__number", "start_date", "start_known", "end_date", "end_reason", "basis",
                    "start_given_by_person", "first_episode_date",
                ),
                key=str,
            ),
            "statuses": sorted(
                LegalStatus.objects.values_list(
                    "child__number", "start_date", "end_date", "code", "period__start_date"
                ),
                key=str,
            ),
            "placements": sorted(
                Placement.objects.values_list(
                    "child__number", "start_date", "end_date", "type", "provider", "postcode", "urn", "end_reason",
                    "period__start_date",
                ),
                key=str,
            ),
            "episodes": sorted(
                Episode.objects.values_list(
                    "child__number", "start_date", "end_date", "new_episode_reason", "end_reason",
                    "placement_change_reason", "category_of_need", "home_postcode", "collection_year",
                    "placement__start_date", "legal_status__start_date", "period__start_date",
                ),
                key=str,
            ),
            "reviews": sorted(
                Review.objects.values_list(
                    "child__number", "held_date", "number", "participation_code", "imported_code", "state",
                    "collection_year", "period__start_date", "due_date",
                ),
                key=str,
            ),
        }  # fmt: skip
