"""The headers of every answer there is: each address of the URLconf, for strangers and people, errors and files."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import LocalAuthority
from tests.factories.accounts import MembershipFactory
from tests.signing_in import come_in

POLICY = (
    "base-uri 'none'; connect-src 'self'; default-src 'none'; font-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; img-src 'self' data:; manifest-src 'self'; script-src 'self'; style-src 'self'"
)
HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
}
KEPT = {"theme_css"}
production = override_settings(
    SECURE_HSTS_SECONDS=31536000, SECURE_HSTS_INCLUDE_SUBDOMAINS=True, SECURE_HSTS_PRELOAD=True
)


def wrong(answer: HttpResponse, *, kept: bool = False) -> list[str]:
    """What this answer does not say."""
    found = [f"{name}: {answer.get(name)}" for name, value in HEADERS.items() if answer.get(name) != value]
    policy = "; ".join(sorted(answer.get("Content-Security-Policy", "").split("; ")))
    if policy != POLICY:
        found.append(f"policy: {policy}")
    if "camera=()" not in answer.get("Permissions-Policy", ""):
        found.append("no permissions policy")
    if ("no-store" in answer.get("Cache-Control", "")) == kept:
        found.append(f"Cache-Control: {answer.get('Cache-Control')}")
    return found


VALUES = {"uuid": uuid4(), "number": 1, "int": 1}


def addresses(patterns: list[URLPattern | URLResolver] | None = None) -> Iterator[tuple[str, str]]:
    """Name and path of everything; ids are those of nothing."""
    for one in patterns or get_resolver().url_patterns:
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns)
            continue
        converters = one.pattern.converters
        kwargs = {
            key: VALUES.get(type(converter).__name__.removesuffix("Converter").lower(), "x")
            for key, converter in converters.items()
        }
        for key in one.pattern.regex.groupindex:
            kwargs.setdefault(key, {"colour": "0d4f5c"}.get(key, "x"))
        yield one.name or "", reverse(one.name, kwargs=kwargs)


@production
@pytest.mark.parametrize("who", ["a stranger", "an administrator"])
def test_every_address_says_it(who: str, authority: LocalAuthority) -> None:
    client = Client(raise_request_exception=False)
    if who == "an administrator":
        come_in(client, MembershipFactory(authority=authority, admin=True).person)
    found = {}
    for name, path in addresses():
        if name == "account_logout":
            continue
        for method in ("get", "post", "delete"):
            answer = getattr(client, method)(path, secure=True)
            if problems := wrong(answer, kept=name in KEPT and answer.status_code == 200):
                found[name, method] = problems

    assert found == {}


@production
@override_settings(ALLOWED_HOSTS=["testserver"])
def test_errors_say_it_too(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(raise_request_exception=False)
    strict = Client(enforce_csrf_checks=True)
    answers = {
        400: client.get("/", secure=True, headers={"Host": "elsewhere.invalid"}),
        403: strict.post("/people/add/", secure=True),
        404: client.get("/nothing-is-here/", secure=True),
        405: client.post("/help/", secure=True),
    }

    def broken(*args: object) -> None:
        raise RuntimeError("invented")

    monkeypatch.setattr("core.views.WordsPage.get_context_data", broken)
    answers[500] = client.get("/help/", secure=True)

    assert {status: one.status_code for status, one in answers.items()} == {one: one for one in answers}
    assert {status: wrong(one) for status, one in answers.items() if wrong(one)} == {}


@production
def test_too_many_tries_say_it_too(authority: LocalAuthority) -> None:
    client = come_in(Client(), MembershipFactory(authority=authority, admin=True).person)
    for _ in range(11):
        answer = client.post("/accounts/reauthenticate/", {"password": "not this one"}, secure=True)

    assert answer.status_code == 429
    assert wrong(answer) == []


@production
@override_settings(SECURE_SSL_REDIRECT=True)
def test_the_redirect_to_https_says_what_it_may(db: None) -> None:
    """A browser takes Strict-Transport-Security from https alone."""
    answer = Client().get("/help/")

    assert answer.status_code == 301
    assert wrong(answer) == ["Strict-Transport-Security: None"]


@production
def test_files_say_it_too(db: None) -> None:
    answer = Client().get("/static/icon.svg", secure=True)

    assert answer.status_code == 200
    assert wrong(answer, kept=True) == []
    assert b"".join(answer.streaming_content).startswith(b"<svg")
    answer.close()
