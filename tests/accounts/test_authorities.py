"""Authorities: the list of England's, making one with its administrator, suspending; counts, never a child."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from accounts import actions
from accounts.authorities import listed, make_authority
from accounts.models import AuthoritySettings, LocalAuthority, Membership
from audit.models import Event, Message
from core import clock
from core.errors import DomainError, StateError
from tests.factories.accounts import LocalAuthorityFactory, MembershipFactory, PersonFactory
from tests.factories.base import told
from tests.factories.children import PeriodOfCareFactory
from tests.signing_in import come_in

SignIn = Callable[..., Client]


@pytest.fixture
def platform(signed_in: SignIn, db: None) -> Client:
    return signed_in("platform_admin", None)


def test_the_list_has_every_authority_of_england() -> None:
    assert len(listed()) == 153
    sheffield = listed()["E08000039"]
    assert (sheffield.dfe_code, sheffield.name, sheffield.region) == (
        "373",
        "Sheffield",
        "Yorkshire and The Humber",
    )
    names = [row.name for row in listed().values()]
    assert names == sorted(names)


def test_is_made_once_with_settings(db: None) -> None:
    made = make_authority("E08000039", by=None)
    assert (made.name, made.dfe_code) == ("Sheffield", "373")
    with told(made.pk):
        assert AuthoritySettings.objects.get(authority=made).reminder_steps == [-10, -5, 0, 1, 5]
        assert Event.objects.get(verb="authority.made").detail == {"code": "E08000039"}
    assert make_authority("E08000039", by=None) == made


def test_an_unknown_code_is_refused(db: None) -> None:
    with pytest.raises(DomainError, match="E99999999 is not the ONS code") as refused:
        make_authority("E99999999", by=None)
    assert refused.value.field == "code"


def test_platform_makes_one_with_its_first_administrator(platform: Client) -> None:
    answer = platform.post(
        "/authorities/make/", {"code": "E08000039", "name": "Wren Alderly", "email": "wren@somewhere.invalid"}
    )
    authority = LocalAuthority.objects.get(ons_code="E08000039")
    assert answer["Location"] == f"/authorities/{authority.uuid}/"
    with told(authority.pk):
        role = Membership.objects.select_related("person").get(authority=authority)
        assert Message.objects.get().kind == "invitation"
    assert (role.role, role.person.email, role.from_date) == (
        "authority_admin",
        "wren@somewhere.invalid",
        clock.today(),
    )
    page = platform.get("/authorities/make/").content.decode()
    assert "E08000039" not in page, "no longer to be chosen"
    again = platform.post("/authorities/make/", {"code": "E08000039", "name": "X", "email": "x@y.invalid"})
    assert again.status_code == 200


def test_page_shows_numbers_and_no_child(platform: Client, authority: LocalAuthority) -> None:
    child = PeriodOfCareFactory(
        child__authority=authority, child__name="Hazel Brook", child__number="714253"
    ).child
    PeriodOfCareFactory(child__authority=authority, end_date=date(2025, 6, 1), end_reason="E4A")
    MembershipFactory(authority=authority, role="authority_admin", person__name="Wren Alderly")
    page = platform.get(f"/authorities/{authority.uuid}/").content.decode()
    assert "Children looked after" in page
    assert '<dd class="govuk-summary-list__value">1</dd>' in page
    assert "Wren Alderly" in page
    assert child.name not in page
    assert child.number not in page


def test_list_says_who_has_no_administrator(platform: Client) -> None:
    alone = LocalAuthorityFactory(name="Alone")
    MembershipFactory(authority=alone)
    MembershipFactory(authority=LocalAuthorityFactory(name="Served"), role="authority_admin")
    page = platform.get("/authorities/").content.decode()
    assert page.count("No administrator") == 1
    assert page.index("Alone") < page.index("Served")


def test_an_administrator_is_added(platform: Client, authority: LocalAuthority) -> None:
    url = f"/authorities/{authority.uuid}/administrator/"
    platform.post(url, {"name": "Ivo Marlstone", "email": "ivo@somewhere.invalid"})
    with told(authority.pk):
        assert Membership.objects.get(authority=authority).role == "authority_admin"


def test_suspended_people_are_out_and_come_back(
    platform: Client, signed_in: SignIn, authority: LocalAuthority
) -> None:
    admin = signed_in("authority_admin", authority)
    assert admin.get("/people/").status_code == 200
    url = f"/authorities/{authority.uuid}/"
    assert platform.post(f"{url}suspend/")["Location"] == url
    assert admin.get("/people/").status_code == 403
    assert "Suspended" in platform.get("/authorities/").content.decode()
    assert "suspended already" in platform.post(f"{url}suspend/").content.decode()
    platform.post(f"{url}resume/")
    assert admin.get("/people/").status_code == 200
    platform.post(f"{url}resume/")
    assert (
        list(Event.objects.filter(verb__startswith="authority.").values_list("verb", flat=True)).count(
            "authority.resumed"
        )
        == 1
    )
    authority.refresh_from_db()
    with pytest.raises(StateError, match="not suspended"):
        actions.resume_authority(authority=authority, by=platform.person)


@pytest.mark.parametrize("role", ["iro", "iro_manager", "authority_admin"])
def test_others_do_not_come_here(signed_in: SignIn, authority: LocalAuthority, role: str) -> None:
    client = signed_in(role, authority)
    for url in ("/authorities/", "/authorities/make/", f"/authorities/{authority.uuid}/"):
        assert client.get(url).status_code == 403
    for act in ("suspend", "resume", "administrator"):
        assert client.post(f"/authorities/{authority.uuid}/{act}/").status_code == 403


def test_an_unknown_authority_is_404(platform: Client) -> None:
    assert platform.get(f"/authorities/{PersonFactory().uuid}/").status_code == 404


def test_role_of_tomorrow_is_none_today(signed_in: SignIn, authority: LocalAuthority) -> None:
    person = PersonFactory()
    MembershipFactory(
        person=person,
        authority=authority,
        role="authority_admin",
        from_date=clock.today() + timedelta(days=1),
    )
    client = Client()
    come_in(client, person)
    assert client.get("/people/").status_code == 403
