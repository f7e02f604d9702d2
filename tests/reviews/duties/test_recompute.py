"""Duties follow from the facts: literal dates from facts laid down in rows, and nothing differs the second time."""

from datetime import date

import pytest
from django.core.management import call_command

from accounts.models import LocalAuthority
from children.models import Child
from core.errors import DomainError
from reviews.actions.duties import recompute_authority, recompute_children, record_duty_done
from reviews.enums import DutyKind
from reviews.models import CaseloadEntry, Deadline, Review
from tests.factories.accounts import BankHolidayCorrectionFactory, PersonFactory
from tests.factories.children import (
    AllocationFactory,
    CarePlanSectionFactory,
    CarePlanVersionFactory,
    ChildFactory,
    LegalStatusFactory,
    PeriodOfCareFactory,
    PlacementFactory,
)
from tests.factories.reviews import DecisionFactory, ReviewFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def child(in_scope: LocalAuthority) -> Child:
    """Looked after from Thursday 2 April 2026, over Easter and the May bank holiday."""
    child = ChildFactory(authority=in_scope, known_since=date(2026, 1, 1))
    period = PeriodOfCareFactory(child=child, start_date=date(2026, 4, 2))
    LegalStatusFactory(period=period, code="V2")
    PlacementFactory(period=period)
    return child


def due(child: Child, kind: DutyKind) -> list[tuple[date, str, date | None]]:
    """Date, rule and day met of the child's duties of one kind, in order."""
    rows = Deadline.objects.filter(child=child, kind=kind).order_by("due_date")
    return [(row.due_date, row.rule, row.met_date) for row in rows]


def test_first_review_and_naming_an_iro(child: Child) -> None:
    recompute_children([child.pk])

    assert due(child, DutyKind.REVIEW) == [(date(2026, 5, 5), "CPPCR 33(1)", None)]
    assert due(child, DutyKind.IRO_NAMED) == [(date(2026, 4, 13), "Handbook IRO named", None)]


def test_what_the_authority_owes_a_child_new_to_the_portal(child: Child) -> None:
    recompute_children([child.pk])

    assert due(child, DutyKind.CARE_PLAN) == [(date(2026, 4, 20), "CPPCR 4(2)", None)]
    assert due(child, DutyKind.PLACEMENT_PLAN) == [(date(2026, 4, 13), "CPPCR 9(2)", None)]
    assert due(child, DutyKind.PEP) == [(date(2026, 4, 20), "PEP guidance", None)]
    assert due(child, DutyKind.VISIT) == [(date(2026, 4, 9), "CPPCR 28(2)(a)", None)]


def test_duties_older_than_the_record_are_not_chased(child: Child) -> None:
    Child.objects.filter(pk=child.pk).update(known_since=date(2026, 5, 1))

    recompute_children([child.pk])

    kinds = set(Deadline.objects.filter(child=child).values_list("kind", flat=True))
    assert kinds == {DutyKind.REVIEW, DutyKind.IRO_NAMED, DutyKind.PATHWAY_ASSESSMENT}


def test_a_review_held_meets_the_duty_and_the_next_counts_from_it(child: Child) -> None:
    period = child.periods.get()
    review = ReviewFactory(
        period=period, state="concluded", held_date=date(2026, 5, 7), concluded_date=date(2026, 5, 7)
    )

    recompute_children([child.pk])

    review.refresh_from_db()
    assert (review.due_date, review.due_rule, review.on_time) == (date(2026, 5, 5), "CPPCR 33(1)", False)
    assert due(child, DutyKind.REVIEW) == [
        (date(2026, 5, 5), "CPPCR 33(1)", date(2026, 5, 7)),
        (date(2026, 8, 7), "CPPCR 33(2)", None),
    ]
    assert due(child, DutyKind.DECISIONS) == [(date(2026, 5, 14), "Handbook 3 decisions", None)]
    assert due(child, DutyKind.RECORD) == [(date(2026, 5, 29), "Handbook 3 record", None)]
    assert due(child, DutyKind.DISTRIBUTION) == [(date(2026, 6, 5), "Handbook 3 distribution", None)]
    assert due(child, DutyKind.PERMANENCE_PLAN) == [(date(2026, 8, 7), "Handbook 3 permanence", None)]


def test_an_imported_review_owes_nothing_after_it(child: Child) -> None:
    ReviewFactory(
        period=child.periods.get(),
        source="import",
        state="completed",
        held_date=date(2026, 5, 1),
        concluded_date=date(2026, 5, 1),
    )

    recompute_children([child.pk])

    assert due(child, DutyKind.RECORD) == []
    assert due(child, DutyKind.REVIEW)[-1] == (date(2026, 8, 1), "CPPCR 33(2)", None)


def test_a_booked_review_is_prepared_for(child: Child) -> None:
    review = ReviewFactory(period=child.periods.get(), scheduled_date=date(2026, 4, 30))

    recompute_children([child.pk])

    assert due(child, DutyKind.CONSULT_CHILD) == [(date(2026, 3, 31), "Handbook 3 consult child", None)]
    assert due(child, DutyKind.REPORTS) == [(date(2026, 4, 27), "Handbook 3 reports", None)]
    assert Deadline.objects.get(child=child, kind=DutyKind.REVIEW).review == review


def test_cancelling_leaves_the_due_date_where_it_was(child: Child) -> None:
    review = ReviewFactory(period=child.periods.get(), scheduled_date=date(2026, 4, 30))
    recompute_children([child.pk])
    by = PersonFactory()

    Review.objects.filter(pk=review.pk).update(
        state="cancelled", cancelled_by=by, cancelled_at="2026-04-20T09:00Z"
    )
    recompute_children([child.pk])

    assert due(child, DutyKind.REVIEW) == [(date(2026, 5, 5), "CPPCR 33(1)", None)]
    assert due(child, DutyKind.CONSULT_CHILD) == []


def test_an_adjourned_review_leaves_the_due_date_standing_and_adds_its_limit(child: Child) -> None:
    ReviewFactory(
        period=child.periods.get(),
        state="adjourned",
        held_date=date(2026, 4, 30),
        scheduled_date=date(2026, 4, 30),
        adjourned_date=date(2026, 4, 30),
        resume_by=date(2026, 6, 1),
    )

    recompute_children([child.pk])

    assert due(child, DutyKind.REVIEW) == [(date(2026, 5, 5), "CPPCR 33(1)", None)]
    assert due(child, DutyKind.RESUME) == [(date(2026, 6, 1), "CPPCR 36(2)", None)]


@pytest.mark.parametrize(
    ("dated_by", "next_due"), [("first", date(2026, 7, 30)), ("last", date(2026, 8, 21))]
)
def test_by_which_sitting_an_adjourned_review_is_dated_is_a_choice(
    child: Child, dated_by: str, next_due: date
) -> None:
    chosen = child.authority.settings
    chosen.clock_choices = {"review_dated_by": dated_by}
    chosen.save()
    ReviewFactory(
        period=child.periods.get(),
        state="concluded",
        held_date=date(2026, 4, 30),
        adjourned_date=date(2026, 4, 30),
        resume_by=date(2026, 6, 1),
        concluded_date=date(2026, 5, 21),
    )

    recompute_children([child.pk])

    assert due(child, DutyKind.REVIEW)[-1] == (next_due, "CPPCR 33(2)", None)
    assert due(child, DutyKind.DECISIONS) == [(date(2026, 5, 29), "Handbook 3 decisions", None)]


def test_unknown_start_without_a_review_has_no_date(in_scope: LocalAuthority) -> None:
    child = ChildFactory(authority=in_scope)
    PeriodOfCareFactory(child=child, start_known=False)

    recompute_children([child.pk])

    entry = CaseloadEntry.objects.get(child=child)
    assert (entry.next_due_date, entry.review_due_date, entry.no_date_reason) == (
        None,
        None,
        "start_not_known",
    )


def test_unknown_start_counts_six_months_from_the_last_known_review(in_scope: LocalAuthority) -> None:
    child = ChildFactory(authority=in_scope)
    period = PeriodOfCareFactory(child=child, start_known=False)
    ReviewFactory(
        period=period,
        source="import",
        state="completed",
        held_date=date(2026, 2, 3),
        concluded_date=date(2026, 2, 3),
    )

    recompute_children([child.pk])

    assert due(child, DutyKind.REVIEW) == [(date(2026, 8, 3), "CPPCR 33(2)", None)]


def test_short_breaks_one_by_one_are_one_series(in_scope: LocalAuthority) -> None:
    child = ChildFactory(authority=in_scope)
    for start, end in [(date(2026, 4, 6), date(2026, 4, 11)), (date(2026, 5, 4), None)]:
        period = PeriodOfCareFactory(child=child, start_date=start, end_date=end, basis="short_breaks")
        LegalStatusFactory(period=period, code="V3", end_date=end)

    recompute_children([child.pk])

    assert due(child, DutyKind.REVIEW) == [(date(2026, 7, 6), "CPPCR 48(3)", None)]


def test_no_duty_for_a_child_no_longer_looked_after_but_the_record_is_still_owed(child: Child) -> None:
    period = child.periods.get()
    ReviewFactory(
        period=period,
        state="concluded",
        held_date=date(2026, 5, 5),
        concluded_date=date(2026, 5, 5),
    )
    child.periods.update(end_date=date(2026, 5, 20), end_reason="E4A")
    child.legal_statuses.update(end_date=date(2026, 5, 20))
    child.placements.update(end_date=date(2026, 5, 20))

    recompute_children([child.pk])

    open_kinds = set(Deadline.objects.filter(child=child, met_date=None).values_list("kind", flat=True))
    assert open_kinds == {DutyKind.DECISIONS, DutyKind.RECORD, DutyKind.DISTRIBUTION}
    assert not CaseloadEntry.objects.filter(child=child).exists()


def test_caseload_entry(child: Child) -> None:
    iro = PersonFactory()
    AllocationFactory(child=child, iro=iro, start_date=date(2026, 4, 7))
    review = ReviewFactory(period=child.periods.get(), scheduled_date=date(2026, 5, 1), number=1)
    held = date(2026, 4, 15)
    earlier = ReviewFactory(
        period=child.periods.get(), state="concluded", held_date=held, concluded_date=held, number=9
    )
    DecisionFactory(review=earlier)

    recompute_children([child.pk])

    entry = CaseloadEntry.objects.get(child=child)
    assert entry.iro == iro
    assert entry.review == review
    assert entry.review_number == 1
    assert entry.open_decisions == 1
    assert entry.next_due_date == date(2026, 4, 1)
    assert entry.next_deadline.kind == DutyKind.CONSULT_CHILD
    assert entry.iro_due_date is None


def test_a_vacancy_is_to_be_filled_within_five_working_days(child: Child) -> None:
    AllocationFactory(
        child=child, start_date=date(2026, 4, 7), end_date=date(2026, 5, 11), ended_at="2026-05-11T09:00Z"
    )

    recompute_children([child.pk])

    assert due(child, DutyKind.IRO_NAMED) == [
        (date(2026, 4, 13), "Handbook IRO named", date(2026, 4, 7)),
        (date(2026, 5, 18), "Handbook IRO named", None),
    ]
    assert CaseloadEntry.objects.get(child=child).iro_due_date == date(2026, 5, 18)


def test_an_agreed_plan_meets_care_plan_placement_plan_and_permanence(child: Child) -> None:
    plan = CarePlanVersionFactory(
        child=child,
        status="current",
        agreed_on=date(2026, 4, 15),
        agreed_by=PersonFactory(),
        permanence="return_home",
    )
    CarePlanSectionFactory(plan=plan, section="placement")

    recompute_children([child.pk])

    assert due(child, DutyKind.CARE_PLAN) == [(date(2026, 4, 20), "CPPCR 4(2)", date(2026, 4, 15))]
    assert due(child, DutyKind.PLACEMENT_PLAN) == [(date(2026, 4, 13), "CPPCR 9(2)", date(2026, 4, 15))]


def test_a_visit_told_of_moves_the_next_one_on(child: Child) -> None:
    record_duty_done(
        child=child, kind=DutyKind.VISIT, done_date=date(2026, 4, 8), by=PersonFactory(), on=date(2026, 4, 9)
    )

    assert due(child, DutyKind.VISIT) == [(date(2026, 5, 20), "CPPCR 28(2)(b)", None)]


def test_health_assessments_follow_one_another(child: Child) -> None:
    for on in [date(2026, 4, 28), date(2027, 4, 20)]:
        record_duty_done(
            child=child,
            kind=DutyKind.HEALTH_ASSESSMENT,
            done_date=on,
            by=PersonFactory(),
            on=date(2027, 5, 1),
        )

    assert due(child, DutyKind.HEALTH_ASSESSMENT) == [
        (date(2026, 5, 5), "Health guidance", date(2026, 4, 28)),
        (date(2027, 4, 28), "CPPCR 7", date(2027, 4, 20)),
        (date(2028, 4, 20), "CPPCR 7", None),
    ]


def test_bank_holiday_corrections_move_dates_in_working_days(child: Child) -> None:
    BankHolidayCorrectionFactory(authority=child.authority, on=date(2026, 4, 20), name="Invented")

    recompute_children([child.pk])

    assert due(child, DutyKind.REVIEW)[0][0] == date(2026, 5, 6)
    assert "Invented (Monday 20 April 2026)" in Deadline.objects.get(child=child, kind="review").explanation


def test_reminder_days_are_counted_when_the_row_is_written(child: Child) -> None:
    recompute_children([child.pk])

    deadline = Deadline.objects.get(child=child, kind="review")
    assert list(zip(deadline.reminder_steps, deadline.reminder_dates, strict=True)) == [
        (-10, date(2026, 4, 20)),
        (-5, date(2026, 4, 27)),
        (0, date(2026, 5, 5)),
        (1, date(2026, 5, 6)),
        (5, date(2026, 5, 12)),
    ]


def test_a_second_run_changes_nothing_and_a_corrupted_row_is_found_and_mended(
    child: Child, capsys: pytest.CaptureFixture[str]
) -> None:
    authority = child.authority
    ReviewFactory(
        period=child.periods.get(),
        state="concluded",
        held_date=date(2026, 5, 7),
        concluded_date=date(2026, 5, 7),
    )
    assert recompute_authority(authority, apply=True).total > 0
    assert recompute_authority(authority, apply=False).total == 0
    Deadline.objects.filter(kind="review", met_date=None).update(due_date=date(2030, 1, 1))
    CaseloadEntry.objects.update(open_decisions=7)
    Deadline.objects.filter(kind="record").delete()

    assert recompute_authority(authority, apply=False).total == 3

    call_command("recompute", apply=True)
    assert "3 differ: 1 missing, 2 wrong, 0 too many." in capsys.readouterr().out
    assert recompute_authority(authority, apply=False).total == 0


def test_statements_do_not_grow_with_children(
    in_scope: LocalAuthority, django_assert_max_num_queries: object
) -> None:
    children = []
    for _ in range(20):
        child = ChildFactory(authority=in_scope)
        PeriodOfCareFactory(child=child)
        children.append(child.pk)

    with django_assert_max_num_queries(24):
        recompute_children(children)


def test_what_the_portal_knows_by_itself_cannot_be_recorded_as_done(child: Child) -> None:
    with pytest.raises(DomainError) as refused:
        record_duty_done(
            child=child,
            kind=DutyKind.CARE_PLAN,
            done_date=date(2026, 4, 8),
            by=PersonFactory(),
            on=date(2026, 4, 9),
        )

    assert (refused.value.code, refused.value.field) == ("not_recordable", "kind")


def test_what_is_still_to_come_cannot_be_recorded_as_done(child: Child) -> None:
    with pytest.raises(DomainError) as refused:
        record_duty_done(
            child=child,
            kind=DutyKind.VISIT,
            done_date=date(2026, 4, 10),
            by=PersonFactory(),
            on=date(2026, 4, 9),
        )

    assert (refused.value.code, refused.value.field) == ("in_future", "done_date")


def test_nobody_to_work_out_is_no_difference(in_scope: LocalAuthority) -> None:
    assert recompute_children([]).total == 0
    assert recompute_children([0]).total == 0


def test_facts_that_contradict_each_other_are_said_and_nothing_is_guessed(child: Child) -> None:
    Child.objects.filter(pk=child.pk).update(date_of_birth=date(2026, 4, 10))

    recompute_children([child.pk])

    entry = CaseloadEntry.objects.get(child=child)
    assert (entry.review_due_date, entry.no_date_reason) == (None, "before_birth")
    assert due(child, DutyKind.REVIEW) == []


@pytest.mark.parametrize(
    ("placement", "status", "expected"),
    [
        ({"type": "A6"}, "E1", (date(2026, 4, 9), "AAR 36(4)")),
        ({"type": "U6", "temporary_approval": True}, "C1", (date(2026, 4, 9), "CPPCR 28(4)")),
        ({"type": "P1"}, "C1", (date(2026, 4, 9), "CPPCR 28(4)")),
        ({"type": "P1"}, "C2", (date(2026, 4, 9), "CPPCR 28(5)")),
        ({"type": "R1"}, "V3", (date(2026, 7, 2), "CPPCR 48 visits")),
    ],
)
def test_which_visiting_rule_holds(
    child: Child, placement: dict[str, object], status: str, expected: tuple[date, str]
) -> None:
    child.placements.update(**placement)
    child.legal_statuses.update(code=status)

    recompute_children([child.pk])

    assert due(child, DutyKind.VISIT) == [(*expected, None)]


def test_a_temporary_approval_ends_and_may_be_made_longer_once(child: Child) -> None:
    child.placements.update(temporary_approval=True)
    recompute_children([child.pk])
    assert due(child, DutyKind.TEMPORARY_APPROVAL) == [(date(2026, 7, 23), "CPPCR 24", None)]

    child.placements.update(approval_extended_on=date(2026, 7, 20))
    recompute_children([child.pk])

    assert due(child, DutyKind.TEMPORARY_APPROVAL) == [(date(2026, 9, 17), "CPPCR 25(2)", None)]


def test_a_remanded_child_needs_a_care_plan_sooner(child: Child) -> None:
    child.periods.update(basis="remanded")

    recompute_children([child.pk])

    assert due(child, DutyKind.CARE_PLAN) == [(date(2026, 4, 13), "CPPCR 47B", None)]


def follow(child: Child, *, status: str = "", placement: str = "", on: date) -> None:
    """From a day on the child has another legal status, or lives elsewhere."""
    period = child.periods.get()
    if status:
        child.legal_statuses.filter(end_date=None).update(end_date=on)
        LegalStatusFactory(period=period, code=status, start_date=on)
    if placement:
        child.placements.filter(end_date=None).update(end_date=on)
        PlacementFactory(period=period, type=placement, start_date=on)


def held(child: Child, on: date, number: int) -> None:
    """A review held on a day."""
    ReviewFactory(
        period=child.periods.get(), state="concluded", held_date=on, concluded_date=on, number=number
    )


def test_an_authority_to_place_runs_beside_the_looked_after_clock(child: Child) -> None:
    held(child, date(2026, 5, 5), 1)
    held(child, date(2026, 8, 4), 2)
    follow(child, status="E1", on=date(2026, 9, 10))

    recompute_children([child.pk])

    assert due(child, DutyKind.REVIEW)[-1] == (date(2026, 12, 10), "AAR 36(1)(a)", None)
    assert (
        Deadline.objects.get(child=child, kind="review", met_date=None).working["other"]["rule"]
        == "CPPCR 33(2)"
    )


def test_placed_for_adoption_and_returned(child: Child) -> None:
    held(child, date(2026, 5, 5), 1)
    follow(child, placement="A6", on=date(2026, 6, 1))
    recompute_children([child.pk])
    assert due(child, DutyKind.REVIEW)[-1] == (date(2026, 6, 29), "AAR 36(3)(a)", None)

    follow(child, placement="A4", on=date(2026, 6, 10))
    recompute_children([child.pk])
    assert due(child, DutyKind.REVIEW)[-1] == (date(2026, 6, 29), "AAR 36(3)(a)", None)

    follow(child, placement="U6", on=date(2026, 7, 1))
    recompute_children([child.pk])
    assert due(child, DutyKind.REVIEW)[-1] == (date(2026, 8, 12), "AAR 36 return", None)


def test_long_term_fostering_asks_for_a_meeting_once_a_year(child: Child) -> None:
    follow(child, placement="U4", on=date(2026, 4, 20))
    for number, on in enumerate([date(2026, 5, 5), date(2026, 8, 4), date(2027, 2, 3)], start=1):
        held(child, on, number)
    Review.objects.filter(child=child, number=3).update(by_meeting=False)
    recompute_children([child.pk])
    assert due(child, DutyKind.REVIEW_MEETING) == [(date(2027, 8, 4), "CPPCR 33 meeting", None)]

    follow(child, placement="U6", on=date(2027, 3, 1))
    recompute_children([child.pk])
    assert due(child, DutyKind.REVIEW_MEETING) == []


def test_short_breaks_that_become_full_time_are_a_new_start(in_scope: LocalAuthority) -> None:
    child = ChildFactory(authority=in_scope)
    period = PeriodOfCareFactory(child=child, start_date=date(2026, 3, 2), basis="short_breaks")
    LegalStatusFactory(period=period, code="V3", start_date=date(2026, 3, 2))
    follow(child, status="V2", on=date(2026, 4, 2))

    recompute_children([child.pk])

    assert due(child, DutyKind.REVIEW) == [(date(2026, 5, 5), "CPPCR 33(1)", None)]


def test_a_review_that_was_not_full_or_lies_outside_care_does_not_count(child: Child) -> None:
    held(child, date(2026, 4, 20), 1)
    held(child, date(2026, 3, 1), 2)
    Review.objects.filter(child=child, number=1).update(full=False)

    recompute_children([child.pk])

    assert due(child, DutyKind.REVIEW) == [(date(2026, 5, 5), "CPPCR 33(1)", None)]
