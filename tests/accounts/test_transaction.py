"""One transaction a request; the authority is told to the database for just as long; a query without one is refused."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.test import RequestFactory
from django_scopes.exceptions import ScopeError

from accounts.middleware import ActorMiddleware, RequestTransactionMiddleware
from accounts.models import Membership, Person
from accounts.scoping import in_authority
from children.models import Child
from core.walls import tell_database
from tests.factories.accounts import LocalAuthorityFactory, MembershipFactory
from tests.factories.children import ChildFactory

pytestmark = pytest.mark.django_db(transaction=True)


def told() -> str | None:
    """What the database knows as the authority now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.authority', true)")
        return cursor.fetchone()[0]


def asked_by(
    person: Person, view: Callable[[HttpRequest], HttpResponse], path: str = "/children/"
) -> HttpResponse:
    """The answer of a view inside both middlewares."""
    request = RequestFactory().get(path)
    request.user = person
    request.session = {}
    return RequestTransactionMiddleware(ActorMiddleware(view))(request)


@pytest.fixture
def membership() -> Membership:
    return MembershipFactory()


def test_inside_a_request_the_database_knows_the_authority(membership: Membership) -> None:
    seen = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append((told(), connection.in_atomic_block, request.actor.authority))
        return HttpResponse()

    asked_by(membership.person, view)

    assert seen == [(str(membership.authority_id), True, membership.authority)]
    assert told() in ("", None)
    assert not connection.in_atomic_block


def test_a_view_sees_its_own_authority_and_no_other(membership: Membership) -> None:
    ChildFactory(authority=membership.authority, number="1")
    ChildFactory(authority=LocalAuthorityFactory(), number="2")
    seen = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.extend(Child.objects.values_list("number", flat=True))
        return HttpResponse()

    asked_by(membership.person, view)

    assert seen == ["1"]


@pytest.mark.parametrize("path", ["/children/", "/health/"])
def test_a_query_that_forgot_its_authority_is_refused(path: str) -> None:
    """A stranger, and a page that answers without a transaction: neither reaches a child."""
    stranger = MembershipFactory(platform=True).person
    ChildFactory()

    def view(request: HttpRequest) -> HttpResponse:
        list(Child.objects.all())
        return HttpResponse()

    with pytest.raises(ScopeError):
        asked_by(stranger, view, path)


def test_a_template_is_rendered_inside_the_transaction(membership: Membership) -> None:
    seen = []

    class Answer(TemplateResponse):
        @property
        def rendered_content(self) -> str:
            seen.append((told(), connection.in_atomic_block))
            return ""

    asked_by(membership.person, lambda request: Answer(request, "unused.html"))

    assert seen == [(str(membership.authority_id), True)]


def test_an_answer_of_500_takes_everything_back(membership: Membership) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        ChildFactory(authority=membership.authority)
        return HttpResponse(status=500)

    asked_by(membership.person, view)

    with in_authority(membership.authority):
        assert Child.objects.count() == 0


def test_an_exception_takes_everything_back(membership: Membership) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        ChildFactory(authority=membership.authority)
        raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        asked_by(membership.person, view)

    with in_authority(membership.authority):
        assert Child.objects.count() == 0


def test_the_authority_cannot_be_told_outside_a_transaction(membership: Membership) -> None:
    with pytest.raises(RuntimeError, match="open one first"):
        tell_database(membership.authority_id)


def test_the_next_transaction_knows_nothing_of_the_last(membership: Membership) -> None:
    with in_authority(membership.authority):
        assert told() == str(membership.authority_id)

    with transaction.atomic():
        assert told() in ("", None)
