"""The demo: believable, the same each time, made once, and never in production."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client, override_settings

from accounts.demo import DEMO_SIGN_INS, PASSWORD
from accounts.models import LocalAuthority, Membership, Person
from accounts.scoping import in_authority
from audit.models import Event, Message
from children.models import Child, LegalStatus, PeriodOfCare
from insight.demo.make import make
from reviews.actions.duties import recompute_authority
from reviews.models import CaseloadEntry, Decision, Review
from tests.factories.base import everywhere

ON = date(2026, 4, 21)


def run(*args: str) -> str:
    out = StringIO()
    call_command("demo_data", *args, stdout=out)
    return out.getvalue()


@pytest.mark.slow
def test_is_believable_made_once_and_works_out(db: None) -> None:
    said = run("--on", "2026-04-21")
    assert "Northshire Council: 233 children looked after." in said
    for line in DEMO_SIGN_INS:
        assert f"{line.email}  " in said
        assert PASSWORD in said
    northshire = LocalAuthority.objects.get(name="Northshire Council")
    jas = Person.objects.get(email="jas.okoro@northshire.example")
    with in_authority(northshire):
        counts = [
            Child.objects.count(),
            Review.objects.count(),
            Decision.objects.count(),
            Event.objects.count(),
        ]
        assert CaseloadEntry.objects.filter(iro=jas).count() == 60
        assert CaseloadEntry.objects.filter(iro__isnull=True).count() == 3
        assert CaseloadEntry.objects.get(no_date_reason="start_not_known").iro == jas
        assert set(PeriodOfCare.objects.values_list("basis", flat=True)) == {
            "accommodated",
            "short_breaks",
            "remanded",
        }
        assert {"V2", "C1", "C2", "E1", "J1", "V4"} <= set(LegalStatus.objects.values_list("code", flat=True))
        states = set(Review.objects.values_list("state", flat=True))
        assert {"scheduled", "in_progress", "adjourned", "concluded", "completed"} <= states
        assert Decision.objects.filter(state="open", times_asked__gt=1).exists()
        assert recompute_authority(northshire, apply=False).total == 0
        assert not Review.objects.filter(held_date__gt=ON).exists()
    assert everywhere(lambda: Message.objects.all()) == [], "nobody is written to"
    assert len(everywhere(lambda: Membership.objects.filter(person__name="Kit Ashdown (agency)"))) == 2
    assert "The demo data is there already." in run("--on", "2026-05-05")
    with in_authority(northshire):
        again = [
            Child.objects.count(),
            Review.objects.count(),
            Decision.objects.count(),
            Event.objects.count(),
        ]
    assert again == counts

    for line in DEMO_SIGN_INS:
        client = Client()
        answer = client.post("/accounts/login/", {"login": line.email, "password": PASSWORD})
        assert answer.status_code == 302, line.email
        assert client.get("/", follow=True).status_code == 200, line.email


@pytest.mark.slow
def test_any_day_will_do(db: None) -> None:
    """A day on which a month, a year and a weekend turn, with another seed."""
    made = make(on=date(2028, 2, 29), seed=7)
    assert set(made) == {"Northshire Council", "Larkwater Borough Council"}
    assert made["Larkwater Borough Council"] == 63


@override_settings(PRODUCTION=True)
def test_never_in_production(db: None) -> None:
    with pytest.raises(CommandError, match="never made in production"):
        run()
    assert not LocalAuthority.objects.exists()


def test_sign_ins_are_of_two_authorities_and_the_platform() -> None:
    assert [(line.role, line.council) for line in DEMO_SIGN_INS] == [
        ("iro", "Northshire Council"),
        ("iro_manager", "Northshire Council"),
        ("authority_admin", "Northshire Council"),
        ("iro", "Larkwater Borough Council"),
        ("iro_manager", "Larkwater Borough Council"),
        ("authority_admin", "Larkwater Borough Council"),
        ("platform_admin", ""),
    ]
    assert all(line.email.endswith(".example") for line in DEMO_SIGN_INS)
