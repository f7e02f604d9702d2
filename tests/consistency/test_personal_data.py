"""Every field says what it holds of a person; and names and words planted in all of them come out in no log."""

import io
import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from celery import Celery
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django_scopes import scopes_disabled

from accounts.models import LocalAuthority, Session
from audit.models import Event
from core import logs
from core.personal_data import EVERYWHERE, FIELDS, FREE_OF_NAMES, Kind, fields, kind_of
from tests.consistency.test_models import own_models
from tests.factories.accounts import MembershipFactory
from tests.factories.base import everywhere, told
from tests.permissions.expectations import OK, PATTERNS, URLS
from tests.permissions.test_matrix import address, make_world

PLANTED = re.compile(r"(?i)qz\d+k\d+w")
CODES = {
    "kind", "type", "code", "basis", "end_reason", "new_episode_reason", "placement_change_reason", "is_mother",
    "answer", "category_of_need", "attendance", "not_invited_reason", "at_review", "spoken_alone", "fact", "permanence",
    "called_off_reason", "copy_withheld_reason", "extra_reason", "late_reason", "role", "provider", "urn", "place",
    "cancelled_reason", "recipient_role", "upn", "postcode", "home_postcode", "explanation", "heard_by",
}  # fmt: skip
"""Columns of codes, or of a form of their own, in which no sentence can stand."""


# -- The list ------------------------------------------------------------------------------------
def test_every_field_is_listed_and_every_name_is_a_field() -> None:
    there = {
        model._meta.label_lower: {field.name for field in model._meta.local_fields} for model in own_models()
    }
    unsaid, unknown = [], sorted(set(FIELDS) - set(there))
    for label, names in there.items():
        everywhere_said = {name for said in EVERYWHERE.values() for name in said.split()}
        unsaid += [f"{label}.{name}" for name in names - set(fields(label)) - everywhere_said]
        unknown += [f"{label}.{name}" for name in set(fields(label)) - names]

    assert (sorted(unsaid), unknown) == ([], [])


def test_a_field_nobody_has_classified_is_an_error() -> None:
    with pytest.raises(KeyError, match=r"Say in core/personal_data.py what children\.child\.shoe_size holds"):
        kind_of("children.child", "shoe_size")


def test_a_field_cannot_be_two_things(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FIELDS, "children.child", {Kind.PUBLIC: "name", Kind.PERSONAL: "name"})

    with pytest.raises(ValueError, match=r"children\.child\.name is listed as public and as personal"):
        fields("children.child")


def test_free_text_of_a_child_is_never_public() -> None:
    public = [
        f"{model._meta.label_lower}.{field.name}"
        for model in own_models()
        for field in model._meta.local_fields
        if field.get_internal_type() == "TextField"
        and kind_of(model._meta.label_lower, field.name) in FREE_OF_NAMES
    ]

    assert public == []
    assert kind_of("participation.childview", "exact_words") == Kind.WORDS
    assert kind_of("children.child", "authority") == Kind.PUBLIC
    assert kind_of("accounts.person", "password") == Kind.SECRET


# -- What comes out ------------------------------------------------------------------------------
@pytest.fixture
def written(settings: Any) -> Iterator[io.StringIO]:
    """What production writes to its logs, from the first level on."""
    stream = io.StringIO()
    formatter = logs.logging_settings(json_lines=True)["formatters"]["portal"]
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            **{name: value for name, value in formatter.items() if name != "()"}
        )
    )
    handler.addFilter(logs.WithoutErrorText())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


def plant() -> set[str]:
    """Put a word of its own into every field of every row in which a person's data may stand; gives the fields."""
    done: set[str] = set()
    number = 0
    for model in own_models():
        label = model._meta.label_lower
        for field in model._meta.local_fields:
            if (
                field.get_internal_type() not in ("CharField", "TextField", "EmailField")
                or kind_of(label, field.name) in (*FREE_OF_NAMES, Kind.SECRET)
                or field.choices
                or field.name in CODES
                or (field.max_length or 99) < 12
            ):
                continue
            number += 1
            for place in [None, *LocalAuthority.objects.order_by("pk").values_list("pk", flat=True)]:
                with told(place), scopes_disabled():
                    for pk in list(model._default_manager.order_by("pk").values_list("pk", flat=True)):
                        word = f"Qz{number}k{pk}w"
                        value = f"{word.lower()}@x.invalid" if "mail" in field.name else word
                        try:
                            with transaction.atomic():
                                model._default_manager.filter(pk=pk).update(**{field.name: value})
                        except DatabaseError:
                            continue
                        done.add(f"{label}.{field.name}")
    return done


def typed_into(page: str) -> dict[str, str]:
    """The page's own form, with a name typed into every box of it."""
    return {name: f"Qz999k{number}w" for number, name in enumerate(re.findall(r'\bname="([^"]+)"', page))}


def audited(since: int) -> str:
    """The audit rows written since, as text."""
    rows = everywhere(lambda: Event.objects.filter(pk__gt=since).order_by("pk"))
    return " ".join(f"{row.verb} {row.object_type} {json.dumps(row.detail)} {row.request_id}" for row in rows)


def last_event() -> int:
    return max((row.pk for row in everywhere(Event.objects.all)), default=0)


ADDRESSES = re.compile(r'\b(?:href|action|src|data-[a-z-]+url)="(?!mailto:|tel:)([^"]*)"')


@pytest.mark.slow
@pytest.mark.django_db
def test_planted_names_come_out_in_no_log_audit_row_or_address(written: io.StringIO) -> None:
    world = make_world()
    planted = plant()
    assert len(planted) > 35
    assert {"children.child.name", "participation.childview.exact_words", "reviews.decision.what"} <= planted
    assert {"accounts.person.name", "children.relationship.phone", "children.placement.address"} <= planted

    pages = seen = typed = 0
    for name, (pattern, _, _) in URLS.items():
        cells = PATTERNS[pattern if isinstance(pattern, str) else pattern[-1]]
        role = next(role for role in ("iro", "manager", "admin", "platform") if cells[role]["own"] == OK)
        client: Client = world["clients"][role]
        client.raise_request_exception = False
        url = address(world, name, "own")
        page = ""
        for ask in ("look", "empty form", "everything typed"):
            with transaction.atomic():
                since = last_event()
                if ask == "look":
                    answer = client.get(f"{url}?q=Qz999k1w&name=Qz999k2w")
                else:
                    answer = client.post(url, typed_into(page) if ask == "everything typed" else {})
                    typed += len(typed_into(page)) if ask == "everything typed" else 0
                if answer.status_code == 200 and not answer.streaming and not page:
                    page = answer.content.decode(errors="replace")
                    pages += 1
                    seen += bool(PLANTED.search(page))
                    found = [one for one in ADDRESSES.findall(page) if PLANTED.search(one.partition("?")[0])]
                    assert found == [], name
                assert PLANTED.search(answer.get("Location", "").partition("?")[0]) is None, name
                assert PLANTED.search(audited(since)) is None, name
                transaction.set_rollback(True)

    log = written.getvalue()
    assert pages > 60
    assert seen > 40
    assert typed > 150
    assert len(log.splitlines()) > 200
    assert '"request_finished"' in log
    assert PLANTED.search(log) is None, PLANTED.findall(log)
    secrets = [session.session_key for session in Session.objects.all()]
    assert secrets
    assert [one for one in secrets if one in log] == []


def _fails(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise ValueError(f"Qz1k1w was here with {request.POST.get('name')}")


class Failing:
    """Addresses of which one fails with a name in its error."""

    urlpatterns = [
        path("fails/", _fails, name="fails"),
        path("fails/<str:secret>/", _fails, name="fails-too"),
    ]


@pytest.mark.django_db
def test_an_error_of_ours_is_logged_without_its_words(written: io.StringIO, settings: Any) -> None:
    settings.ROOT_URLCONF = Failing
    client = Client(raise_request_exception=False)
    client.force_login(
        MembershipFactory(person__name="Qz2k2w").person,
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )

    answer = client.post("/fails/?q=Qz3k3w", {"name": "Qz4k4w", "password": "Qz5k5w"})
    token = client.get("/fails/Qz6k6w-a-token-of-one-use/")

    log = written.getvalue()
    assert (answer.status_code, token.status_code) == (500, 500)
    assert PLANTED.search(answer.content.decode()) is None
    assert '"ValueError"' in log
    assert PLANTED.search(log) is None, PLANTED.findall(log)


def test_a_task_that_fails_is_logged_without_its_words(written: io.StringIO) -> None:
    app = Celery("planted", set_as_current=False)
    app.conf.update(task_always_eager=True, task_store_eager_result=False)

    @app.task(name="test.planted")
    def fails(name: str) -> None:
        raise ValueError(name)

    fails.apply(args=["Qz7k7w"], kwargs={}, throw=False)

    assert "test.planted" in written.getvalue()
    assert PLANTED.search(written.getvalue()) is None
