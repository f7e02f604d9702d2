"""The audit: written in the same transaction, never changed, never removed, with no words in it."""

import pytest
from django.db import DatabaseError, connection, transaction

from audit.actions import record
from audit.models import Event
from audit.verbs import Verb
from tests.factories.accounts import PersonFactory
from tests.factories.children import ChildFactory

pytestmark = pytest.mark.django_db


def test_a_row_says_who_did_what_to_which_child(in_scope: object) -> None:
    child, person = ChildFactory(authority=in_scope), PersonFactory()

    event = record(
        Verb.CHILD_VIEWED,
        by=person,
        authority_id=in_scope.pk,
        objects=[child],
        child_ids=[child.pk],
        page="child",
    )

    event.refresh_from_db()
    assert (event.verb, event.actor_id, event.authority_id) == ("child.viewed", person.pk, in_scope.pk)
    assert (event.object_type, event.object_ids, event.child_ids) == (
        "children.child",
        [child.pk],
        [child.pk],
    )
    assert event.detail == {"page": "child"}


def test_an_unknown_verb_is_an_error() -> None:
    with pytest.raises(ValueError, match="not a valid Verb"):
        record("child.poked", by=None, authority_id=None)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_event SET verb = 'nothing'",
        "DELETE FROM audit_event",
        "TRUNCATE audit_event",
    ],
)
def test_the_app_may_not_touch_what_was_written(sql: str) -> None:
    record(Verb.SWEEP_RUN, by=None, authority_id=None)

    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)

    assert Event.objects.count() == 1


@pytest.mark.django_db(databases=["default", "owner"])
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_event SET verb = 'nothing'",
        "DELETE FROM audit_event",
        "TRUNCATE audit_event",
    ],
)
def test_not_even_the_owner_may_by_hand(sql: str) -> None:
    from django.db import connections

    owner = connections["owner"]
    with owner.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_event (at, verb, object_type, object_ids, child_ids, detail, request_id)"
            " VALUES (now(), 'reminders.swept', '', '{}', '{}', '{}', '')"
        )

    refused = pytest.raises(DatabaseError, match="append-only")
    with refused, transaction.atomic(using="owner"), owner.cursor() as cursor:
        cursor.execute(sql)


def test_what_fails_leaves_no_trace_and_without_the_trace_nothing_is_done(in_scope: object) -> None:
    child = ChildFactory(authority=in_scope)

    with pytest.raises(RuntimeError, match="stop"), transaction.atomic():
        record(Verb.CHILD_VIEWED, by=None, authority_id=in_scope.pk, objects=[child])
        raise RuntimeError("stop")

    assert not Event.objects.exists()
