"""People of an authority: added, changed, ended; each within its own authority; administrators reach no child."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from accounts import actions, selectors
from accounts.actor import memberships_on
from accounts.models import Invitation, LocalAuthority, Membership, Person
from audit.models import Event, Message
from core import clock
from core.errors import DomainError, NotAllowed, StateError
from tests.factories.accounts import LocalAuthorityFactory, MembershipFactory, PersonFactory
from tests.factories.base import told
from tests.factories.children import PeriodOfCareFactory

SignIn = Callable[..., Client]
ON = date(2026, 4, 21)


@pytest.fixture
def admin(signed_in: SignIn, authority: LocalAuthority) -> Client:
    return signed_in("authority_admin", authority, PersonFactory(name="Wren Alderly"))


def typed(**more: object) -> dict[str, object]:
    return {
        "name": "Hazel Brook",
        "email": "Hazel.Brook@northshire.invalid",
        "role": "iro",
        "full_time_equivalent": "0.6",
        "from_date-day": 21,
        "from_date-month": 4,
        "from_date-year": 2026,
        "to_date-day": "",
        "to_date-month": "",
        "to_date-year": "",
        **more,
    }


class TestAdding:
    def test_a_new_person_gets_a_role_and_a_link(self, admin: Client, authority: LocalAuthority) -> None:
        answer = admin.post("/people/add/", typed())
        person = Person.objects.get(email="hazel.brook@northshire.invalid")
        assert answer["Location"] == f"/people/{person.uuid}/"
        role = person.memberships.get()
        assert (role.authority, role.role, role.from_date, role.to_date) == (authority, "iro", ON, None)
        assert role.full_time_equivalent == Decimal("0.60")
        assert not person.has_usable_password()
        message = Message.objects.get()
        assert (message.kind, message.recipient_id, message.parameters) == (
            "invitation",
            person.pk,
            {"invitation": Invitation.objects.get().pk},
        )
        assert message.authority_id == authority.pk
        assert set(Event.objects.filter(actor_id=admin.person.pk).values_list("verb", flat=True)) == {
            "person.added",
            "membership.given",
            "person.invited",
        }

    def test_somebody_of_another_authority_keeps_name_and_password(
        self, admin: Client, other_authority: LocalAuthority
    ) -> None:
        agency = MembershipFactory(authority=other_authority, person__name="Kit Ashdown").person
        admin.post("/people/add/", typed(email=agency.email.upper(), name="Somebody Else"))
        agency.refresh_from_db()
        assert agency.name == "Kit Ashdown"
        assert agency.has_usable_password()
        assert agency.memberships.count() == 1
        with told(other_authority.pk):
            assert agency.memberships.count() == 1
        assert not Message.objects.exists()

    def test_somebody_who_was_ended_can_come_back(self, authority: LocalAuthority) -> None:
        gone = PersonFactory(is_active=False)
        actions.add_person(authority=authority, email=gone.email, name="", role="iro", from_date=ON, by=None)
        gone.refresh_from_db()
        assert gone.is_active

    @pytest.mark.parametrize("role", ["platform_admin", "superhero", ""])
    def test_no_role_beyond_the_authority(self, admin: Client, role: str) -> None:
        answer = admin.post("/people/add/", typed(role=role))
        assert answer.status_code == 200
        assert not Membership.objects.filter(person__name="Hazel Brook").exists()

    @pytest.mark.parametrize("role", ["platform_admin", "superhero"])
    def test_the_act_refuses_it_too(self, authority: LocalAuthority, role: str) -> None:
        with pytest.raises(DomainError) as refused:
            actions.add_person(
                authority=authority, email="x@y.invalid", name="X", role=role, from_date=ON, by=None
            )
        assert refused.value.field == "role"

    def test_platform_takes_only_its_own_role(self, db: None) -> None:
        with pytest.raises(DomainError):
            actions.add_person(
                authority=None, email="x@y.invalid", name="X", role="iro", from_date=ON, by=None
            )
        made = actions.add_person(
            authority=None, email="x@y.invalid", name="X", role="platform_admin", from_date=ON, by=None
        )
        assert made.authority is None

    def test_not_the_same_role_twice_on_a_day(self, authority: LocalAuthority) -> None:
        person = MembershipFactory(authority=authority, from_date=ON, to_date=ON + timedelta(days=9)).person
        again = {"person": person, "authority": authority, "role": "iro", "by": None}
        with pytest.raises(DomainError, match="already"):
            actions.give_role(from_date=ON + timedelta(days=9), **again)
        with pytest.raises(DomainError, match="already"):
            actions.give_role(from_date=ON - timedelta(days=9), to_date=ON, **again)
        actions.give_role(from_date=ON - timedelta(days=9), to_date=ON - timedelta(days=1), **again)
        actions.give_role(from_date=ON + timedelta(days=10), **again)
        assert person.memberships.count() == 3

    def test_days_and_share_must_make_sense(self, authority: LocalAuthority) -> None:
        person = PersonFactory()
        common = {"person": person, "authority": authority, "role": "iro", "by": None, "from_date": ON}
        with pytest.raises(DomainError) as days:
            actions.give_role(to_date=ON - timedelta(days=1), **common)
        assert days.value.field == "to_date"
        for share in ("0.04", "1.01"):
            with pytest.raises(DomainError) as refused:
                actions.give_role(full_time_equivalent=Decimal(share), **common)
            assert refused.value.field == "full_time_equivalent"


class TestChanging:
    def test_days_and_working_time(self, admin: Client, authority: LocalAuthority) -> None:
        role = MembershipFactory(authority=authority)
        answer = admin.post(
            f"/roles/{role.uuid}/",
            {
                "full_time_equivalent": "0.5",
                "from_date-day": 1, "from_date-month": 2, "from_date-year": 2020,
                "to_date-day": 31, "to_date-month": 12, "to_date-year": 2040,
            },
        )  # fmt: skip
        assert answer["Location"] == f"/people/{role.person.uuid}/"
        role.refresh_from_db()
        assert (role.full_time_equivalent, role.from_date, role.to_date) == (
            Decimal("0.50"),
            date(2020, 2, 1),
            date(2040, 12, 31),
        )
        assert Event.objects.get(verb="membership.changed").object_ids == [role.pk]

    def test_a_name(self, admin: Client, authority: LocalAuthority) -> None:
        person = MembershipFactory(authority=authority).person
        admin.post(
            f"/people/{person.uuid}/edit/", {"name": "Birch Lane", "email": "BIRCH@northshire.invalid"}
        )
        person.refresh_from_db()
        assert (person.name, person.email) == ("Birch Lane", "birch@northshire.invalid")
        assert Event.objects.get(verb="person.changed").detail == {"fields": ["name", "email"]}

    def test_not_the_name_of_who_works_elsewhere_too(
        self, authority: LocalAuthority, other_authority: LocalAuthority
    ) -> None:
        person = MembershipFactory(authority=authority).person
        MembershipFactory(authority=other_authority, person=person)
        with pytest.raises(NotAllowed):
            actions.change_person(person=person, authority=authority, name="X", email="x@y.invalid", by=None)

    def test_not_to_somebody_elses_address(self, authority: LocalAuthority) -> None:
        other = PersonFactory()
        person = MembershipFactory(authority=authority).person
        with pytest.raises(DomainError) as refused:
            actions.change_person(person=person, authority=authority, name="X", email=other.email, by=None)
        assert refused.value.field == "email"

    def test_another_role_from_the_page(self, admin: Client, authority: LocalAuthority) -> None:
        person = MembershipFactory(authority=authority).person
        more = typed(role="iro_manager", full_time_equivalent="1")
        assert admin.post(f"/people/{person.uuid}/roles/add/", more)["Location"] == f"/people/{person.uuid}/"
        assert set(person.memberships.values_list("role", flat=True)) == {"iro", "iro_manager"}


class TestEnding:
    def test_a_role_is_over_at_once(
        self, admin: Client, authority: LocalAuthority, signed_in: SignIn
    ) -> None:
        iro = signed_in("iro_manager", authority)
        assert iro.get("/team/").status_code == 200
        role = iro.person.memberships.get()
        assert admin.post(f"/roles/{role.uuid}/end/")["Location"] == f"/people/{iro.person.uuid}/"
        assert iro.get("/team/").status_code == 403
        role.refresh_from_db()
        assert role.to_date == clock.today() - timedelta(days=1)
        assert Event.objects.get(verb="membership.ended").object_ids == [role.pk]
        with pytest.raises(StateError, match="ended already"):
            actions.end_membership(membership=role, by=None, on=clock.today())

    @pytest.mark.parametrize("begins", [ON, ON + timedelta(days=9)])
    def test_a_role_that_never_stood_stays_on_the_list_as_ended(
        self, authority: LocalAuthority, begins: date
    ) -> None:
        role = MembershipFactory(authority=authority, from_date=begins, person__name="Hazel Brook")
        actions.end_person(person=role.person, authority=authority, by=None, on=ON)
        role.refresh_from_db()
        assert (role.from_date, role.to_date) == (ON, ON - timedelta(days=1))
        assert memberships_on(role.person, ON) == []
        row = selectors.people_of(authority, ON, at=clock.now())[0]
        assert (row.name, row.state, row.roles) == ("Hazel Brook", "ended", [])
        shown = selectors.roles_of(role.person, authority, ON)[0]
        assert shown.days == "Taken back on Tue 21 Apr 2026, before it stood for a day"
        assert (shown.state, shown.end_url) == ("ended", "")
        ended = Event.objects.get(verb="membership.ended")
        assert ended.object_ids == [role.pk]
        assert ended.detail["from_date"] == begins.isoformat()
        with pytest.raises(StateError, match="ended already"):
            actions.end_membership(membership=role, by=None, on=ON)

    def test_a_role_taken_back_stands_in_the_way_of_none(self, authority: LocalAuthority) -> None:
        role = MembershipFactory(authority=authority, from_date=ON)
        actions.end_membership(membership=role, by=None, on=ON)
        actions.give_role(
            person=role.person, authority=authority, role="iro", from_date=date(2026, 1, 1), by=None
        )
        assert [one.role for one in memberships_on(role.person, ON)] == ["iro"]

    def test_a_person_ended_on_their_first_day_is_still_on_the_page(
        self, admin: Client, authority: LocalAuthority
    ) -> None:
        person = MembershipFactory(
            authority=authority, from_date=clock.today(), person__name="Hazel Brook"
        ).person
        admin.post(f"/people/{person.uuid}/end/")
        assert "1 with a role, 1 whose roles have ended" in admin.get("/people/").content.decode()
        page = admin.get(f"/people/{person.uuid}/").content.decode()
        assert "before it stood for a day" in page

    def test_a_person_with_nothing_left_cannot_sign_in(
        self, admin: Client, authority: LocalAuthority, signed_in: SignIn
    ) -> None:
        client = signed_in("iro_manager", authority)
        admin.post(f"/people/{client.person.uuid}/end/")
        client.person.refresh_from_db()
        assert not client.person.is_active
        assert client.get("/team/")["Location"].startswith("/accounts/login/")
        assert Event.objects.get(verb="person.ended").detail == {"active": False}

    def test_a_person_of_two_authorities_keeps_the_other(
        self, authority: LocalAuthority, other_authority: LocalAuthority
    ) -> None:
        person = MembershipFactory(authority=authority).person
        MembershipFactory(authority=other_authority, person=person)
        actions.end_person(person=person, authority=authority, by=None, on=ON)
        person.refresh_from_db()
        assert person.is_active
        assert not person.memberships.filter(to_date__isnull=True).exists()
        with told(other_authority.pk):
            assert person.memberships.filter(to_date__isnull=True).exists()

    def test_the_last_administrator_stays(self, admin: Client) -> None:
        role = admin.person.memberships.get()
        page = admin.post(f"/roles/{role.uuid}/end/").content.decode()
        assert "only administrator" in page
        assert "only administrator" in admin.post(f"/people/{admin.person.uuid}/end/").content.decode()
        with pytest.raises(NotAllowed):
            actions.change_membership(
                membership=role, by=None, on=ON, from_date=date(2020, 1, 1), to_date=date(2026, 1, 1),
                full_time_equivalent=Decimal(1),
            )  # fmt: skip
        MembershipFactory(authority=role.authority, role="authority_admin")
        actions.end_membership(membership=role, by=None, on=ON)
        assert role.to_date == date(2026, 4, 20)


class TestWalls:
    PAGES = ("", "edit/", "roles/add/", "end/", "second-factor/")

    def test_people_of_another_authority_are_404(
        self, admin: Client, other_authority: LocalAuthority
    ) -> None:
        stranger = MembershipFactory(authority=other_authority)
        urls = [f"/people/{stranger.person.uuid}/{page}" for page in self.PAGES]
        urls += [f"/roles/{stranger.uuid}/", f"/roles/{stranger.uuid}/end/"]
        for url in urls:
            assert admin.get(url).status_code == 404, url
            if url != urls[0]:
                assert admin.post(url, typed()).status_code == 404, url
        assert admin.post(f"/people/{stranger.person.uuid}/link/").status_code == 404
        with told(other_authority.pk):
            stranger.refresh_from_db()
        assert stranger.to_date is None
        assert "northshire" in stranger.person.email

    def test_of_a_person_with_roles_in_two_only_ours_is_shown(
        self, admin: Client, authority: LocalAuthority
    ) -> None:
        person = MembershipFactory(authority=authority).person
        theirs = MembershipFactory(
            authority=LocalAuthorityFactory(name="Farland"), person=person, role="iro_manager"
        )
        page = admin.get(f"/people/{person.uuid}/").content.decode()
        assert "Works for another authority too" in page
        assert "Farland" not in page
        assert "IRO manager" not in page
        assert admin.get(f"/roles/{theirs.uuid}/").status_code == 404

    def test_list_shows_our_people_alone(
        self, admin: Client, authority: LocalAuthority, other_authority: LocalAuthority
    ) -> None:
        MembershipFactory(authority=authority, person__name="Hazel Brook")
        MembershipFactory(authority=authority, person__name="Gone Away", to_date=date(2021, 1, 1))
        MembershipFactory(authority=other_authority, person__name="Farland Person")
        page = admin.get("/people/").content.decode()
        assert "Hazel Brook" in page
        assert "Farland Person" not in page
        assert "2 with a role, 1 whose roles have ended" in page

    @pytest.mark.parametrize("role", ["iro", "iro_manager"])
    def test_others_do_not_come_here(self, signed_in: SignIn, authority: LocalAuthority, role: str) -> None:
        client = signed_in(role, authority)
        person = MembershipFactory(authority=authority)
        for url in (
            "/people/",
            "/people/add/",
            f"/people/{person.person.uuid}/",
            f"/roles/{person.uuid}/",
            "/settings/",
        ):
            assert client.get(url).status_code == 403, url

    @pytest.mark.parametrize(("role", "of_platform"), [("authority_admin", False), ("platform_admin", True)])
    def test_administrators_reach_no_child(
        self, signed_in: SignIn, authority: LocalAuthority, role: str, of_platform: bool
    ) -> None:
        child = PeriodOfCareFactory(child__authority=authority).child
        client = signed_in(role, None if of_platform else authority)
        for name, args in (
            ("child", [child.uuid]), ("allocate", [child.uuid]), ("care-plan", [child.uuid]),
            ("review-book", [child.uuid]), ("caseload", []), ("team", []), ("all-children", []), ("allocate-many", []),
        ):  # fmt: skip
            assert client.get(reverse(name, args=args)).status_code in (403, 404), name


@pytest.mark.parametrize(
    ("role", "page"),
    [
        ("iro", "/children/"),
        ("iro_manager", "/team/"),
        ("authority_admin", "/people/"),
        ("platform_admin", "/authorities/"),
    ],
)
def test_each_role_has_its_first_page(
    signed_in: SignIn, authority: LocalAuthority, role: str, page: str
) -> None:
    client = signed_in(role, None if role == "platform_admin" else authority)
    assert client.get("/")["Location"] == page
    assert client.get(page).status_code == 200
