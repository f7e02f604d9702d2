"""Who is away and who covers: recorded by the administrator, so that nothing falls between."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from accounts import actions
from accounts.models import Absence, LocalAuthority, Person
from audit.models import Event
from core import clock
from core.errors import DomainError, StateError
from tests.factories.accounts import AbsenceFactory, MembershipFactory, PersonFactory

ON = date(2026, 4, 21)
LATER = ON + timedelta(days=10)


@pytest.fixture
def admin(signed_in: Callable[..., Client], authority: LocalAuthority) -> Client:
    return signed_in("authority_admin", authority, PersonFactory(name="Wren Alderly"))


@pytest.fixture
def officer(authority: LocalAuthority) -> Person:
    return MembershipFactory(authority=authority, person__name="Jas Okoro").person


@pytest.fixture
def cover(authority: LocalAuthority) -> Person:
    return MembershipFactory(authority=authority, person__name="Hazel Brook").person


@pytest.fixture
def record(in_scope: LocalAuthority, officer: Person, cover: Person) -> Callable[..., Absence]:
    def do(**facts: object) -> Absence:
        usual = {
            "person": officer,
            "cover": cover,
            "kind": "sick",
            "from_date": ON,
            "to_date": None,
            "by": None,
        }
        return actions.record_absence(authority=in_scope, **{**usual, **facts})

    return do


def test_from_the_persons_page(admin: Client, officer: Person, cover: Person) -> None:
    url = f"/people/{officer.uuid}/absence/"
    page = admin.get(url).content.decode()
    assert "Hazel Brook" in page
    assert f'value="{officer.uuid}"' not in page
    day = clock.today()
    typed = {
        "kind": "leave", "cover": str(cover.uuid), "to_date-day": "", "to_date-month": "", "to_date-year": "",
        "from_date-day": day.day, "from_date-month": day.month, "from_date-year": day.year,
    }  # fmt: skip
    assert admin.post(url, typed)["Location"] == f"/people/{officer.uuid}/"
    page = admin.get(f"/people/{officer.uuid}/").content.decode()
    assert "leave. Hazel Brook covers." in page
    recorded = Event.objects.get(verb="absence.recorded")
    assert recorded.detail["cover"] == cover.pk
    uuid = page.split("/absences/")[1].split("/")[0]
    assert admin.post(f"/absences/{uuid}/end/")["Location"] == f"/people/{officer.uuid}/"
    assert "Hazel Brook covers" not in admin.get(f"/people/{officer.uuid}/").content.decode()


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"kind": "strike"}, "kind"), ({"to_date": ON - timedelta(days=1)}, "to_date")],
)
def test_what_cannot_be(record: Callable[..., Absence], facts: dict[str, object], field: str) -> None:
    with pytest.raises(DomainError) as refused:
        record(**facts)
    assert refused.value.field == field


def test_only_another_officer_of_the_authority_covers(
    record: Callable[..., Absence], officer: Person, in_scope: LocalAuthority, other_authority: LocalAuthority
) -> None:
    others = [
        officer,
        MembershipFactory(authority=in_scope, manager=True).person,
        MembershipFactory(authority=other_authority).person,
        MembershipFactory(authority=in_scope, to_date=ON - timedelta(days=1)).person,
    ]
    for person in others:
        with pytest.raises(DomainError, match="Choose another reviewing officer"):
            record(cover=person)


def test_nobody_is_away_twice_and_no_cover_is_away(
    record: Callable[..., Absence], officer: Person, cover: Person, in_scope: LocalAuthority
) -> None:
    third = MembershipFactory(authority=in_scope).person
    record(to_date=LATER)
    with pytest.raises(DomainError, match="away on some of these days already"):
        record(from_date=LATER)
    with pytest.raises(DomainError, match="away on some of these days too"):
        record(person=third, cover=officer, from_date=LATER)
    with pytest.raises(DomainError, match=r"covers for Jas Okoro until Fri 1 May 2026"):
        record(person=cover, cover=third, from_date=LATER)
    record(from_date=LATER + timedelta(days=1))
    assert Absence.objects.count() == 2


def test_back_sooner(record: Callable[..., Absence]) -> None:
    absence = record()
    actions.end_absence(absence=absence, by=None, on=LATER)
    assert absence.to_date == LATER - timedelta(days=1)
    with pytest.raises(StateError, match="over already"):
        actions.end_absence(absence=absence, by=None, on=LATER)
    today = record(from_date=LATER)
    actions.end_absence(absence=today, by=None, on=LATER)
    assert list(Absence.objects.all()) == [absence]


def test_one_of_another_authority_is_404(admin: Client, other_authority: LocalAuthority) -> None:
    theirs = AbsenceFactory(authority=other_authority)
    assert admin.post(f"/absences/{theirs.uuid}/end/").status_code == 404
