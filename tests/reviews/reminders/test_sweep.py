"""What the sweep makes, day by day, against a calendar worked out by hand."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_scopes import scopes_disabled

from accounts.models import AuthoritySettings, LocalAuthority, Membership, Person
from accounts.scoping import in_authority
from audit.models import Event, Message
from children.models import Allocation
from reviews.actions.reminders import SweepResult, sweep, sweep_if_due
from reviews.models import Deadline, Reminder, SweepRun
from tests.factories.accounts import LocalAuthorityFactory, MembershipFactory
from tests.factories.audit import MessageFactory
from tests.factories.reviews import SweepRunFactory
from tests.reviews.reminders.scene import (
    DAYS,
    STEPS,
    Team,
    child_of,
    counts,
    days,
    digests,
    duty,
    given,
    member,
)

pytestmark = pytest.mark.django_db


def set_up(team: Team, **changes: object) -> None:
    AuthoritySettings.objects.filter(authority=team.authority).update(**changes)


def change(row: Deadline | Allocation, **values: object) -> None:
    with scopes_disabled():
        type(row).objects.filter(pk=row.pk).update(**values)


@scopes_disabled()
def hand_over(team: Team, to: Person | None, on: date) -> None:
    change(Allocation.objects.get(child=team.child), end_date=on, ended_at=timezone.now())
    if to is not None:
        Allocation.objects.create(authority=team.authority, child=team.child, iro=to, start_date=on)


def test_every_day_of_a_duty_nobody_does() -> None:
    """From before the first step to the third week after the last: each step once, on its day."""
    team = Team()
    day, made = date(2026, 4, 15), []
    while day <= date(2026, 6, 2):
        result = sweep(on=day)
        if result != SweepResult(0, 0, 0):
            made.append((day.isoformat(), result.duties, result.reminders, result.digests))
        day += timedelta(days=1)

    assert made == [
        ("2026-04-20", 1, 1, 1),
        ("2026-04-27", 1, 1, 1),
        ("2026-05-05", 1, 1, 1),
        ("2026-05-06", 1, 2, 2),
        ("2026-05-12", 1, 2, 2),
        ("2026-05-19", 1, 2, 2),
        ("2026-05-26", 1, 2, 2),
        ("2026-06-02", 1, 2, 2),
    ]
    assert given(team.iro, team.manager) == [
        (0, "2026-04-20", -10),
        (0, "2026-04-27", -5),
        (0, "2026-05-05", 0),
        (0, "2026-05-06", 1),
        (0, "2026-05-12", 5),
        (0, "2026-05-19", 101),
        (0, "2026-05-26", 102),
        (0, "2026-06-02", 103),
        (1, "2026-05-06", 1),
        (1, "2026-05-12", 5),
        (1, "2026-05-19", 101),
        (1, "2026-05-26", 102),
        (1, "2026-06-02", 103),
    ]


def test_digests_count_what_they_remind_of() -> None:
    team = Team()
    duty(team.child, due_date=date(2026, 4, 20), reminder_dates=days("2026-04-20"), reminder_steps=[0])
    duty(team.child, due_date=date(2026, 4, 17), reminder_dates=days("2026-04-20"), reminder_steps=[1])
    duty(team.child, due_date=date(2026, 5, 4), reminder_dates=days("2026-04-20"), reminder_steps=[-10])

    result = sweep(on=date(2026, 4, 20))

    assert (result.duties, result.reminders, result.digests) == (4, 5, 2)
    assert digests(team.iro, team.manager) == [
        (0, "2026-04-20", counts(late=1, today=1, soon=2, soon_by="2026-05-05")),
        (1, "2026-04-20", counts(late=1)),
    ]


def test_a_second_run_makes_nothing() -> None:
    team = Team()
    first = sweep(on=DAYS[0])

    second = sweep(on=DAYS[0])

    assert (first.duties, first.digests) == (1, 1)
    assert second == SweepResult(duties=0, digests=0, reminders=0)
    assert given(team.iro) == [(0, "2026-04-20", -10)]
    assert Message.objects.count() == 1


def test_missed_days_are_caught_up_with_the_latest_step_only() -> None:
    """No run between 19 April and 8 May: on the 8th the step of the 6th, and none of the three before it."""
    team = Team()
    sweep(on=date(2026, 4, 19))

    sweep(on=date(2026, 5, 8))
    sweep(on=date(2026, 5, 9))
    sweep(on=date(2026, 5, 30))

    assert given(team.iro, team.manager) == [
        (0, "2026-05-08", 1),
        (0, "2026-05-30", 102),
        (1, "2026-05-08", 1),
        (1, "2026-05-30", 102),
    ]
    assert [row[:2] for row in digests(team.iro, team.manager)] == [
        (0, "2026-05-08"),
        (0, "2026-05-30"),
        (1, "2026-05-08"),
        (1, "2026-05-30"),
    ]


def test_a_run_for_a_past_day_gives_no_step_that_was_overtaken() -> None:
    team = Team()
    sweep(on=DAYS[2])

    assert sweep(on=DAYS[0]) == SweepResult(0, 0, 0)
    assert given(team.iro) == [(0, "2026-05-05", 0)]


@pytest.mark.parametrize("days_after", [7, 8, 13])
def test_weekly_ones_come_every_seven_days_after_the_last_step(days_after: int) -> None:
    team = Team()

    sweep(on=date(2026, 5, 12) + timedelta(days=days_after))

    assert [step for _, _, step in given(team.iro, team.manager)] == [101, 101]


def test_no_weekly_ones_where_the_authority_wants_none() -> None:
    team = Team()
    set_up(team, remind_weekly_after=False)

    sweep(on=date(2026, 5, 19))
    sweep(on=date(2026, 8, 1))

    assert given(team.iro, team.manager) == [(0, "2026-05-19", 5), (1, "2026-05-19", 5)]


def test_weekly_ones_never_begin_before_the_due_date() -> None:
    """An authority with the one step of 10 days before hears again a week after the due date."""
    team = Team()
    change(team.duty, reminder_dates=DAYS[:1], reminder_steps=STEPS[:1])

    made = [
        sweep(on=on).reminders
        for on in days("2026-04-20", "2026-04-27", "2026-05-05", "2026-05-11", "2026-05-12")
    ]

    assert made == [1, 0, 0, 0, 2]
    assert given(team.iro, team.manager)[1:] == [(0, "2026-05-12", 101), (1, "2026-05-12", 101)]


def test_a_duty_without_steps_is_never_reminded_of() -> None:
    team = Team()
    change(team.duty, reminder_dates=[], reminder_steps=[])

    assert sweep(on=date(2026, 6, 30)) == SweepResult(0, 0, 0)


@pytest.mark.parametrize(("from_step", "told_on"), [(-10, 0), (0, 2), (5, 4)])
def test_the_manager_is_told_from_the_step_the_authority_chose(from_step: int, told_on: int) -> None:
    team = Team()
    set_up(team, manager_from_step=from_step)

    for day in DAYS:
        sweep(on=day)

    of_manager = [row for row in given(team.iro, team.manager) if row[0] == 1]
    assert of_manager == [
        (1, day.isoformat(), step) for day, step in zip(DAYS[told_on:], STEPS[told_on:], strict=True)
    ]


def test_every_manager_of_the_authority_and_no_other_is_told() -> None:
    team, elsewhere = Team(), LocalAuthorityFactory()
    second = member(team.authority, "iro_manager")
    stranger = member(elsewhere, "iro_manager")
    administrator = member(team.authority, "authority_admin")

    sweep(on=date(2026, 5, 6))

    assert given(team.iro, team.manager, second, stranger, administrator) == [
        (0, "2026-05-06", 1),
        (1, "2026-05-06", 1),
        (2, "2026-05-06", 1),
    ]


def test_an_iro_who_is_a_manager_too_is_told_once() -> None:
    team = Team()
    Membership.objects.create(
        person=team.iro, authority=team.authority, role="iro_manager", from_date=date(2020, 1, 1)
    )

    sweep(on=date(2026, 5, 6))

    assert given(team.iro, team.manager) == [(0, "2026-05-06", 1), (1, "2026-05-06", 1)]


def test_without_an_iro_the_managers_are_told_from_the_first_step() -> None:
    team = Team()
    alone = child_of(None, team.authority)
    duty(alone)
    change(team.duty, met_date=date(2026, 4, 1))

    sweep(on=DAYS[0])

    assert given(team.iro, team.manager) == [(1, "2026-04-20", -10)]


def test_naming_an_iro_is_the_managers_duty_though_there_is_one() -> None:
    team = Team()
    change(team.duty, kind="iro_named")

    sweep(on=DAYS[0])

    assert given(team.iro, team.manager) == [(1, "2026-04-20", -10)]


@pytest.mark.parametrize("kind", ["manager_answer", "visit", "care_plan", "health_assessment", "pep"])
def test_duties_of_others_are_not_reminded_of(kind: str) -> None:
    team = Team()
    change(team.duty, kind=kind)

    assert sweep(on=date(2026, 5, 12)) == SweepResult(0, 0, 0)


@pytest.mark.parametrize(
    "kind",
    [
        "review",
        "review_meeting",
        "resume",
        "consult_child",
        "social_worker_talk",
        "reports",
        "decisions",
        "record",
        "distribution",
    ],
)
def test_the_reviewing_officers_duties_are(kind: str) -> None:
    team = Team()
    change(team.duty, kind=kind)

    assert sweep(on=DAYS[0]) == SweepResult(duties=1, digests=1, reminders=1)


def test_a_duty_that_was_done_is_not_reminded_of() -> None:
    team = Team()
    sweep(on=DAYS[0])
    change(team.duty, met_date=date(2026, 4, 22))

    assert sweep(on=date(2026, 5, 12)) == SweepResult(0, 0, 0)


def test_a_new_iro_midway_is_told_of_the_step_that_stands() -> None:
    """Handed over on 29 April: the new one hears of the step of the 27th, the old one nothing more."""
    team = Team()
    new = member(team.authority)
    sweep(on=DAYS[1])
    hand_over(team, new, date(2026, 4, 29))

    sweep(on=date(2026, 4, 28))
    sweep(on=date(2026, 4, 29))
    sweep(on=DAYS[2])

    assert given(team.iro, new) == [
        (0, "2026-04-27", -5),
        (1, "2026-04-29", -5),
        (1, "2026-05-05", 0),
    ]


def test_an_iro_who_left_is_told_nothing_and_the_managers_are() -> None:
    team = Team()
    sweep(on=DAYS[0])
    Person.objects.filter(pk=team.iro.pk).update(is_active=False)

    sweep(on=DAYS[1])

    assert given(team.iro, team.manager) == [(0, "2026-04-20", -10), (1, "2026-04-27", -5)]


@pytest.mark.parametrize(("last_day", "told"), [(date(2026, 4, 26), 1), (date(2026, 4, 27), 0)])
def test_a_role_counts_up_to_its_last_day(last_day: date, told: int) -> None:
    """0: the IRO is told on the 27th; 1: the manager in their place."""
    team = Team()
    Membership.objects.filter(person=team.iro).update(to_date=last_day)

    sweep(on=date(2026, 4, 27))

    assert given(team.iro, team.manager) == [(told, "2026-04-27", -5)]


def test_a_role_that_begins_later_does_not_count_yet() -> None:
    team = Team()
    Membership.objects.filter(person=team.iro).update(from_date=date(2026, 4, 28))

    sweep(on=date(2026, 4, 27))

    assert given(team.iro, team.manager) == [(1, "2026-04-27", -5)]


def test_a_role_of_another_kind_or_place_does_not_make_an_iro() -> None:
    team, elsewhere = Team(), LocalAuthorityFactory()
    Membership.objects.filter(person=team.iro).update(role="authority_admin")
    MembershipFactory(person=team.iro, authority=elsewhere)

    sweep(on=DAYS[0])

    assert given(team.iro, team.manager) == [(1, "2026-04-20", -10)]


def test_nobody_of_a_suspended_authority_is_told() -> None:
    team, other = Team(), Team()
    LocalAuthority.objects.filter(pk=team.authority.pk).update(suspended_at=timezone.now())

    result = sweep(on=date(2026, 5, 6))

    assert result == SweepResult(duties=1, digests=2, reminders=2)
    assert given(other.iro, other.manager) == [(0, "2026-05-06", 1), (1, "2026-05-06", 1)]


def test_one_digest_over_all_authorities_of_a_person() -> None:
    team, elsewhere = Team(), LocalAuthorityFactory()
    MembershipFactory(person=team.iro, authority=elsewhere)
    duty(child_of(team.iro, elsewhere))

    sweep(on=DAYS[0])

    both = sorted([team.authority.pk, elsewhere.pk])
    expected = counts(soon=2, soon_by="2026-05-05") | {"authorities": both}
    assert digests(team.iro) == [(0, "2026-04-20", expected)]
    assert Message.objects.get().authority_id is None


def test_a_digest_of_one_authority_belongs_to_it() -> None:
    team = Team()

    sweep(on=DAYS[0])

    message = Message.objects.get()
    assert (message.authority_id, message.kind, message.fate) == (
        team.authority.pk,
        "reminder_digest",
        "waiting",
    )
    assert message.key == f"digest:{team.iro.pk}:2026-04-20"
    with scopes_disabled():
        assert [row.message_id for row in Reminder.objects.all()] == [message.pk]


def test_what_comes_after_the_days_digest_goes_into_the_next() -> None:
    team = Team()
    sweep(on=DAYS[0])
    late = duty(child_of(team.iro, team.authority))

    same_day = sweep(on=DAYS[0])
    next_day = sweep(on=date(2026, 4, 21))

    assert same_day == SweepResult(duties=1, digests=0, reminders=1)
    assert next_day == SweepResult(duties=0, digests=1, reminders=0)
    messages = list(Message.objects.order_by("for_date"))
    with scopes_disabled():
        assert Reminder.objects.get(deadline=late).message_id == messages[1].pk
    assert messages[1].parameters == counts(soon=1, soon_by="2026-05-05")


def test_two_steps_of_one_duty_in_a_digest_count_once() -> None:
    """The step of the 5th came after that day's digest; on the 6th there is the next one. One duty is late."""
    team = Team()
    MessageFactory(
        key=f"digest:{team.iro.pk}:2026-05-05", recipient_id=team.iro.pk, for_date=date(2026, 5, 5)
    )
    sweep(on=date(2026, 5, 5))

    sweep(on=date(2026, 5, 6))

    message = Message.objects.get(recipient_id=team.iro.pk, for_date=date(2026, 5, 6))
    assert message.parameters == counts(late=1)
    with scopes_disabled():
        assert Reminder.objects.filter(message_id=message.pk).count() == 2


@pytest.mark.parametrize("what", ["done", "moved", "handed over", "left", "suspended"])
def test_a_reminder_no_digest_carried_is_dropped_once_it_no_longer_holds(what: str) -> None:
    team = Team()
    MessageFactory(key=f"digest:{team.iro.pk}:2026-04-20", recipient_id=team.iro.pk)
    sweep(on=DAYS[0])
    if what == "done":
        change(team.duty, met_date=DAYS[0])
    elif what == "moved":
        later = days("2026-07-22", "2026-07-29", "2026-08-05", "2026-08-06", "2026-08-12")
        change(team.duty, due_date=date(2026, 8, 5), reminder_dates=later)
    elif what == "handed over":
        hand_over(team, member(team.authority), date(2026, 4, 21))
    elif what == "left":
        Person.objects.filter(pk=team.iro.pk).update(is_active=False)
    else:
        LocalAuthority.objects.filter(pk=team.authority.pk).update(suspended_at=timezone.now())

    sweep(on=date(2026, 4, 21))

    assert not Message.objects.filter(recipient_id=team.iro.pk, for_date=date(2026, 4, 21)).exists()


def test_a_duty_whose_date_moved_is_reminded_of_anew() -> None:
    team = Team()
    sweep(on=DAYS[0])
    later = days("2026-07-22", "2026-07-29", "2026-08-05", "2026-08-06", "2026-08-12")
    change(team.duty, due_date=date(2026, 8, 5), reminder_dates=later)

    for day in days("2026-07-21", "2026-07-22"):
        sweep(on=day)

    assert given(team.iro) == [(0, "2026-04-20", -10), (0, "2026-07-22", -10)]


def test_the_run_and_its_audit_row_are_kept() -> None:
    Team()

    sweep(on=date(2026, 5, 6))

    run, event = SweepRun.objects.get(), Event.objects.get()
    assert (run.for_date, run.duties, run.digests) == (date(2026, 5, 6), 1, 2)
    assert run.started_at <= run.finished_at
    assert (event.verb, event.actor_id, event.authority_id) == ("reminders.swept", None, None)
    assert (event.object_type, event.object_ids) == ("reviews.sweeprun", [run.pk])
    assert event.detail == {"on": "2026-05-06", "duties": 1, "reminders": 2, "digests": 2}


@pytest.mark.parametrize("number", [1, 65, 650])
def test_the_statements_do_not_grow(number: int) -> None:
    """Over three authorities; taking, keeping and letting go of the transaction's savepoint are not counted."""
    teams = [Team() for _ in range(3)]
    with scopes_disabled():
        rows = [
            Deadline(
                authority=team.authority,
                child=team.child,
                kind="review",
                key=f"many:{index}",
                due_date=date(2026, 5, 5),
                rule="CPPCR 33(1)",
                counted_from=date(2026, 4, 2),
                explanation="",
                reminder_dates=DAYS,
                reminder_steps=STEPS,
            )
            for index, team in enumerate(teams * number)
        ]
        for team in teams:
            with in_authority(team.authority):
                Deadline.objects.bulk_create([row for row in rows if row.authority_id == team.authority.pk])
    with CaptureQueriesContext(
        connection,
    ) as queries:
        result = sweep(on=date(2026, 5, 6))

    statements = [one["sql"] for one in queries if "SAVEPOINT" not in one["sql"]]
    assert len(statements) == 6
    assert result == SweepResult(duties=3 * number + 3, digests=6, reminders=6 * number + 6)


@pytest.mark.parametrize(
    ("instant", "runs"),
    [
        (datetime(2026, 4, 20, 4, 59, 59, tzinfo=UTC), False),  # 5.59am in summer time
        (datetime(2026, 4, 20, 5, 0, 0, tzinfo=UTC), True),
        (datetime(2026, 1, 20, 5, 30, 0, tzinfo=UTC), False),  # 5.30am in winter
        (datetime(2026, 1, 20, 6, 0, 0, tzinfo=UTC), True),
        (datetime(2026, 4, 19, 23, 30, 0, tzinfo=UTC), False),  # half past midnight on the 20th
        (datetime(2026, 4, 20, 22, 59, 0, tzinfo=UTC), True),  # late, but still the 20th
    ],
)
def test_the_days_sweep_begins_at_six_in_london(instant: datetime, runs: bool) -> None:
    Team()

    assert (sweep_if_due(now=instant) is not None) is runs


@pytest.mark.parametrize(
    ("first_tick", "expected"),
    [
        # Clocks go forward on 29 March 2026 and back on 25 October 2026.
        (
            datetime(2026, 3, 27, tzinfo=UTC),
            [("2026-03-27", 6), ("2026-03-28", 6), ("2026-03-29", 5), ("2026-03-30", 5)],
        ),
        (
            datetime(2026, 10, 23, tzinfo=UTC),
            [("2026-10-23", 5), ("2026-10-24", 5), ("2026-10-25", 6), ("2026-10-26", 6)],
        ),
    ],
)
def test_once_a_day_over_the_change_of_the_clocks(
    first_tick: datetime, expected: list[tuple[str, int]]
) -> None:
    """Ticks every 20 minutes of UTC for four days: one sweep a London day, at six by London's clock."""
    ran = [
        tick
        for tick in (first_tick + timedelta(minutes=20 * number) for number in range(4 * 72))
        if sweep_if_due(now=tick) is not None
    ]

    assert [(tick.date().isoformat(), tick.hour) for tick in ran] == expected
    assert [run.for_date.isoformat() for run in SweepRun.objects.order_by("id")] == [
        day for day, _ in expected
    ]


def test_a_run_that_never_finished_does_not_count_as_the_days() -> None:
    SweepRunFactory(for_date=date(2026, 4, 20))

    assert sweep_if_due(now=datetime(2026, 4, 20, 9, tzinfo=UTC)) is not None
    assert sweep_if_due(now=datetime(2026, 4, 20, 9, 1, tzinfo=UTC)) is None
