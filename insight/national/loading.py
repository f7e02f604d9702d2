"""Writes the rows of a load: COPY in the owner's role, the history in one statement a table instead of a trigger a row.

The triggers of the history cost two milliseconds a row, which is an hour for a whole England. Only the owner of the
tables may switch them off, and only inside the transaction that loads; what they would have kept is then inserted from
the rows themselves. Foreign keys and constraints stay as they are: every row loaded is checked.
"""

import contextlib
import io
import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management import CommandError
from django.db import connections, models
from django.db.models.expressions import DatabaseDefault

from core import clock
from insight.national.rows import Rows


@contextlib.contextmanager
def owner_cursor() -> Iterator[Any]:
    """A connection of the owner's of its own; each `with` of it is one transaction."""
    if "owner" not in settings.DATABASES:
        raise CommandError(
            "Loading needs the role that owns the tables: set DATABASE_OWNER_URL for this command."
        )
    owner = connections["owner"]
    with contextlib.closing(owner.get_new_connection(owner.get_connection_params())) as connection:
        yield connection


def reserve(connection: Any, model: type[models.Model], number: int) -> range:
    """So many ids of a table, which nobody else will be given."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [model._meta.db_table])
        [sequence] = cursor.fetchone()
        cursor.execute("SELECT setval(%s, nextval(%s) + %s)", [sequence, sequence, number])
        [last] = cursor.fetchone()
    return range(last - number, last)


def load(connection: Any, authority_id: int, rows: Rows) -> None:
    """Write everything of one authority in one transaction, with its history."""
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.authority', %s, true)", [str(authority_id)])
        # Keys are checked after each statement: a table with checks still to come takes no ALTER.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for model, many in rows.items():
            _load(cursor, model, many)


def analyse(connection: Any) -> None:
    """Let PostgreSQL learn the size of what is there now."""
    with connection, connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _load(cursor: Any, model: type[models.Model], rows: Sequence[models.Model]) -> None:
    table = model._meta.db_table
    fields = model._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    text = io.StringIO("".join("\t".join(_told(field, row) for field in fields) + "\n" for row in rows))
    history = getattr(model, "pgh_event_model", None)
    cursor.execute(f'CREATE TEMPORARY TABLE loaded ON COMMIT DROP AS SELECT {columns} FROM "{table}" LIMIT 0')  # noqa: S608
    cursor.copy_expert(f"COPY loaded ({columns}) FROM STDIN", text)
    if history is not None:
        cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
    cursor.execute(f'INSERT INTO "{table}" ({columns}) SELECT {columns} FROM loaded')  # noqa: S608
    if history is not None:
        cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')
        _keep_history(cursor, history, {field.column for field in fields})
    cursor.execute("DROP TABLE loaded")


def _keep_history(cursor: Any, history: type[models.Model], columns: set[str]) -> None:
    """What the triggers would have kept: each row as it was inserted."""
    kept = [field.column for field in history._meta.concrete_fields if field.column in columns]
    names = ", ".join(f'"{name}"' for name in kept)
    cursor.execute(
        f'INSERT INTO "{history._meta.db_table}" (pgh_created_at, pgh_label, pgh_obj_id, {names})'  # noqa: S608
        f" SELECT %s, 'insert', id, {names} FROM loaded",
        [clock.now()],
    )


def _told(field: models.Field, row: models.Model) -> str:
    """A value as COPY reads it."""
    if field.is_relation and field.is_cached(row):  # its id may have come after the row that points to it
        other = getattr(row, field.name)
        return r"\N" if other is None else str(other.pk)
    value = field.pre_save(row, True)
    if isinstance(value, DatabaseDefault):
        value = value.expression.value
    if value is None:
        return r"\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(field, models.JSONField):
        value = json.dumps(value)
    elif isinstance(value, list):
        value = "{" + ",".join(str(one) for one in value) + "}"
    elif isinstance(value, date):
        value = value.isoformat()
    return str(value).replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
