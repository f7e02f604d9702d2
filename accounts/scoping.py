"""Works inside one authority: one transaction, the authority told to the database, queries of others refused.

Everything that reads or writes an authority's rows runs inside `in_authority`: the middleware does it for a request,
tasks, commands and imports do it for themselves. Row security, when it is switched on, reads the same setting.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django_scopes import scope

from accounts.models import LocalAuthority


def tell_database(authority_id: int | None) -> None:
    """Set `app.authority` for this transaction. Must be called inside one; at its end the setting is gone."""
    if not connection.in_atomic_block:
        raise RuntimeError("The authority is set for a transaction: open one first")
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.authority', %s, true)", [str(authority_id or "")])


@contextmanager
def in_authority(authority: LocalAuthority) -> Iterator[None]:
    """One transaction (or savepoint) in which only this authority's rows can be reached."""
    with transaction.atomic():
        tell_database(authority.pk)
        with scope(authority=authority):
            yield
