"""While an officer is away, whoever covers is reminded, sees the children and records; nothing falls between."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django_scopes import scopes_disabled

from accounts import actions
from accounts.absence import covered_by
from accounts.models import Person
from children.models import Allocation
from reviews.actions.reminders import sweep
from tests.factories.accounts import AbsenceFactory, LocalAuthorityFactory
from tests.factories.children import PeriodOfCareFactory, RestrictionFactory
from tests.factories.reviews import CaseloadEntryFactory
from tests.reviews.reminders.scene import DUE, Team, digests, given, member

pytestmark = pytest.mark.django_db
AWAY, BACK = date(2026, 4, 24), date(2026, 5, 5)


@pytest.fixture
def team() -> Team:
    return Team()


@pytest.fixture
def cover(team: Team) -> Person:
    found = member(team.authority)
    actions.record_absence(
        authority=team.authority,
        person=team.iro,
        cover=found,
        kind="leave",
        from_date=AWAY,
        to_date=BACK,
        by=None,
    )
    return found


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_each_step_reaches_somebody_who_is_there(team: Team, cover: Person) -> None:
    day = date(2026, 4, 15)
    while day <= DUE + timedelta(days=7):
        sweep(on=day)
        day += timedelta(days=1)

    officer = [
        ("2026-04-20", -10),
        ("2026-04-27", -5),
        ("2026-05-05", 0),
        ("2026-05-06", 1),
        ("2026-05-12", 5),
    ]
    assert [(on, step) for who, on, step in given(team.iro, team.manager, cover) if who == 0] == officer
    # On the first day the cover is told what the officer was told before; from the day they are back, nothing more.
    assert [(on, step) for who, on, step in given(team.iro, team.manager, cover) if who == 2] == [
        ("2026-04-24", -10), ("2026-04-27", -5), ("2026-05-05", 0),
    ]  # fmt: skip
    assert [on for who, on, _ in digests(team.iro, team.manager, cover) if who == 2] == [
        "2026-04-24", "2026-04-27", "2026-05-05",
    ]  # fmt: skip


def test_a_reminder_made_before_they_were_back_is_not_sent_to_the_cover_after(
    team: Team, cover: Person
) -> None:
    sweep(on=BACK + timedelta(days=1))
    assert [who for who, _, _ in digests(team.iro, team.manager, cover)] == [0, 1]


def test_a_cover_whose_role_has_ended_is_told_nothing(team: Team, cover: Person) -> None:
    actions.end_person(person=cover, authority=team.authority, by=None, on=AWAY)
    sweep(on=date(2026, 4, 27))
    assert {who for who, _, _ in given(team.iro, cover)} == {0}


def test_a_restricted_child_is_not_the_covers(team: Team, cover: Person) -> None:
    RestrictionFactory(child=team.child, start_date=date(2026, 4, 1))
    sweep(on=date(2026, 4, 27))
    assert {who for who, _, _ in given(team.iro, cover)} == {0}


def test_the_cover_sees_and_records_for_these_days_only(team: Team, cover: Person) -> None:
    with scopes_disabled():
        period = PeriodOfCareFactory(child=team.child, start_date=date(2026, 1, 5))
        CaseloadEntryFactory(child=team.child, period=period, iro=team.iro)
        team.child.name = "Ash Lane"
        team.child.save()
    client = signed_in(cover)
    child = f"/children/{team.child.uuid}/"
    for day, there in (
        (AWAY - timedelta(days=1), False),
        (AWAY, True),
        (BACK, True),
        (BACK + timedelta(days=1), False),
    ):
        with time_machine.travel(day.isoformat() + "T09:00:00Z", tick=False):
            assert client.get(child).status_code == (200 if there else 404), day
            assert ("Ash Lane" in client.get("/children/").content.decode()) == there, day
            with scopes_disabled():
                assert covered_by(cover, day).exists() == there
    with scopes_disabled():
        assert Allocation.objects.get(child=team.child).iro == team.iro, "the allocation stays"


def test_the_cover_does_not_see_a_restricted_child(team: Team, cover: Person) -> None:
    RestrictionFactory(child=team.child, start_date=date(2026, 4, 1))
    with time_machine.travel("2026-04-27T09:00:00Z", tick=False):
        assert signed_in(cover).get(f"/children/{team.child.uuid}/").status_code == 404


def test_the_team_page_says_who_is_away(team: Team, cover: Person) -> None:
    with time_machine.travel("2026-04-27T09:00:00Z", tick=False):
        page = signed_in(team.manager).get("/team/").content.decode()
    assert (
        f"<strong>{team.iro.name}</strong>: Fri 24 Apr 2026 to Tue 5 May 2026, leave. {cover.name} covers."
        in page
    )


def test_an_absence_of_another_authority_covers_nobody_here(team: Team) -> None:
    cover = member(team.authority)
    AbsenceFactory(authority=LocalAuthorityFactory(), person=team.iro, cover=cover, from_date=AWAY)
    sweep(on=date(2026, 4, 27))
    assert given(team.iro, cover) == [(0, "2026-04-27", -5)]
