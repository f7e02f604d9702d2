"""What a person completes: written with its audit row, refused with a plain sentence, never over somebody else's."""

from datetime import date

import pytest

from accounts.models import LocalAuthority, Membership
from audit.models import Event
from children.actions import details
from children.models import Child, PeriodOfCare
from core.errors import ConflictError, DomainError
from tests.factories.children import ChildFactory, PeriodOfCareFactory, PlacementFactory, RelationshipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def child(in_scope: LocalAuthority) -> Child:
    """A child of the authority."""
    return ChildFactory(authority=in_scope, name="Ash", date_of_birth=date(2014, 6, 14))


@pytest.fixture
def period(child: Child) -> PeriodOfCare:
    """A period of care whose start nobody told."""
    return PeriodOfCareFactory(
        child=child, start_date=date(2025, 4, 1), start_known=False, first_episode_date=date(2025, 4, 1)
    )


def test_a_change_is_saved_with_who_and_a_row_of_codes(child: Child, iro: Membership) -> None:
    details.change_child(child=child, version=child.version, by=iro.person, name="Ashley", pronouns="they")

    stored = Child.objects.get(pk=child.pk)
    assert (stored.name, stored.pronouns, stored.saved_by, stored.version) == (
        "Ashley", "they", iro.person, child.version,
    )  # fmt: skip
    event = Event.objects.get(verb="child.changed")
    assert (event.actor_id, event.child_ids, event.detail) == (
        iro.person_id, [child.pk], {"fields": ["name", "pronouns"]},
    )  # fmt: skip


def test_a_change_over_somebody_elses_is_refused_and_leaves_no_row(
    child: Child, iro: Membership, manager: Membership
) -> None:
    version = child.version
    details.change_child(child=child, version=version, by=manager.person, name="Ashley")

    with pytest.raises(ConflictError) as refused:
        details.change_child(child=child, version=version, by=iro.person, name="Asha")

    assert refused.value.current == {"name": "Ashley"}
    assert refused.value.by == manager.person.name
    assert Child.objects.get(pk=child.pk).name == "Ashley"
    assert Event.objects.filter(verb="child.changed").count() == 1


def test_a_home(period: PeriodOfCare, iro: Membership) -> None:
    home = PlacementFactory(period=period)

    details.change_home(placement=home, version=home.version, by=iro.person, address="1 Invented Lane")

    home.refresh_from_db()
    assert home.address == "1 Invented Lane"
    assert Event.objects.get(verb="child.placement_changed").detail == {"fields": ["address"]}


def test_somebody_around(child: Child, iro: Membership) -> None:
    row = details.add_person_around(child=child, by=iro.person, kind="teacher", name="Ms Adeyemi-Stone")
    details.change_person_around(row=row, version=row.version, by=iro.person, detail="Millbrook Primary")

    row.refresh_from_db()
    assert (row.name, row.detail, row.authority_id, row.saved_by) == (
        "Ms Adeyemi-Stone", "Millbrook Primary", child.authority_id, iro.person,
    )  # fmt: skip
    said = list(
        Event.objects.filter(verb="child.relationship_changed")
        .order_by("pk")
        .values_list("detail", flat=True)
    )
    assert said == [{"kind": "teacher"}, {"kind": "teacher", "fields": ["detail"]}]


def test_somebody_around_is_not_changed_over_somebody_else(child: Child, iro: Membership) -> None:
    row = RelationshipFactory(child=child)

    with pytest.raises(ConflictError):
        details.change_person_around(row=row, version=row.version + 1, by=iro.person, name="Other")

    assert not Event.objects.filter(verb="child.relationship_changed").exists()


def test_a_start_is_filled_in(period: PeriodOfCare, iro: Membership) -> None:
    details.give_start(period=period, start=date(2025, 3, 3), version=period.version, by=iro.person)

    period.refresh_from_db()
    assert (period.start_date, period.start_known, period.start_given_by_person, period.first_episode_date) == (
        date(2025, 3, 3), True, True, date(2025, 4, 1),
    )  # fmt: skip
    assert Event.objects.get(verb="child.care_start_given").detail == {"start": "2025-03-03"}


def test_the_very_day_the_files_tell_of_may_be_the_start(period: PeriodOfCare, iro: Membership) -> None:
    PeriodOfCare.objects.filter(pk=period.pk).update(first_episode_date=None)

    details.give_start(period=period, start=date(2025, 4, 1), version=period.version, by=iro.person)

    period.refresh_from_db()
    assert (period.start_known, period.first_episode_date) == (True, date(2025, 4, 1))


def test_care_may_begin_on_the_day_of_birth_and_on_the_day_an_earlier_period_ended(
    period: PeriodOfCare, iro: Membership
) -> None:
    details.give_start(period=period, start=date(2014, 6, 14), version=period.version, by=iro.person)
    period.refresh_from_db()
    PeriodOfCareFactory(child=period.child, start_date=date(2010, 1, 1), end_date=date(2014, 6, 14))

    details.give_start(period=period, start=date(2014, 6, 14), version=period.version, by=iro.person)

    period.refresh_from_db()
    assert period.start_date == date(2014, 6, 14)


@pytest.mark.parametrize(
    ("start", "code"),
    [
        (date(2025, 4, 2), "after_first_episode"),
        (date(2014, 6, 13), "before_birth"),
        (date(2021, 1, 1), "inside_earlier_period"),
        (date(2018, 1, 1), "inside_earlier_period"),
    ],
)
def test_a_start_that_cannot_be(period: PeriodOfCare, iro: Membership, start: date, code: str) -> None:
    PeriodOfCareFactory(child=period.child, start_date=date(2020, 1, 1), end_date=date(2021, 1, 2))

    with pytest.raises(DomainError) as refused:
        details.give_start(period=period, start=start, version=period.version, by=iro.person)

    assert (refused.value.code, refused.value.field) == (code, "start")
    period.refresh_from_db()
    assert period.start_known is False
    assert not Event.objects.filter(verb="child.care_start_given").exists()


def test_a_start_that_the_files_tell_stays(period: PeriodOfCare, iro: Membership) -> None:
    PeriodOfCare.objects.filter(pk=period.pk).update(start_known=True)

    with pytest.raises(DomainError) as refused:
        details.give_start(period=period, start=date(2025, 3, 3), version=period.version, by=iro.person)

    assert refused.value.code == "start_is_told"


def test_a_start_given_by_two_is_told_to_the_second(
    period: PeriodOfCare, iro: Membership, manager: Membership
) -> None:
    version = period.version
    details.give_start(period=period, start=date(2025, 3, 3), version=version, by=manager.person)

    with pytest.raises(ConflictError) as refused:
        details.give_start(period=period, start=date(2025, 3, 10), version=version, by=iro.person)

    assert refused.value.current == {"start": date(2025, 3, 3)}
    assert refused.value.by == manager.person.name
