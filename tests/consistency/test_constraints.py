"""Each constraint of the database, by name: what it must refuse. A constraint without a case here fails the suite."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django_scopes import scopes_disabled

from children.models import Child
from core.walls import tell_database
from reviews.models import Review
from tests.factories import accounts, audit, children, participation, returns, reviews

pytestmark = pytest.mark.django_db

D1, D2, D3 = date(2026, 1, 5), date(2026, 2, 5), date(2026, 3, 5)
NOW = datetime(2026, 4, 1, 9, tzinfo=UTC)
APPS = ("audit", "accounts", "children", "reviews", "participation", "returns")


@pytest.fixture(autouse=True)
def _every_authority() -> Any:
    """The database is asked here, not the scopes above it."""
    with scopes_disabled():
        yield


def twice(factory: Any, **facts: Any) -> None:
    """Two rows with the same facts."""
    factory(**facts)
    factory(**facts)


def period(**facts: Any) -> Any:
    """A period of care that is over, so that it stands in no other's way."""
    return children.PeriodOfCareFactory(**{"start_date": date(2020, 1, 1), **facts})


def spells(factory: Any, **facts: Any) -> dict[str, Callable[[], object]]:
    """The three cases of a spell: start before end, one open, no overlap."""

    def of_one(**first_and_second: Any) -> None:
        parent = period()
        rest = {"period": parent} if factory is not children.PeriodOfCareFactory else {"child": parent.child}
        for start, end in first_and_second.values():
            factory(**rest, **facts, start_date=start, end_date=end)

    return {
        "start_before_end": lambda: of_one(first=(D2, D1)),
        "one_open": lambda: of_one(first=(D1, None), second=(D2, None)),
        "no_overlap": lambda: of_one(first=(D1, D3), second=(D2, D3)),
    }


def periods(first: tuple[date, date | None], second: tuple[date, date | None] | None = None) -> None:
    child = children.ChildFactory()
    for span in (first, second):
        if span is not None:
            children.PeriodOfCareFactory(child=child, start_date=span[0], end_date=span[1])


def allocations(first: tuple[date, date | None], second: tuple[date, date | None] | None = None) -> None:
    child = children.ChildFactory()
    for span in (first, second):
        if span is not None:
            children.AllocationFactory(
                child=child, start_date=span[0], end_date=span[1], ended_at=NOW if span[1] else None
            )


def episodes(*spans: tuple[date, date | None], **facts: Any) -> None:
    """Episodes of one child, over placements and statuses that do not stand in their way."""
    parent = period()
    status = children.LegalStatusFactory(period=parent)
    placement = children.PlacementFactory(period=parent)
    for start, end in spans:
        children.EpisodeFactory(
            period=parent,
            legal_status=status,
            placement=placement,
            start_date=start,
            end_date=end,
            **{"end_reason": "X1" if end else "", **facts},
        )


def plans(*facts: dict[str, Any]) -> None:
    child = children.ChildFactory()
    for one in facts:
        children.CarePlanVersionFactory(child=child, **one)


def agreed(**facts: Any) -> dict[str, Any]:
    return {"agreed_on": D1, "agreed_by": accounts.PersonFactory(), **facts}


def restrictions(first: tuple[date, date | None], second: tuple[date, date | None] | None = None) -> None:
    child = children.ChildFactory()
    for span in (first, second):
        if span is not None:
            lifted = {"lifted_at": NOW, "lifted_by": accounts.PersonFactory()} if span[1] else {}
            children.RestrictionFactory(child=child, start_date=span[0], end_date=span[1], **lifted)


def looked_at_ones_own() -> None:
    person = accounts.PersonFactory()
    children.BreakGlassFactory(person=person, looked_by=person, looked_at=NOW, outcome="right")


def confidential_twice() -> None:
    fact = children.ConfidentialFactFactory()
    person = children.RelationshipFactory(child=fact.child)
    twice(children.ConfidentialFromFactory, fact=fact, relationship=person)


def person() -> Any:
    return accounts.PersonFactory()


def by(act: str, who: Any) -> dict[str, Any]:
    """Who did it and when."""
    return {f"{act}_by": who, f"{act}_at": NOW}


def gone(act: str) -> dict[str, Any]:
    return {**by(act, person()), f"{act}_date": D1}


def copy_for_mother(**facts: Any) -> None:
    review = reviews.ReviewFactory()
    mother = children.RelationshipFactory(child=review.child)
    reviews.ReleaseFactory(review=review, kind="family", relationship=mother, **facts)


def of_a_review(factory: Any, *facts: dict[str, Any]) -> None:
    review = reviews.ReviewFactory()
    for one in facts:
        factory(review=review, **one)


status = spells(children.LegalStatusFactory)
place = spells(children.PlacementFactory)
CASES: dict[str, Callable[[], object]] = {
    "audit_message_fate_known": lambda: audit.MessageFactory(fate="lost"),
    "audit_message_sent_has_time": lambda: audit.MessageFactory(fate="sent"),
    "audit_message_sending_has_lease": lambda: audit.MessageFactory(fate="sending"),
    "audit_seal_one_a_number": lambda: twice(audit.SealFactory, number=1),
    "audit_seal_holds_its_rows": lambda: audit.SealFactory(last_id=10),
    "accounts_authority_colour_is_hex": lambda: accounts.LocalAuthorityFactory(colour="red"),
    "accounts_settings_caseload_low_below_high": lambda: accounts.LocalAuthorityFactory(
        settings__caseload_low=90
    ),
    "accounts_bankholiday_one_a_day": lambda: twice(
        accounts.BankHolidayCorrectionFactory, authority=accounts.LocalAuthorityFactory()
    ),
    "accounts_absence_kind_known": lambda: accounts.AbsenceFactory(kind="strike"),
    "accounts_absence_not_covered_by_oneself": lambda: (
        lambda one: accounts.AbsenceFactory(person=one, cover=one)
    )(accounts.PersonFactory()),
    "accounts_absence_from_before_to": lambda: accounts.AbsenceFactory(to_date=date(2026, 4, 19)),
    "accounts_absence_one_open": lambda: twice(
        accounts.AbsenceFactory, person=accounts.PersonFactory(), authority=accounts.LocalAuthorityFactory()
    ),
    "accounts_invitation_one_open": lambda: twice(
        accounts.InvitationFactory,
        person=accounts.PersonFactory(),
        authority=accounts.LocalAuthorityFactory(),
    ),
    "accounts_invitation_link_has_end": lambda: accounts.InvitationFactory(token_hash="0" * 64),
    "accounts_invitation_one_end": lambda: accounts.InvitationFactory(accepted_at=NOW, withdrawn_at=NOW),
    "accounts_person_email_lower": lambda: accounts.PersonFactory(email="Jas@northshire.invalid"),
    "accounts_membership_role_known": lambda: accounts.MembershipFactory(role="king"),
    "accounts_membership_from_before_to": lambda: accounts.MembershipFactory(to_date=date(2019, 1, 1)),
    "accounts_membership_platform_without_authority": lambda: accounts.MembershipFactory(
        role="platform_admin"
    ),
    "accounts_membership_fte_to_one": lambda: accounts.MembershipFactory(full_time_equivalent="1.20"),
    "accounts_membership_one_open": lambda: twice(
        accounts.MembershipFactory,
        person=accounts.PersonFactory(),
        authority=accounts.LocalAuthorityFactory(),
    ),
    "children_child_number_unique": lambda: twice(
        children.ChildFactory, authority=accounts.LocalAuthorityFactory(), number="1"
    ),
    "children_child_has_number": lambda: children.ChildFactory(number=""),
    "children_child_born_before_died": lambda: children.ChildFactory(died_on=date(2000, 1, 1)),
    "children_collectionyear_one_a_year": lambda: twice(
        children.CollectionYearFactsFactory, child=children.ChildFactory()
    ),
    "children_relationship_start_before_end": lambda: children.RelationshipFactory(
        start_date=D2, end_date=D1
    ),
    "children_relationship_kind_known": lambda: children.RelationshipFactory(kind="cousin twice removed"),
    "children_allocation_start_before_end": lambda: allocations((D2, D1)),
    "children_allocation_one_open": lambda: allocations((D1, None), (D2, None)),
    "children_allocation_no_overlap": lambda: allocations((D1, D3), (D2, D3)),
    "children_allocation_ended_day_and_when": lambda: children.AllocationFactory(end_date=D3, start_date=D1),
    "children_period_start_before_end": lambda: periods((D2, D1)),
    "children_period_one_open": lambda: periods((D1, None), (D2, None)),
    "children_period_no_overlap": lambda: periods((D1, D3), (D2, D3)),
    **{f"children_legalstatus_{name}": case for name, case in status.items()},
    **{f"children_placement_{name}": case for name, case in place.items()},
    "children_restriction_reason_known": lambda: children.RestrictionFactory(reason="whim"),
    "children_restriction_start_before_end": lambda: restrictions((D2, D1)),
    "children_restriction_one_open": lambda: restrictions((D1, None), (D2, None)),
    "children_restriction_no_overlap": lambda: restrictions((D1, D3), (D2, D3)),
    "children_restriction_lifted_day_and_when": lambda: children.RestrictionFactory(
        start_date=D1, end_date=D2
    ),
    "children_named_start_before_end": lambda: children.RestrictionAccessFactory(start_date=D2, end_date=D1),
    "children_named_once": lambda: twice(
        children.RestrictionAccessFactory,
        restriction=children.RestrictionFactory(),
        person=accounts.PersonFactory(),
    ),
    "children_glass_has_reason": lambda: children.BreakGlassFactory(reason=""),
    "children_glass_ends_after": lambda: children.BreakGlassFactory(
        until=datetime(2026, 3, 2, 9, tzinfo=UTC)
    ),
    "children_glass_looked_who_and_when": lambda: children.BreakGlassFactory(looked_at=NOW, outcome="right"),
    "children_glass_outcome_when_looked": lambda: children.BreakGlassFactory(outcome="right"),
    "children_glass_not_by_oneself": lambda: looked_at_ones_own(),
    "children_confidentialfact_once": lambda: twice(
        children.ConfidentialFactFactory, child=children.ChildFactory()
    ),
    "children_confidentialfact_known": lambda: children.ConfidentialFactFactory(fact="shoe size"),
    "children_confidentialfrom_once": lambda: confidential_twice(),
    "children_confidentialfrom_answer_known": lambda: children.ConfidentialFromFactory(answer="maybe"),
    "children_episode_one_start": lambda: episodes((D1, D2), (D1, D3)),
    "children_episode_start_before_end": lambda: episodes((D2, D1)),
    "children_episode_one_open": lambda: episodes((D1, None), (D2, None)),
    "children_episode_no_overlap": lambda: episodes((D1, D3), (D2, D3)),
    "children_episode_end_and_reason": lambda: episodes((D1, D2), end_reason=""),
    "children_careplan_number_unique": lambda: plans(
        {"number": 1}, {"number": 1, "status": "superseded", **agreed()}
    ),
    "children_careplan_one_current": lambda: plans(
        {"number": 1, "status": "current", **agreed()}, {"number": 2, "status": "current", **agreed()}
    ),
    "children_careplan_one_draft": lambda: plans({"number": 1}, {"number": 2}),
    "children_careplan_agreed_who_and_when": lambda: plans({"number": 1, "agreed_on": D1}),
    "children_careplan_current_is_agreed": lambda: plans({"number": 1, "status": "current"}),
    "children_careplansection_once": lambda: twice(
        children.CarePlanSectionFactory, plan=children.CarePlanVersionFactory()
    ),
    "children_careplansection_known": lambda: children.CarePlanSectionFactory(section="horoscope"),
    "reviews_review_state_known": lambda: reviews.ReviewFactory(state="forgotten"),
    "reviews_review_one_under_way": lambda: twice(reviews.ReviewFactory, period=period()),
    "reviews_review_one_import_a_day": lambda: twice(
        reviews.ReviewFactory,
        period=period(),
        source="import",
        state="completed",
        held_date=D1,
        concluded_date=D1,
    ),
    "reviews_review_concluded_after_held": lambda: reviews.ReviewFactory(
        state="concluded", held_date=D2, concluded_date=D1
    ),
    "reviews_review_concluded_has_date": lambda: reviews.ReviewFactory(state="concluded", held_date=D1),
    "reviews_review_cancelled_who_and_when": lambda: reviews.ReviewFactory(cancelled_at=NOW),
    "reviews_review_issued_who_and_when": lambda: reviews.ReviewFactory(decisions_issued_at=NOW),
    "reviews_review_completed_who_and_when": lambda: reviews.ReviewFactory(record_completed_at=NOW),
    "reviews_review_distributed_who_and_when": lambda: reviews.ReviewFactory(distributed_date=D1),
    "reviews_review_adjourned_and_resume_by": lambda: reviews.ReviewFactory(adjourned_date=D1),
    "reviews_sitting_number_unique": lambda: of_a_review(reviews.SittingFactory, {}, {}),
    "reviews_sitting_held_or_called_off": lambda: reviews.SittingFactory(held=True, called_off_reason="Snow"),
    "reviews_release_state_known": lambda: reviews.ReleaseFactory(state="lost"),
    "reviews_release_kind_known": lambda: reviews.ReleaseFactory(kind="neighbour"),
    "reviews_release_one_recipient": lambda: reviews.ReleaseFactory(kind="family"),
    "reviews_release_one_a_recipient": lambda: twice(reviews.ReleaseFactory, review=reviews.ReviewFactory()),
    "reviews_release_family_is_confirmed": lambda: copy_for_mother(state="released", **gone("released")),
    "reviews_release_second_person": lambda: copy_for_mother(
        created_by=(me := person()), **by("confirmed", me)
    ),
    "reviews_release_released_when": lambda: reviews.ReleaseFactory(state="opened"),
    "reviews_release_previewed_who_and_when": lambda: reviews.ReleaseFactory(previewed_at=NOW),
    "reviews_release_confirmed_who_and_when": lambda: reviews.ReleaseFactory(confirmed_at=NOW),
    "reviews_release_released_who_and_when": lambda: reviews.ReleaseFactory(released_at=NOW),
    "reviews_release_delivered_who_and_when": lambda: reviews.ReleaseFactory(delivered_date=D1),
    "reviews_release_withdrawn_who_and_when": lambda: reviews.ReleaseFactory(withdrawn_at=NOW),
    "reviews_reopening_has_reason": lambda: reviews.ReopeningFactory(reason=""),
    "reviews_careplanconsidered_once": lambda: twice(
        reviews.CarePlanConsideredFactory,
        **(
            lambda review: {
                "review": review,
                "plan": children.CarePlanVersionFactory(child=review.child),
            }
        )(reviews.ReviewFactory()),
    ),
    "reviews_deadline_once": lambda: twice(reviews.DeadlineFactory, child=children.ChildFactory(), key="one"),
    "reviews_deadline_kind_known": lambda: reviews.DeadlineFactory(kind="whim"),
    "reviews_deadline_change_whole": lambda: reviews.DeadlineFactory(due_changed_at=NOW),
    "reviews_dutydone_once": lambda: twice(reviews.DutyDoneFactory, child=children.ChildFactory()),
    "reviews_dutydone_kind_recordable": lambda: reviews.DutyDoneFactory(kind="review"),
    "reviews_consideration_once": lambda: of_a_review(reviews.ConsiderationFactory, {}, {}),
    "reviews_consideration_known": lambda: reviews.ConsiderationFactory(matter="weather"),
    "reviews_consideration_done_has_text": lambda: reviews.ConsiderationFactory(progress="done"),
    "reviews_decision_number_unique": lambda: of_a_review(
        reviews.DecisionFactory, {"number": 1}, {"number": 1}
    ),
    "reviews_decision_state_known": lambda: reviews.DecisionFactory(state="pondered"),
    "reviews_decision_issued_is_whole": lambda: reviews.DecisionFactory(who=""),
    "reviews_decision_asked_at_least_once": lambda: reviews.DecisionFactory(times_asked=0),
    "reviews_followup_once": lambda: twice(
        reviews.FollowUpFactory,
        **(lambda decision: {"review": decision.review, "decision": decision})(reviews.DecisionFactory()),
    ),
    "reviews_followup_outcome_known": lambda: reviews.FollowUpFactory(outcome="shrugged"),
    "reviews_reminder_once": lambda: twice(
        reviews.ReminderFactory, deadline=reviews.DeadlineFactory(), recipient=accounts.PersonFactory()
    ),
    "participation_contradiction_has_reason": lambda: participation.ParticipationFactory(
        contradicted_code="PN1"
    ),
    "participation_alone_has_date": lambda: participation.ParticipationFactory(spoken_alone="yes"),
    "returns_job_state_known": lambda: returns.JobFactory(state="lost", finished_at=NOW),
    "returns_job_ended_has_time": lambda: returns.JobFactory(state="done"),
    "returns_job_one_running": lambda: twice(
        returns.JobFactory, authority=accounts.LocalAuthorityFactory(), state="running"
    ),
}


def declared() -> set[str]:
    """Every constraint of our models that a row could break (unique (id, authority) only serves as a target)."""
    return {
        constraint.name
        for label in APPS
        for model in apps.get_app_config(label).get_models()
        for constraint in model._meta.constraints
        if not constraint.name.endswith("_id_authority_unique")
    }


def test_every_constraint_has_a_case() -> None:
    assert declared() == set(CASES)


@pytest.mark.parametrize("name", sorted(CASES))
def test_refused_by_name(name: str) -> None:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        CASES[name]()

    assert refused.value.__cause__.diag.constraint_name == name


def test_a_row_cannot_point_to_another_authority() -> None:
    review = reviews.ReviewFactory()
    stranger = children.ChildFactory()

    with pytest.raises(IntegrityError, match="same_la"), transaction.atomic():
        tell_database(review.authority_id)
        assert Review.objects.filter(pk=review.pk).update(child=stranger) == 1
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_child_cannot_move_to_another_authority() -> None:
    review = reviews.ReviewFactory()

    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        tell_database(review.authority_id)
        Child.objects.filter(pk=review.child_id).update(authority=accounts.LocalAuthorityFactory())
