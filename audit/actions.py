"""Writes the audit. Called inside the transaction of what it records: if it cannot be written, nothing is."""

from collections.abc import Iterable
from typing import Any

from django.db import models

from audit.context import request_id
from audit.models import Event
from audit.verbs import Verb


def record(
    verb: Verb,
    *,
    by: models.Model | None,
    authority_id: int | None,
    objects: Iterable[models.Model] = (),
    object_type: str = "",
    object_ids: Iterable[int] = (),
    child_ids: Iterable[int] = (),
    **detail: Any,
) -> Event:
    """Write one audit row: who (`by`, None is the system) did `verb` to which rows, about which children.

    `objects` gives type and ids of rows of one model; or name them by `object_type` and `object_ids`. `detail` takes
    ids, codes, dates and counts: never words somebody typed and never a name.
    """
    rows = list(objects)
    return Event.objects.create(
        verb=Verb(verb).value,
        actor_id=by.pk if by is not None else None,
        authority_id=authority_id,
        object_type=rows[0]._meta.label_lower if rows else object_type,
        object_ids=[row.pk for row in rows] or list(object_ids),
        child_ids=sorted(set(child_ids)),
        detail={key: _plain(value) for key, value in detail.items()},
        request_id=request_id(),
    )


def _plain(value: Any) -> Any:
    """Dates and codes as text, so that JSON keeps them."""
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if value is None or isinstance(value, (bool, int, float)):
        return value
    return str(value)
