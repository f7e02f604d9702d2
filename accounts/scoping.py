"""Works inside one authority: one transaction, the authority told to the database, queries of others refused.

Everything that reads or writes an authority's rows runs inside `in_authority`: the middleware does it for a request,
tasks, commands and imports do it for themselves. Row security (core/walls.py) reads what is told here.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, TypeVar

from django.db import connection, transaction
from django_scopes import scope

from accounts.models import LocalAuthority
from core.walls import tell_database

Answer = TypeVar("Answer")


@contextmanager
def in_authority(authority: LocalAuthority | None) -> Iterator[None]:
    """One transaction (or savepoint) in which only this authority's rows can be reached; with None, nobody's.

    Inside another one the authority of that is told again at the end; an error takes the setting back by itself.
    """
    nested = connection.in_atomic_block
    with transaction.atomic():
        before = tell_database(authority.pk if authority else None)
        with scope(authority=authority):
            yield
        if nested:
            tell_database(before)


def in_its_authority(action: Callable[..., Answer]) -> Callable[..., Answer]:
    """Let an action run inside the authority given as `authority`, in one transaction, whoever calls it.

    For what the platform does to an authority, and what an authority's people do to their own.
    """

    @wraps(action)
    def run(*, authority: LocalAuthority | None, **rest: Any) -> Answer:
        with in_authority(authority):
            return action(authority=authority, **rest)

    return run
