"""Row security: every table of an authority has its wall, raw SQL meets it, and this suite would notice without."""

import os
from collections.abc import Iterator
from importlib import import_module
from io import StringIO
from typing import Any

import factory
import psycopg2
import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import ProgrammingError, connection, connections, transaction

from core.checks import wall_problems
from core.walls import (
    OF_HERE,
    OF_HERE_OR_MINE,
    OF_HERE_OR_MY_PLACES,
    OF_HERE_OR_NOBODY,
    OF_HERE_OR_NOBODY_OR_TO_ME,
    tell_database,
)
from tests.factories.accounts import LocalAuthorityFactory, MembershipFactory
from tests.factories.base import told
from tests.factories.children import PeriodOfCareFactory
from tests.factories.reviews import CaseloadEntryFactory

OTHER_RULES = {
    "accounts_authoritysettings": OF_HERE_OR_MY_PLACES,
    "accounts_invitation": OF_HERE_OR_NOBODY,
    "accounts_membership": OF_HERE_OR_MINE,
    "audit_event": OF_HERE_OR_NOBODY,
    "audit_message": OF_HERE_OR_NOBODY_OR_TO_ME,
    "audit_seal": OF_HERE_OR_NOBODY,
}
"""Every table with another rule than "the authority told, and no other". One more here is one to think about."""
OVER_THE_WALLS = {
    "accounts_invitation_place",
    "accounts_open_roles",
    "accounts_people_in_numbers",
    "accounts_works_elsewhere",
    "audit_authorities",
    "audit_claim_message",
    "audit_events_about",
    "audit_messages_standing",
    "returns_late_jobs",
    "returns_place_of_job",
    "returns_remove_old_files",
    "returns_running_jobs",
    "reviews_make_digests",
    "reviews_make_reminders",
}
"""Every function with the owner's rights."""
APPEND_ONLY = {"audit_event", "audit_seal"}
"""What nobody may change at all (tests/audit)."""


def tables() -> dict[str, Any]:
    """Every table with an authority, and its model."""
    return {
        model._meta.db_table: model
        for model in apps.get_models()
        if any(field.column == "authority_id" for field in model._meta.local_fields)
    }


def ask(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def seen(table: str) -> set[int]:
    """The authorities whose rows a query without any filter gives."""
    return {
        place
        for (place,) in ask(f'SELECT DISTINCT authority_id FROM "{table}" WHERE authority_id IS NOT NULL')
    }


def way_to_authority(make: Any) -> str:
    """The name by which a factory takes its authority: that of what the row hangs on, as in child__authority."""
    for parent in ("child", "review", "period", "plan", "deadline", "job", "restriction", "fact"):
        declared = make._meta.base_declarations.get(parent)
        if isinstance(declared, factory.SubFactory):
            return f"{parent}__{way_to_authority(declared.get_factory())}"
    return "authority"


@pytest.fixture
def two_of_each(db: None) -> tuple[int, int]:
    """A row of every table in each of two authorities."""
    pair = LocalAuthorityFactory(), LocalAuthorityFactory()
    for place in pair:
        for model in tables().values():
            if hasattr(model, "pgh_tracked_model") or model._meta.model_name == "authoritysettings":
                continue  # the triggers write the one, the authority's factory the other
            make = getattr(
                import_module(f"tests.factories.{model._meta.app_label}"), f"{model.__name__}Factory"
            )
            where = "authority_id" if model._meta.app_label == "audit" else way_to_authority(make)
            make(**{where: place.pk if where == "authority_id" else place})
    return pair[0].pk, pair[1].pk


def test_raw_sql_without_a_filter_sees_one_authority(two_of_each: tuple[int, int]) -> None:
    for place in two_of_each:
        with told(place):
            assert {table: seen(table) for table in tables()} == {table: {place} for table in tables()}


def test_raw_sql_sees_nothing_where_no_authority_is_told(two_of_each: tuple[int, int]) -> None:
    with told(None):
        assert {table: seen(table) for table in tables()} == {table: set() for table in tables()}


def test_a_row_cannot_be_put_into_another_authority(two_of_each: tuple[int, int]) -> None:
    here, elsewhere = two_of_each
    changeable = sorted(set(tables()) - APPEND_ONLY)
    for table in changeable:
        with (
            pytest.raises(ProgrammingError, match="row-level security"),
            told(here),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                f'UPDATE "{table}" SET authority_id = %s WHERE authority_id = %s', [elsewhere, here]
            )


def test_rows_of_others_cannot_be_changed_or_removed(two_of_each: tuple[int, int]) -> None:
    here, elsewhere = two_of_each
    for table in sorted(set(tables()) - APPEND_ONLY):
        with told(here), connection.cursor() as cursor:
            cursor.execute(
                f'UPDATE "{table}" SET authority_id = authority_id WHERE authority_id = %s', [elsewhere]
            )
            assert cursor.rowcount == 0, table
            cursor.execute(f'DELETE FROM "{table}" WHERE authority_id = %s', [elsewhere])
            assert cursor.rowcount == 0, table


def test_memberships_and_settings_are_known_to_their_person(db: None) -> None:
    mine, theirs = MembershipFactory(), MembershipFactory()
    with told(None), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.person', %s, true)", [str(mine.person_id)])
        assert seen("accounts_membership") == {mine.authority_id}
        assert seen("accounts_authoritysettings") == {mine.authority_id}
        cursor.execute("SELECT set_config('app.person', '', true)")

    assert mine.authority_id != theirs.authority_id


def test_every_table_has_its_wall_and_that_of_the_owner(db: None) -> None:
    with_authority = {
        name
        for (name,) in ask(
            "SELECT relname FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid"
            " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND attname = 'authority_id'"
        )
    }
    found: dict[str, set[tuple[str, str, str, str]]] = {}
    for table, policy, command, permissive, to in ask(
        "SELECT tablename, policyname, cmd, permissive, roles::text FROM pg_policies"
    ):
        found.setdefault(table, set()).add((policy, command, permissive, to))

    both = {
        ("authority_wall", "ALL", "PERMISSIVE", "{public}"),
        ("owner_passes", "ALL", "PERMISSIVE", "{portal_owner}"),
    }
    assert with_authority == set(tables())
    assert found == dict.fromkeys(with_authority, both)
    assert wall_problems() == []


def test_the_rules_are_those_of_the_code(db: None, superuser: Any) -> None:
    """PostgreSQL writes a rule its own way, so the same text is put through it and laid beside."""
    policies = {
        table: (using, check)
        for table, using, check in ask(
            "SELECT tablename, qual, with_check FROM pg_policies WHERE policyname = 'authority_wall'"
        )
    }
    superuser.execute("CREATE TABLE laid_beside (authority_id bigint, person_id bigint, recipient_id bigint)")
    written = {}
    for rule in {OF_HERE, *OTHER_RULES.values()}:
        superuser.execute(f"CREATE POLICY one ON laid_beside USING ({rule})")
        superuser.execute("SELECT qual FROM pg_policies WHERE tablename = 'laid_beside'")
        written[rule] = superuser.fetchone()[0]
        superuser.execute("DROP POLICY one ON laid_beside")

    expected = {table: written[OTHER_RULES.get(table, OF_HERE)] for table in tables()}
    assert {
        table: using.replace(f"{table}.", "laid_beside.") for table, (using, _) in policies.items()
    } == expected
    assert all(using == check for using, check in policies.values())


@pytest.fixture
def superuser(django_db_setup: None) -> Iterator[Any]:
    """The database as its superuser sees it; what it did is taken back."""
    name = connections["default"].settings_dict["NAME"]
    url = os.environ["PORTAL_TEST_SUPERUSER"].rpartition("/")[0]
    held = psycopg2.connect(f"{url}/{name}")
    with held.cursor() as cursor:
        yield cursor
    held.rollback()
    held.close()


def test_the_suite_would_notice_a_wall_that_is_off(superuser: Any) -> None:
    """The same question as above, of a table whose wall a superuser takes down for it."""
    place = (
        "INSERT INTO accounts_localauthority (uuid, ons_code, dfe_code, name, region, colour, contact_email,"
        " contact_phone, out_of_hours_phone, created_at)"
        " VALUES (gen_random_uuid(), %s, %s, %s, 'Invented', '#0d4f5c', '', '', '', now()) RETURNING id"
    )
    row = (
        'INSERT INTO accounts_bankholidaycorrection (uuid, authority_id, "on", name, is_holiday)'
        " VALUES (gen_random_uuid(), %s, '2030-06-03', 'Invented', true)"
    )
    places = []
    for number in range(2):
        superuser.execute(place, [f"E98{number:06d}", f"{number}", f"Northshire W{number}"])
        places.append(superuser.fetchone()[0])
        superuser.execute(row, [places[-1]])

    superuser.execute("SET CONSTRAINTS ALL IMMEDIATE")

    def seen_as_the_app() -> set[int]:
        superuser.execute("SET LOCAL ROLE portal_app")
        superuser.execute("SELECT set_config('app.authority', %s, true)", [str(places[0])])
        superuser.execute("SELECT DISTINCT authority_id FROM accounts_bankholidaycorrection")
        found = {one for (one,) in superuser.fetchall()}
        superuser.execute("RESET ROLE")
        return found

    assert seen_as_the_app() == {places[0]}
    superuser.execute("ALTER TABLE accounts_bankholidaycorrection DISABLE ROW LEVEL SECURITY")
    assert seen_as_the_app() == set(places)


def test_the_only_ways_over_the_walls_are_these(db: None) -> None:
    functions = ask(
        "SELECT proname, pg_get_userbyid(proowner), array_to_string(proconfig, ',') FROM pg_proc"
        " WHERE prosecdef AND pronamespace = 'public'::regnamespace"
    )

    assert {name for name, _, _ in functions} == OVER_THE_WALLS
    assert {(who, path) for _, who, path in functions} == {
        ("portal_owner", "search_path=pg_catalog, public, pg_temp")
    }


def test_the_setting_is_read_once_a_statement(two_of_each: tuple[int, int]) -> None:
    with told(two_of_each[0]):
        plan = "\n".join(line for (line,) in ask("EXPLAIN (VERBOSE) SELECT * FROM children_child"))

    assert plan.count("current_setting") == 1
    assert "InitPlan" in plan


def test_a_start_is_refused_where_a_table_has_no_wall(transactional_db: None, superuser: Any) -> None:
    superuser.execute("CREATE TABLE forgotten (id bigint, authority_id bigint)")
    superuser.connection.commit()
    try:
        problems = wall_problems()
    finally:
        superuser.execute("DROP TABLE forgotten")
        superuser.connection.commit()

    assert [problem.id for problem in problems] == ["portal.E008"]
    assert "forgotten" in problems[0].msg


def test_outside_a_transaction_no_authority_can_be_told(transactional_db: None) -> None:
    with pytest.raises(RuntimeError, match="open one first"):
        tell_database(1)


def test_at_the_end_of_a_transaction_nothing_is_told(transactional_db: None) -> None:
    place = LocalAuthorityFactory()
    with transaction.atomic():
        tell_database(place.pk)
        inside = seen("accounts_authoritysettings")

    assert inside == {place.pk}
    assert seen("accounts_authoritysettings") == set()


def test_commands_over_all_authorities_tell_each_its_own(db: None) -> None:
    for period in (PeriodOfCareFactory(), PeriodOfCareFactory()):
        with told(period.authority_id):
            CaseloadEntryFactory(child=period.child, period=period)
    out = StringIO()
    call_command("recompute", stdout=out)
    before = out.getvalue()
    call_command("recompute", "--apply", stdout=StringIO())
    out = StringIO()
    call_command("recompute", stdout=out)

    assert before.splitlines()[-1] != out.getvalue().splitlines()[-1]
    assert "0 differ" in out.getvalue()
