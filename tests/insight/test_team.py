"""The team page: its figures, that each leads to a list of as many rows, and what it costs."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import LocalAuthority, Person
from accounts.scoping import in_authority
from audit.models import Event
from children.models import Child
from core import clock
from tests.factories.accounts import MembershipFactory, PersonFactory
from tests.factories.children import ChildFactory, PeriodOfCareFactory, RelationshipFactory
from tests.factories.reviews import CaseloadEntryFactory, DeadlineFactory, DecisionFactory, ReviewFactory

SignIn = Callable[..., Client]


def looked_after(authority: LocalAuthority, iro: Person | None, **entry: object):
    child = ChildFactory(authority=authority)
    period = PeriodOfCareFactory(child=child)
    entry.setdefault("review_due_date", date(2099, 1, 5))
    return CaseloadEntryFactory(child=child, period=period, iro=iro, **entry)


@pytest.fixture
def manager(signed_in: SignIn, authority: LocalAuthority) -> Client:
    return signed_in("iro_manager", authority, PersonFactory(name="Marnie Holloway"))


@pytest.fixture
def bel(authority: LocalAuthority) -> Person:
    return MembershipFactory(authority=authority, person__name="Bel Thornapple").person


def page_of(client: Client) -> str:
    answer = client.get("/team/")
    assert answer.status_code == 200
    return answer.content.decode()


def fill(authority: LocalAuthority, bel: Person, on: date) -> None:
    """3 late duties, 2 soon, 4 children of Bel, 2 of nobody (1 without a date), decisions, reviews of this year."""
    hana = MembershipFactory(
        authority=authority, person__name="Hana Silverbeck", full_time_equivalent=Decimal("0.5")
    ).person
    entries = [looked_after(authority, bel) for _ in range(4)]
    entries += [looked_after(authority, hana)]
    looked_after(authority, None, iro_due_date=on - timedelta(days=7))
    looked_after(authority, None, review_due_date=None, no_date_reason="start_not_known")
    looked_after(authority, bel, review_due_date=None, no_date_reason="eighteen_first")
    for days, entry in ((-1, 0), (-30, 0), (-2, 4), (0, 1), (4, 2), (60, 3)):
        DeadlineFactory(child=entries[entry].child, due_date=on + timedelta(days=days))
    DeadlineFactory(child=entries[0].child, due_date=on - timedelta(days=3), met_date=on)
    DeadlineFactory(child=entries[0].child, due_date=on - timedelta(days=3), kind="visit")
    year = date(on.year if on.month >= 4 else on.year - 1, 4, 1)
    for late in (0, 0, 3):
        held = year + timedelta(days=late)
        review = ReviewFactory(
            period=entries[0].period, state="concluded", held_date=held, concluded_date=held, due_date=year
        )
    ReviewFactory(
        period=entries[1].period, state="concluded", held_date=year, concluded_date=year, due_date=None
    )
    DecisionFactory(review=review, times_asked=3, first_asked_date=on - timedelta(days=200))
    DecisionFactory(review=review, times_asked=2, first_asked_date=on - timedelta(days=20), state="done")
    DecisionFactory(review=review, times_asked=1)
    DecisionFactory(review=ReviewFactory(period__child__authority=authority), times_asked=4)  # has left care


def numbers(page: str) -> dict[str, int]:
    """Every number of the page that is a link to a list: address to number."""
    found = re.findall(r'<a class="govuk-link" href="(/team/[^"]+)">(\d+)</a>', page)
    found += re.findall(r'href="(/team/[^"]+)"><span class="p-strip__n">(\d+)</span>', page)
    found += re.findall(r'href="(/team/[^"]+)">Show all (\d+)</a>', page)
    return {url.replace("&amp;", "&"): int(number) for url, number in found}


def test_every_number_leads_to_a_list_of_as_many_rows(
    manager: Client, authority: LocalAuthority, bel: Person
) -> None:
    fill(authority, bel, clock.today())
    page = page_of(manager)
    shown = numbers(page)
    assert shown["/team/without-iro/"] == 2
    assert shown["/team/without-date/"] == 1
    assert shown["/team/late/"] == 3
    assert shown["/team/asked-again/"] == 1
    assert shown["/team/held/"] == 3
    assert shown["/team/in-time/"] == 2
    assert shown["/team/held-late/"] == 1
    assert shown[f"/team/children/?iro={bel.uuid}"] == 5
    assert shown[f"/team/late/?iro={bel.uuid}"] == 2
    assert shown[f"/team/soon/?iro={bel.uuid}"] == 2
    assert len(shown) >= 13
    every_list_is_as_long(manager, shown)


def every_list_is_as_long(manager: Client, shown: dict[str, int]) -> None:
    for url, number in shown.items():
        rows = manager.get(url).content.decode()
        assert rows.count('<th scope="row"') == number, url
        assert f"{number} in all." in rows


def cells(page: str, name: str) -> list[str]:
    """The words of the row of the caseload table that begins with a name."""
    rows = re.findall(r'<tr role="row"><th scope="row".*?</tr>', page)
    texts = [re.sub(r"<svg.*?</svg>|<[^>]+>", " ", row).split() for row in rows]
    return next(row for row in texts if " ".join(row).startswith(name))


def test_late_counts_the_children_for_whom_nobody_was_named_in_time(
    manager: Client, authority: LocalAuthority, bel: Person
) -> None:
    on = clock.today()
    entry = looked_after(authority, bel)
    DeadlineFactory(child=entry.child, due_date=on - timedelta(days=4))
    past = looked_after(authority, None, iro_due_date=on - timedelta(days=7))
    DeadlineFactory(child=past.child, kind="iro_named", due_date=on - timedelta(days=7))
    DeadlineFactory(child=past.child, kind="review", due_date=on - timedelta(days=1))
    waits = looked_after(authority, None, iro_due_date=on + timedelta(days=1))
    DeadlineFactory(child=waits.child, kind="iro_named", due_date=on + timedelta(days=1))
    gone = ChildFactory(authority=authority)
    DeadlineFactory(child=gone, kind="record", due_date=on - timedelta(days=30))
    page = page_of(manager)
    shown = numbers(page)
    assert shown["/team/late/"] == 4
    assert shown["/team/late/?iro=none"] == 3
    assert shown["/team/soon/?iro=none"] == 1
    assert shown[f"/team/late/?iro={bel.uuid}"] == 1
    assert shown["/team/without-iro/"] == 2
    assert cells(page, "No IRO") == [
        "No",
        "IRO",
        "–",
        "2",
        "–",
        "1",
        "past",
        "5",
        "working",
        "days",
        "3",
        "1",
    ]
    assert cells(page, "Team") == ["Team", "1", "3", "3", "4", "1"]
    assert '<a class="govuk-link" href="/team/named-late/">1 past the 5 working days</a>' in page
    every_list_is_as_long(manager, shown | {"/team/named-late/": 1})
    rows = manager.get("/team/named-late/").content.decode()
    assert past.child.name in rows
    assert waits.child.name not in rows
    assert "Duties late, no IRO" in manager.get("/team/late/?iro=none").content.decode()


def test_nobody_waiting_leaves_no_row_for_nobody(
    manager: Client, authority: LocalAuthority, bel: Person
) -> None:
    looked_after(authority, bel)
    page = page_of(manager)
    assert "No IRO<" not in page
    assert "past the 5 working days" not in page


def test_caseloads_are_for_a_full_time_officer_heaviest_first(
    manager: Client, authority: LocalAuthority, bel: Person
) -> None:
    hana = MembershipFactory(
        authority=authority, person__name="Hana Silverbeck", full_time_equivalent=Decimal("0.5")
    ).person
    for _ in range(36):
        looked_after(authority, hana)
    for _ in range(71):
        looked_after(authority, bel)
    page = page_of(manager)
    assert page.index("Hana Silverbeck") < page.index("Bel Thornapple")
    rows = re.findall(r'<tr role="row"><th scope="row".*?</tr>', page)
    texts = [re.sub(r"<svg.*?</svg>|<[^>]+>", " ", row).split() for row in rows]
    assert texts[0] == ["Hana", "Silverbeck", "0.5", "36", "72", "2", "over", "0", "0"]
    assert texts[1] == ["Bel", "Thornapple", "1", "71", "71", "1", "over", "0", "0"]
    assert texts[2] == ["Team", "1.5", "107", "71", "0", "0"]


def test_officer_whose_role_has_ended_still_stands_there_with_their_children(
    manager: Client, authority: LocalAuthority, bel: Person
) -> None:
    looked_after(authority, bel)
    bel.memberships.update(to_date=clock.today() - timedelta(days=1))
    page = page_of(manager)
    assert "No role here now" in page
    assert f"/team/allocate/?iro={bel.uuid}" in page


def test_child_without_an_iro_says_how_far_past_and_whose_brother(
    manager: Client, authority: LocalAuthority, bel: Person
) -> None:
    on = clock.today()
    with in_authority(authority):
        from accounts.working_days import calendar_for

        calendar = calendar_for(authority.pk)
    entry = looked_after(authority, None, iro_due_date=calendar.add_working_days(on, -1))
    other = looked_after(authority, bel)
    RelationshipFactory(child=entry.child, kind="sibling", other_child=other.child)
    page = page_of(manager)
    assert "1 working day past the 5" in page
    assert f"Sister of {other.child.number}, Bel Thornapple’s" in page


def test_an_empty_team_says_so(manager: Client, authority: LocalAuthority) -> None:
    page = page_of(manager)
    assert "0 children, 0 IROs, 0 full time." in page
    assert "Every child has somebody." in page
    assert "No reviews with a due date were held in these months." in page


@pytest.mark.parametrize("count", [1, 65, 650])
def test_costs_eight_statements_at_any_size(
    manager: Client, authority: LocalAuthority, bel: Person, count: int
) -> None:
    on = clock.today()
    for number in range(count):
        entry = looked_after(authority, bel if number % 3 else None, iro_due_date=None if number % 3 else on)
        if number < 80:
            DeadlineFactory(child=entry.child, due_date=on)
    page_of(manager)  # caches of the process: content types, calendars
    with CaptureQueriesContext(connection) as statements:
        page_of(manager)
    counted = [
        one["sql"]
        for one in statements.captured_queries
        if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "SELECT set_config"))
    ]
    assert len(counted) == 8, "\n".join(counted)


def test_look_is_recorded_with_the_children_shown(
    manager: Client, authority: LocalAuthority, bel: Person
) -> None:
    entry = looked_after(authority, None)
    looked_after(authority, bel)
    page_of(manager)
    event = Event.objects.get(verb="team.viewed")
    assert (event.actor_id, event.child_ids) == (manager.person.pk, [entry.child_id])


class TestLists:
    def test_of_somebody_elsewhere_or_nonsense_is_404(
        self, manager: Client, other_authority: LocalAuthority, authority: LocalAuthority
    ) -> None:
        stranger = MembershipFactory(authority=other_authority).person
        for url in (
            f"/team/children/?iro={stranger.uuid}",
            "/team/children/?iro=nobody",
            "/team/held/?month=2025-13",
            "/team/held/?month=last",
            "/team/everything/",
        ):
            assert manager.get(url).status_code == 404, url

    def test_is_paged_above_a_hundred(self, manager: Client, authority: LocalAuthority) -> None:
        for _ in range(101):
            looked_after(authority, None)
        first = manager.get("/team/without-iro/").content.decode()
        assert first.count('<th scope="row"') == 100
        assert "Page 1 of 2" in first
        second = manager.get("/team/without-iro/?page=2").content.decode()
        assert second.count('<th scope="row"') == 1

    def test_other_authority_is_never_in_it(
        self, manager: Client, authority: LocalAuthority, other_authority: LocalAuthority
    ) -> None:
        looked_after(other_authority, None)
        assert "0 in all." in manager.get("/team/without-iro/").content.decode()


class TestAllChildren:
    def test_is_found_by_part_of_name_number_and_officer(
        self, manager: Client, authority: LocalAuthority, bel: Person
    ) -> None:
        ash = looked_after(authority, bel).child
        hazel = looked_after(authority, None).child
        with in_authority(authority):
            Child.objects.filter(pk=ash.pk).update(name="Ash Underwood", number="100117")
            Child.objects.filter(pk=hazel.pk).update(name="Hazel Brook", number="100222")

        def shown(query: str) -> list[str]:
            page = manager.get(f"/all-children/?{query}").content.decode()
            return re.findall(r'p-table__name" href="[^"]+">([^<]+)<', page)

        assert shown("") == ["Ash Underwood", "Hazel Brook"]
        assert shown("q=under") == ["Ash Underwood"]
        assert shown("q=100222") == ["Hazel Brook"]
        assert shown(f"iro={bel.uuid}") == ["Ash Underwood"]
        assert shown("iro=none") == ["Hazel Brook"]
        assert shown("q=nobody") == []

    def test_those_who_left_care_only_when_asked(self, manager: Client, authority: LocalAuthority) -> None:
        ChildFactory(authority=authority, name="Rowan Fell")
        assert "Rowan Fell" not in manager.get("/all-children/").content.decode()
        assert "Rowan Fell" in manager.get("/all-children/?left=on").content.decode()


@pytest.mark.parametrize("role", ["iro", "authority_admin"])
@pytest.mark.parametrize("url", ["/team/", "/team/late/", "/all-children/", "/team/allocate/"])
def test_only_the_manager_comes_here(
    signed_in: SignIn, authority: LocalAuthority, role: str, url: str
) -> None:
    assert signed_in(role, authority).get(url).status_code == 403


@pytest.mark.parametrize("url", ["/team/", "/team/late/", "/all-children/", "/team/allocate/"])
def test_platform_administrator_reaches_none_of_it(signed_in: SignIn, db: None, url: str) -> None:
    assert signed_in("platform_admin", None).get(url).status_code == 403
