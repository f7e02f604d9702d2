"""What production refuses: starting on defaults, or with a database role that the authorities' walls do not bind.

They are Django system checks (`manage.py check --deploy --database default`); web, worker and beat run them at start.
"""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connections

# What must be set, and how.
REQUIRED = {
    "SECRET_KEY": "Set it to 50 or more random characters, for example from "
    "`python -c 'import secrets; print(secrets.token_urlsafe(50))'`, and keep it the same over restarts.",
    "ALLOWED_HOSTS": "Set it to the names people reach the portal by, separated by commas: "
    "ALLOWED_HOSTS=iro.council.gov.uk",
    "PORTAL_URL": "Set it to the address people use, for the links in messages: PORTAL_URL=https://iro.council.gov.uk",
    "DATABASE_URL": "Set it to the PostgreSQL database as the role that owns nothing: "
    "DATABASE_URL=postgres://portal_app:PASSWORD@HOST:5432/portal",
    "REDIS_URL": "Set it to a Redis of the portal's own, with an append-only file and noeviction: "
    "REDIS_URL=redis://:PASSWORD@HOST:6379/0",
    "EMAIL_URL": "Set it to the mail server: EMAIL_URL=smtp+tls://USER:PASSWORD@HOST:587",
    "DEFAULT_FROM_EMAIL": "Set it to the address messages come from: DEFAULT_FROM_EMAIL=iro-portal@council.gov.uk",
}
SHORTEST_SECRET_KEY = 50


@register(Tags.security)
def production_settings(**_: Any) -> list[Error]:
    """Everything that is missing or unsafe in the environment of a production, each with how to put it right."""
    if not settings.PRODUCTION:
        return []
    problems = [
        Error(f"{name} is not set.", hint=hint, id="portal.E001")
        for name, hint in REQUIRED.items()
        if not os.environ.get(name)
    ]
    key = os.environ.get("SECRET_KEY", "")
    if key and (len(key) < SHORTEST_SECRET_KEY or key == settings.INSECURE_SECRET_KEY):
        problems.append(
            Error("SECRET_KEY is too easy to guess.", hint=REQUIRED["SECRET_KEY"], id="portal.E002")
        )
    if "*" in settings.ALLOWED_HOSTS:
        problems.append(
            Error("ALLOWED_HOSTS allows every name.", hint=REQUIRED["ALLOWED_HOSTS"], id="portal.E003")
        )
    if settings.DEBUG or os.environ.get("DEBUG", "").lower() in {"1", "true", "yes", "on"}:
        problems.append(Error("DEBUG is on.", hint="Take DEBUG out of the environment.", id="portal.E004"))
    portal_url = os.environ.get("PORTAL_URL", "")
    if portal_url and not portal_url.startswith("https://"):
        problems.append(Error("PORTAL_URL is not https.", hint=REQUIRED["PORTAL_URL"], id="portal.E005"))
    return problems


@register(Tags.database)
def database_role(databases: list[str] | None = None, **_: Any) -> list[Error]:
    """The role of web, worker and beat must be one that row security and the rights of the tables bind."""
    return _role_problems() + wall_problems() if "default" in (databases or []) else []


def refuse_unsafe_production() -> None:
    """Called by web, worker and beat as they start. Raises ImproperlyConfigured with everything that is wrong.

    A database that does not answer at this moment is no reason to refuse: it may be starting too.
    """
    if not settings.PRODUCTION:
        return
    problems = production_settings()
    if os.environ.get("DATABASE_OWNER_URL"):
        problems.append(
            Error(
                "DATABASE_OWNER_URL is set.",
                hint="Give it to the job that runs `manage.py migrate` alone, not to web, worker or beat.",
                id="portal.E006",
            )
        )
    if not problems:
        try:
            problems = _role_problems() + wall_problems()
        except OperationalError:
            problems = []
    if problems:
        lines = "\n".join(f"* {problem.msg} {problem.hint}" for problem in problems)
        raise ImproperlyConfigured(f"The portal does not start in production like this:\n{lines}")


def wall_problems() -> list[Error]:
    """Tables of an authority that row security does not guard: one a table, none where all is well (core/walls.py)."""
    connection = connections["default"]
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                """
                SELECT relname FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
                WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
                      AND attname = 'authority_id' AND NOT attisdropped
                      AND NOT (relrowsecurity AND relforcerowsecurity)
                ORDER BY relname
                """
            )
            open_tables = [name for (name,) in cursor.fetchall()]
    finally:
        if not connection.in_atomic_block:
            connection.close()
    return [
        Error(
            f"The table {name} has no row security, so one authority's rows stand open to another's people.",
            hint="Run `manage.py migrate` as the owner; if it stays so, a migration lacks an AuthorityWall.",
            id="portal.E008",
        )
        for name in open_tables
    ]


def _role_problems() -> list[Error]:
    connection = connections["default"]
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                """
                SELECT rolname, rolsuper, rolbypassrls, rolcreaterole,
                       EXISTS (SELECT FROM pg_class WHERE relowner = pg_roles.oid),
                       EXISTS (SELECT FROM pg_database
                               WHERE datname = current_database() AND pg_has_role(datdba, 'MEMBER'))
                FROM pg_roles WHERE rolname = current_user
                """
            )
            name, superuser, bypasses, creates_roles, owns_tables, owns_database = cursor.fetchone()
    finally:
        if not connection.in_atomic_block:
            connection.close()  # nothing may be shared with the processes that are forked next
    found = {
        "is a superuser": superuser,
        "passes row security by (BYPASSRLS)": bypasses,
        "may create roles": creates_roles,
        "owns tables": owns_tables,
        "owns the database": owns_database,
    }
    return [
        Error(
            f"The database role {name} {problem}, so the walls between authorities do not bind it.",
            hint="Let DATABASE_URL name the role portal_app as deploy/postgres/roles.sql makes it.",
            id="portal.E007",
        )
        for problem, is_so in found.items()
        if is_so
    ]
