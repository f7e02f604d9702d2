"""The synthetic England: works out, the same each time, made where it may be and nowhere else."""

from datetime import date
from io import StringIO
from random import Random
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client, override_settings

from accounts.demo import PASSWORD
from accounts.models import LocalAuthority, Membership
from accounts.scoping import in_authority
from audit.models import Event
from audit.verbs import Verb
from children.models import Allocation, Child, PeriodOfCare
from insight.national.make import Size
from insight.national.rows import LoadTeller
from reviews.actions.duties import recompute_authority
from reviews.models import CaseloadEntry, Deadline, Decision, Review, Sitting
from tests.factories.base import told

SMALL = ("--children", "200", "--authorities", "3", "--on", "2026-04-21")

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def run(*args: str) -> str:
    out = StringIO()
    call_command("national_data", *args, stdout=out)
    return out.getvalue()


def drawn() -> list[tuple[Any, ...]]:
    """What was made, without what the database counts on by itself."""
    found: list[tuple[Any, ...]] = []
    for authority in LocalAuthority.objects.order_by("ons_code"):
        with in_authority(authority):
            found += Child.objects.order_by("number").values_list("uuid", "name", "date_of_birth", "sex")
            found += Review.objects.order_by("uuid").values_list(
                "uuid", "held_date", "due_date", "late_reason"
            )
            found += Deadline.objects.order_by("uuid").values_list("uuid", "kind", "due_date", "met_date")
    return found


@pytest.mark.slow
def test_it_works_out_and_its_people_can_work() -> None:
    said = run(*SMALL)

    assert "E10998001" in said
    assert "iro1@council1.example" in said
    assert list(LocalAuthority.objects.order_by("ons_code").values_list("ons_code", flat=True)) == [
        "E10998001",
        "E10998002",
        "E10998003",
    ]
    children = 0
    for authority in LocalAuthority.objects.select_related("settings"):
        with in_authority(authority):
            number = Child.objects.count()
            children += number
            assert PeriodOfCare.objects.count() == CaseloadEntry.objects.count() == number
            assert 4 * number < Review.objects.filter(state="completed").count() < 8 * number
            assert Deadline.objects.filter(met_date__isnull=True).count() > 2 * number
            assert Decision.objects.filter(state="open").exists()
            assert Sitting.objects.filter(review__state="scheduled").exists()
            assert recompute_authority(authority, apply=False).total == 0
            for officer in Membership.objects.filter(authority=authority, role="iro"):
                assert 30 <= Allocation.objects.filter(iro=officer.person).count() <= 70
            [made] = Event.objects.filter(authority_id=authority.pk, verb=Verb.DEMO_MADE)
            assert len(made.child_ids) == number
    assert children == 200

    for email in ("iro1@council2.example", "manager1@council2.example", "admin1@council2.example"):
        client = Client()
        answer = client.post("/accounts/login/", {"login": email, "password": PASSWORD})
        assert answer.status_code == 302, email
        assert client.get("/", follow=True).status_code == 200, email


@pytest.mark.slow
def test_each_row_has_its_history_and_the_triggers_are_back() -> None:
    run("--children", "30", "--authorities", "1", "--on", "2026-04-21")

    with in_authority(LocalAuthority.objects.get()), connection.cursor() as cursor:
        for table in ("children_child", "children_episode", "reviews_review", "reviews_decision"):
            cursor.execute(
                f"SELECT (SELECT count(*) FROM {table}), (SELECT count(*) FROM {table}event), "
                f"(SELECT count(*) FROM pg_trigger WHERE tgrelid = '{table}'::regclass AND tgenabled = 'D')"
            )
            rows, kept, switched_off = cursor.fetchone()
            assert rows == kept > 0, table
            assert switched_off == 0, table
    with in_authority(LocalAuthority.objects.get()):
        child = Child.objects.order_by("pk")[0]
        Child.objects.filter(pk=child.pk).update(pronouns="she")
    with told(child.authority_id), connection.cursor() as cursor:
        cursor.execute("SELECT pgh_label FROM children_childevent WHERE id = %s ORDER BY pgh_id", [child.pk])
        assert cursor.fetchall() == [("insert",), ("update",)]


@pytest.mark.slow
def test_the_same_seed_makes_the_same_england_and_another_another() -> None:
    few = ("--children", "12", "--authorities", "2", "--reviews", "2", "--on", "2026-04-21")
    run(*few)
    first = drawn()
    call_command("flush", interactive=False, verbosity=0)
    run(*few)
    second = drawn()
    call_command("flush", interactive=False, verbosity=0)
    run(*few, "--seed", "7")
    third = drawn()

    assert first == second
    assert first != third


@pytest.mark.slow
def test_what_is_there_is_left_alone() -> None:
    run("--children", "4", "--authorities", "1", "--on", "2026-04-21")

    with pytest.raises(CommandError, match="1 of these authorities are there already"):
        run("--children", "8", "--authorities", "2", "--on", "2026-04-21")
    said = run("--children", "8", "--authorities", "2", "--on", "2026-04-21", "--go-on")

    assert "E10998001" not in said
    assert "E10998002" in said
    with in_authority(LocalAuthority.objects.get(ons_code="E10998001")):
        assert Child.objects.count() == 4


@pytest.mark.slow
def test_an_authority_that_was_broken_off_is_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("insight.national.loading.load", broken)
        run("--children", "4", "--authorities", "1", "--on", "2026-04-21")
    run("--children", "4", "--authorities", "1", "--on", "2026-04-21")

    with in_authority(LocalAuthority.objects.get()):
        assert Membership.objects.count() == 3
        assert Child.objects.count() == 4


def test_never_in_production() -> None:
    with override_settings(PRODUCTION=True), pytest.raises(CommandError, match="never made in production"):
        run(*SMALL)

    assert not LocalAuthority.objects.exists()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--children", "0"), "'0' is no number of them"),
        (("--children", "2", "--authorities", "3"), "at least as many --children as --authorities"),
        (("--reviews", "16"), "--reviews is at most 15"),
    ],
)
def test_a_size_that_cannot_be(asked: tuple[str, ...], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        run(*asked)


def test_it_needs_the_owner_s_role(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(settings.DATABASES, "owner")

    with pytest.raises(CommandError, match="set DATABASE_OWNER_URL"):
        run("--children", "4", "--authorities", "1")


def test_authorities_are_of_different_size_and_none_is_lost() -> None:
    size = Size(82_000, 153, 6)

    each = [size.of(number) for number in range(1, 154)]

    assert sum(each) == 82_000
    assert 1_500 < each[0] < 2_000
    assert min(each) > 100


def test_a_child_can_have_been_reviewed_as_often_as_is_asked() -> None:
    tell = LoadTeller(Random(1), date(2026, 4, 21), 0)

    held = [len(tell.after(reviews).reviews) for reviews in (0, 1, 2, 6, 12)]

    assert held[0] == 0
    assert held[1] == 1
    assert all(abs(number - wanted) <= 2 for number, wanted in zip(held[2:], (2, 6, 12), strict=True))
