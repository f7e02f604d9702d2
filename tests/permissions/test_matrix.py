"""Every address × role × method × whose record it is. The addresses come from the URLconf, the answers from a table."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django_scopes import scopes_disabled

from accounts.models import LocalAuthority, Membership, Person
from accounts.scoping import in_authority
from participation.models import ChildView
from reviews.actions.duties import recompute_children
from reviews.models import Deadline
from tests.factories import accounts, audit, children, participation, returns, reviews
from tests.permissions.expectations import (
    GONE,
    LOGIN,
    NO,
    OK,
    OTHERS,
    PATTERNS,
    RESTRICTED,
    ROLES,
    URLS,
    WHOSE,
)

pytestmark = pytest.mark.django_db
HELD, BEFORE = date(2026, 3, 2), date(2025, 12, 1)
NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)


OPEN_NAMING = "child-restriction-unname"
"""About a restricted child as it is, in the table of the others."""


def names(patterns: list[URLPattern | URLResolver] | None = None) -> Iterator[str]:
    """The name of every address there is."""
    for pattern in patterns or get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns)
        else:
            yield pattern.name or str(pattern.pattern)


def test_every_address_has_an_expectation() -> None:
    assert set(names()) == set(URLS) | set(OTHERS)


def rows_of(
    authority: LocalAuthority,
    iro: Person,
    holiday: date = date(2030, 6, 3),
    named: tuple[Person, ...] | None = None,
) -> dict[str, Any]:
    """One of everything, about children of this IRO. With `named`, the children are closed to all others."""
    known = {"authority": authority, "known_since": date(2030, 1, 1)}

    def child() -> tuple[Any, Any]:
        one = children.ChildFactory(**known)
        period = children.PeriodOfCareFactory(child=one, start_date=date(2025, 9, 1))
        children.LegalStatusFactory(period=period)
        children.PlacementFactory(period=period)
        children.AllocationFactory(child=one, iro=iro, start_date=date(2025, 9, 2))
        close(one)
        return one, period

    def close(one: Any) -> None:
        if named is None:
            return
        restriction = children.RestrictionFactory(child=one)
        for person in named:
            children.RestrictionAccessFactory(restriction=restriction, person=person)

    first, period = child()
    earlier_review = reviews.ReviewFactory(
        period=period, number=1, state="concluded", held_date=BEFORE, concluded_date=BEFORE,
        decisions_issued_at=NOW, decisions_issued_date=BEFORE, decisions_issued_by=iro,
    )  # fmt: skip
    review = reviews.ReviewFactory(
        period=period, number=2, state="concluded", held_date=HELD, concluded_date=HELD, scheduled_date=HELD
    )
    second, second_period = child()
    booked = reviews.ReviewFactory(period=second_period, number=1, scheduled_date=date(2026, 5, 5))
    unbooked, _ = child()
    rows = {
        "child": first,
        "unbooked": unbooked,
        "around": children.RelationshipFactory(child=first),
        "review": review,
        "earlier_review": earlier_review,
        "earlier": reviews.DecisionFactory(review=earlier_review),
        "draft": reviews.DecisionFactory(review=review, state="draft"),
        "held_sitting": reviews.SittingFactory(review=review, date=HELD, held=True),
        "heard": participation.ChildViewFactory(review=review),
        "booked": booked,
        "sitting": reviews.SittingFactory(review=booked, date=date(2026, 5, 5)),
        "invited": reviews.InvitationFactory(review=booked),
        "planned": with_plans(child()[0], iro),
        "undated": children.ChildFactory(**known),
        "glass": children.BreakGlassFactory(child=first, person=iro),
        "job": returns.JobFactory(authority=authority, state="done", finished_at=NOW),
        "export": returns.JobFactory(authority=authority, kind="export_903", state="done", finished_at=NOW),
        "holiday": accounts.BankHolidayCorrectionFactory(authority=authority, on=holiday),
        "absence": accounts.AbsenceFactory(authority=authority),
        "authority": authority,
        "message": audit.MessageFactory(authority_id=authority.pk, recipient_id=iro.pk, fate="failed"),
    }
    rows["shut"] = children.ChildFactory(**known)
    children.AllocationFactory(child=rows["shut"], iro=iro)
    shut_to = children.RestrictionAccessFactory(restriction__child=rows["shut"], person=iro)
    rows["shut_to"] = shut_to
    copied_child, copied_period = child()
    rows["copied"] = reviews.ReviewFactory(
        period=copied_period, state="completed", held_date=HELD, concluded_date=HELD, scheduled_date=HELD,
        record_completed_at=NOW, record_completed_by=iro, record_completed_date=HELD,
        decisions_issued_at=NOW, decisions_issued_date=HELD, decisions_issued_by=iro,
    )  # fmt: skip
    rows["got_none"] = reviews.InvitationFactory(review=rows["copied"])
    sent = {"review": rows["copied"], "created_by": iro, "previewed_by": iro, "previewed_at": NOW}
    mother = children.RelationshipFactory(child=copied_child)
    rows["copy"] = reviews.ReleaseFactory(
        **sent, kind="family", relationship=mother, state="previewed", recipient_name="Rue"
    )
    rows["gone_copy"] = reviews.ReleaseFactory(
        **sent, state="released", released_by=iro, released_at=NOW, released_date=HELD
    )
    returns.JobFileFactory(job=rows["export"], is_result=True)
    close(rows["undated"])
    children.CarePlanVersionFactory(child=first)
    children.PeriodOfCareFactory(child=rows["undated"], start_known=False)
    children.AllocationFactory(child=rows["undated"], iro=iro)
    with in_authority(authority):
        recompute_children([first.pk, second.pk, unbooked.pk, rows["undated"].pk])
        rows["deadline"] = Deadline.objects.filter(child=first).first()
    return rows


def with_plans(child: Any, by: Person) -> Any:
    """The child with two agreed versions of a care plan."""
    agreed = {"agreed_on": HELD, "agreed_by": by}
    children.CarePlanVersionFactory(child=child, number=1, status="superseded", **agreed)
    children.CarePlanVersionFactory(child=child, number=2, status="current", **agreed)
    return child


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    """Made once for this module: what a request does to it is taken back, and at the end it is gone."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


def make_world() -> dict[str, Any]:
    """Two authorities: an IRO with rows of their own, a colleague with theirs, and a stranger with theirs."""
    here, elsewhere = accounts.LocalAuthorityFactory(), accounts.LocalAuthorityFactory()
    people = {
        "iro": accounts.MembershipFactory(authority=here),
        "manager": accounts.MembershipFactory(authority=here, manager=True),
        "admin": accounts.MembershipFactory(authority=here, admin=True),
        "quality": accounts.MembershipFactory(authority=here, role="quality_reader"),
        "platform": accounts.MembershipFactory(platform=True),
        "disabled": accounts.MembershipFactory(authority=here, person__is_active=False),
        "roleless": accounts.MembershipFactory(authority=here, to_date=date(2021, 1, 1)),
    }
    colleague, stranger = (
        accounts.MembershipFactory(authority=here),
        accounts.MembershipFactory(authority=elsewhere),
    )
    with scopes_disabled():
        rows = {
            "own": rows_of(here, people["iro"].person),
            "colleague": rows_of(here, colleague.person, holiday=date(2031, 6, 3)),
            "foreign": rows_of(elsewhere, stranger.person),
            "closed": rows_of(here, colleague.person, holiday=date(2032, 6, 3), named=()),
            "named": rows_of(
                here,
                colleague.person,
                holiday=date(2033, 6, 3),
                named=(people["iro"].person, people["manager"].person),
            ),
        }
    for whose, membership in (("own", people["iro"]), ("colleague", colleague), ("foreign", stranger)):
        rows[whose] |= {"person": membership.person, "role": membership}
    return {"rows": rows, "clients": {role: client_of(people.get(role)) for role in ROLES}}


def client_of(membership: Membership | None) -> Client:
    """A client of somebody; of a stranger without a membership."""
    client = Client()
    if membership is not None:
        client.force_login(membership.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def address(world: dict[str, Any], name: str, whose: str, swapped: str | None = None) -> str:
    """The address with ids of `whose`; the id called `swapped` is a stranger's."""
    kwargs = {}
    for key, what in URLS[name][2].items():
        if what.startswith("="):
            kwargs[key] = what[1:]
        elif whose == "missing":
            kwargs[key] = uuid4()
        else:
            kwargs[key] = world["rows"]["foreign" if key == swapped else whose][what].uuid
    return reverse(name, kwargs=kwargs)


def said(answer: HttpResponse) -> str:
    """An answer in the words of the table."""
    if answer.status_code == 302:
        return LOGIN if answer["Location"].startswith("/accounts/login/") else OK
    return {200: OK, 403: NO, 404: GONE}.get(answer.status_code, str(answer.status_code))


def answer(client: Client, method: str, url: str) -> str:
    """What is said; whatever the request did is taken back, so that the next finds the same world."""
    with transaction.atomic():
        found = said(getattr(client, method)(url))
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("name", sorted(URLS))
def test_answers(world: dict[str, Any], name: str) -> None:
    pattern, methods, ids = URLS[name]
    has_record = any(not what.startswith("=") for what in ids.values())
    wrong = []
    for role in ROLES:
        client = world["clients"][role]
        for whose in WHOSE if has_record else ("own",):
            url = address(world, name, whose)
            for method in ("get", "post"):
                asked = pattern if isinstance(pattern, str) else pattern[method == "post"]
                expected = PATTERNS[asked][role][whose]
                right = {expected}
                if method not in methods and expected in (OK, GONE):
                    right = {"405"} if expected == OK else {"405", GONE}
                found = answer(client, method, url)
                if found not in right:
                    wrong.append((role, method, whose, found, right))

    assert wrong == []


OF_CHILDREN = sorted(
    name
    for name, (pattern, _methods, _ids) in URLS.items()
    if {pattern} <= set(RESTRICTED) or isinstance(pattern, tuple)
)


@pytest.mark.parametrize("name", [name for name in OF_CHILDREN if name not in ("glass-close", OPEN_NAMING)])
@pytest.mark.parametrize("whose", ["closed", "named"])
def test_restricted_children(world: dict[str, Any], name: str, whose: str) -> None:
    pattern, methods, _ids = URLS[name]
    wrong = []
    for role in ROLES:
        for method in methods:
            asked = pattern if isinstance(pattern, str) else pattern[method == "post"]
            cells = RESTRICTED[asked].get(role)
            expected = cells[whose] if cells else PATTERNS[asked][role]["colleague"]
            found = answer(world["clients"][role], method, address(world, name, whose))
            if found != expected:
                wrong.append((role, method, found, expected))

    assert wrong == []


SECOND = [
    (name, key)
    for name, (_, _, ids) in URLS.items()
    for key, what in ids.items()
    if key != "uuid" and what[0] != "="
]


NEW_BY_ADDRESS = ("review-heard", "heard")
"""An id that is not one's own makes a new row here, so a stranger's id is as good as one nobody has."""


@pytest.mark.parametrize(("name", "key"), [one for one in SECOND if one != NEW_BY_ADDRESS])
def test_a_strangers_row_under_ones_own_is_not_found(world: dict[str, Any], name: str, key: str) -> None:
    client = world["clients"]["iro"]
    url = address(world, name, "own", swapped=key)

    assert {answer(client, method, url) for method in URLS[name][1]} == {GONE}


def test_a_strangers_occasion_is_neither_shown_nor_touched(world: dict[str, Any]) -> None:
    theirs = world["rows"]["foreign"]["heard"]
    client, url = world["clients"]["iro"], address(world, *NEW_BY_ADDRESS[:1], "own", swapped="heard")

    page = client.get(url).content.decode()
    client.post(url, {"version": "0", "exact_words": "Mine", "heard_by": "Jas", "later": "1"})

    assert theirs.exact_words not in page
    with in_authority(theirs.authority):
        rows = {row.review_id: row.exact_words for row in ChildView.objects.exclude(exact_words="")}
        assert rows[theirs.review_id] == theirs.exact_words
    with in_authority(world["rows"]["own"]["child"].authority):
        assert (
            ChildView.objects.filter(exact_words="Mine").values_list("uuid", flat=True).get() != theirs.uuid
        )


@pytest.mark.parametrize("name", sorted(name for name, kind in OTHERS.items() if kind == "signed in"))
def test_pages_of_the_sign_in_that_need_somebody(name: str) -> None:
    assert said(Client().get(reverse(name))) == LOGIN


def test_nobody_but_the_childs_own_iro_changes_a_review() -> None:
    """The IRO is independent: no pattern lets a manager or an administrator into a page that records."""
    for cells in (PATTERNS["own iro"], PATTERNS["iro"]):
        for role in ("manager", "admin", "quality", "platform"):
            assert set(cells[role].values()) == {NO}
