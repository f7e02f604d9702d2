"""The suite is as hostile as TESTING.md says: each part is shown to bite."""

import socket
import warnings
from collections.abc import Callable

import pytest
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client
from django.urls import path
from hypothesis import settings as hypothesis_settings

from accounts.models import Person
from audit.models import Event
from tests.factories.accounts import PersonFactory
from tests.hostile.answers import markup_problems
from tests.hostile.network import LookedOutsideError

PAGE = "<!doctype html><html lang=en><title>t</title><body><main id=main>{}</main>"
Failed = pytest.fail.Exception


# -- Templates -----------------------------------------------------------------------------------
def test_an_undefined_variable_in_our_template_fails() -> None:
    template = engines["django"].get_template("components/empty_state.html")

    with pytest.raises(Failed, match=r"templates/components/empty_state.html uses empty"):
        template.render({})


@pytest.mark.parametrize("debug", [True, False])
def test_an_engine_made_anew_is_as_strict(settings: object, debug: bool) -> None:
    settings.DEBUG = debug

    with pytest.raises(Failed, match="uses empty"):
        engines["django"].get_template("components/empty_state.html").render({})


def test_an_undefined_variable_in_a_template_of_others_prints_nothing() -> None:
    template = engines["django"].get_template("django/forms/widgets/input.html")

    assert (
        template.render({"widget": {"type": "text", "name": "a", "attrs": {}}}).strip().startswith("<input")
    )


def test_a_warning_is_an_error() -> None:
    with pytest.raises(UserWarning, match="look out"):
        warnings.warn("look out", stacklevel=1)


# -- The network ---------------------------------------------------------------------------------
def test_no_connection_leaves_this_machine() -> None:
    with pytest.raises(Exception, match=r"allowed:.*127\.0\.0\.1"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)


def test_no_name_is_looked_up() -> None:
    with pytest.raises(LookedOutsideError, match=r"example\.org"):
        socket.create_connection(("example.org", 80), timeout=1)


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        for host in ("127.0.0.1", "localhost"):
            socket.create_connection((host, server.getsockname()[1]), timeout=5).close()


# -- The order of rows ---------------------------------------------------------------------------
@pytest.mark.django_db
def test_rows_nobody_ordered_come_in_any_order() -> None:
    PersonFactory.create_batch(8)

    seen = {tuple(Person.objects.values_list("pk", flat=True)) for _ in range(12)}

    assert len(seen) > 1


@pytest.mark.django_db
def test_rows_somebody_ordered_keep_their_order() -> None:
    people = PersonFactory.create_batch(8)

    seen = {tuple(Person.objects.order_by("pk").values_list("pk", flat=True)) for _ in range(12)}

    assert seen == {tuple(sorted(person.pk for person in people))}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "ask",
    [
        lambda people: people.count(),
        lambda people: people.exists(),
        lambda people: people.distinct().count(),
        lambda people: people.values("is_active").distinct().count(),
        lambda people: people.union(people).count(),
        lambda people: people.filter(pk__in=people.values("pk")).count(),
        lambda people: people.first() == people.earliest("pk"),
        lambda people: people.in_bulk().keys() and people.aggregate(n=Count("pk"))["n"],
        lambda people: len(people.values("is_active").annotate(n=Count("pk"))),
    ],
)
def test_what_has_no_order_is_left_alone(ask: Callable[..., int]) -> None:
    PersonFactory()

    assert ask(Person.objects.all()) == 1


# -- What the test client refuses ----------------------------------------------------------------
@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("<script>go()</script>", "a <script> without src"),
        ("<style>a{}</style>", "a <style>"),
        ("<p style='color:red'>", '<p style="color:red">'),
        ("<button onclick='go()'>", '<button onclick="go()">'),
        ("<p>{{ name }}</p>", "template syntax left over: '{{ name }}'"),
        ("<a href='{% url %}'>", "template syntax left over: '{% url %}'"),
        ("<p id=a></p><p id=a></p>", 'id="a" 2 times'),
        ("<p id=''></p>", "an empty id"),
        ("<p class=a class=b></p>", "<p> has the same attribute twice"),
        ("<label for=b>B</label>", "<label for> points to #b, which is not on the page"),
        ("<a href='#b'>B</a>", "<a href> points to #b, which is not on the page"),
        (
            "<input aria-describedby='main b'>",
            "<input aria-describedby> points to #b, which is not on the page",
        ),
    ],
)
def test_markup_that_must_not_be(body: str, problem: str) -> None:
    assert markup_problems(PAGE.format(body)) == [problem]


def test_good_markup_has_no_problems() -> None:
    good = "<script src=/a.js></script><label for=b>B</label><input id=b><a href='#main'>Up</a><code>{{ a }}</code>"

    assert markup_problems(PAGE.format(good)) == []


def _page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(PAGE.format("<p onclick='x'>"))


def _writes(request: HttpRequest) -> HttpResponse:
    Person.objects.update(name="Somebody else")
    return HttpResponse("written")


def _locks(request: HttpRequest) -> HttpResponse:
    list(Person.objects.select_for_update())
    return HttpResponse("locked")


def _looks(request: HttpRequest) -> HttpResponse:
    for _ in range(int(request.GET["times"])):
        Event.objects.create(verb="child.viewed")
    return HttpResponse(str(Person.objects.count()))


urlpatterns = [
    path("page/", _page),
    path("writes/", _writes),
    path("locks/", _locks),
    path("looks/", _looks),
]


@pytest.fixture
def _own_addresses(settings: object) -> None:
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = ["accounts.middleware.RequestTransactionMiddleware"]


@pytest.mark.django_db
@pytest.mark.usefixtures("_own_addresses")
@pytest.mark.parametrize(
    ("method", "address", "why"),
    [
        ("get", "/page/", r"GET /page/ answers with <p onclick"),
        ("post", "/page/", r"POST /page/ answers with <p onclick"),
        ("get", "/writes/", r"writes to accounts_person"),
        ("head", "/writes/", r"writes to accounts_person"),
        ("get", "/locks/", r"locks rows"),
        ("get", "/looks/?times=2", r"writes more than one audit row"),
    ],
)
def test_the_client_refuses(method: str, address: str, why: str) -> None:
    with pytest.raises(Failed, match=why):
        getattr(Client(), method)(address)


@pytest.mark.django_db
@pytest.mark.usefixtures("_own_addresses")
@pytest.mark.parametrize(
    ("method", "address"), [("post", "/writes/"), ("post", "/locks/"), ("get", "/looks/?times=1")]
)
def test_the_client_lets_through(method: str, address: str) -> None:
    assert getattr(Client(), method)(address).status_code == 200


# -- The settings of the run ---------------------------------------------------------------------
@pytest.mark.parametrize(("name", "examples"), [("default", 100), ("ci", 30), ("soak", 2000)])
def test_the_profiles(name: str, examples: int) -> None:
    profile = hypothesis_settings.get_profile(name)

    assert (profile.max_examples, profile.deadline) == (examples, None)


def test_the_markers(pytestconfig: pytest.Config) -> None:
    ours = {line.partition(":")[0] for line in pytestconfig.getini("markers")}

    assert {"browser", "slow", "soak"} <= ours
