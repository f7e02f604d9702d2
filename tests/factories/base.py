"""Rows of any authority, whichever is told to the database at the time: row security binds the tests too."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import factory
from django.db import transaction
from django.db.models import Model
from django_scopes import scopes_disabled

from accounts.models import LocalAuthority
from core.walls import tell_database


@contextmanager
def told(authority_id: int | None) -> Iterator[None]:
    """Tell the database this authority for a while, then again the one told before."""
    with transaction.atomic():
        before = tell_database(authority_id)
        yield
        tell_database(before)


def everywhere(ask: Callable[[], Iterable[Any]]) -> list[Any]:
    """What `ask` finds outside all authorities and in each in turn, put together: what no person can see at once."""
    found: list[Any] = []
    for place in [None, *LocalAuthority.objects.order_by("pk").values_list("pk", flat=True)]:
        with told(place), scopes_disabled():
            found += [one for one in ask() if one not in found]
    return found


class PortalFactory(factory.django.DjangoModelFactory):
    """The base of every factory: the row is made inside the authority it belongs to."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: type[Model], *args: Any, **kwargs: Any) -> Model:
        place = kwargs.get("authority")
        with told(place.pk if place is not None else kwargs.get("authority_id")):
            return super()._create(model_class, *args, **kwargs)
