"""Authorities, people and memberships, plainly invented."""

from datetime import UTC, date, datetime

import factory

from accounts.models import (
    Absence,
    AuthoritySettings,
    BankHolidayCorrection,
    Invitation,
    LocalAuthority,
    Membership,
    Person,
    Session,
)
from tests.factories.base import PortalFactory

PASSWORD = "a long invented password"


class AuthoritySettingsFactory(PortalFactory):
    class Meta:
        model = AuthoritySettings


class LocalAuthorityFactory(PortalFactory):
    class Meta:
        model = LocalAuthority
        skip_postgeneration_save = True

    ons_code = factory.Sequence(lambda n: f"E99{n:06d}")
    dfe_code = factory.Sequence(lambda n: f"{n % 1000:03d}")
    name = factory.Sequence(lambda n: f"Northshire {n}")
    region = "Invented"
    settings = factory.RelatedFactory(AuthoritySettingsFactory, factory_related_name="authority")


class PersonFactory(PortalFactory):
    class Meta:
        model = Person
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@northshire.invalid")
    name = factory.Sequence(lambda n: f"Jas Okoro {n}")
    password = factory.django.Password(PASSWORD)


class MembershipFactory(PortalFactory):
    class Meta:
        model = Membership

    person = factory.SubFactory(PersonFactory)
    authority = factory.SubFactory(LocalAuthorityFactory)
    role = "iro"
    from_date = date(2020, 1, 1)

    class Params:
        manager = factory.Trait(role="iro_manager")
        admin = factory.Trait(role="authority_admin")
        platform = factory.Trait(role="platform_admin", authority=None)


class BankHolidayCorrectionFactory(PortalFactory):
    class Meta:
        model = BankHolidayCorrection

    authority = factory.SubFactory(LocalAuthorityFactory)
    on = date(2030, 6, 3)
    name = "Invented holiday"


class AbsenceFactory(PortalFactory):
    class Meta:
        model = Absence

    authority = factory.SubFactory(LocalAuthorityFactory)
    person = factory.SubFactory(PersonFactory)
    cover = factory.SubFactory(PersonFactory)
    kind = "leave"
    from_date = date(2026, 4, 20)


class InvitationFactory(PortalFactory):
    class Meta:
        model = Invitation

    person = factory.SubFactory(PersonFactory, password=None)
    authority = factory.SubFactory(LocalAuthorityFactory)


class SessionFactory(PortalFactory):
    class Meta:
        model = Session

    session_key = factory.Sequence(lambda n: f"invented{n:024}")
    session_data = ""
    expire_date = datetime(2100, 1, 1, tzinfo=UTC)
    person = factory.SubFactory(PersonFactory)
    browser = "Firefox on Windows"
