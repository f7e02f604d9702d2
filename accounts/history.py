"""Keeps every version of a row, by database triggers, so that bulk updates and raw SQL are seen too."""

from typing import Any

import pghistory
from django.db import models


def tracked(model: type[models.Model]) -> type[Any]:
    """Class decorator: each insert, change and removal of a row is kept as an event row beside it.

    Who and when stand in the row's saved_by and saved_at and in the audit. (New trackers for each model: pghistory
    writes the model's fields into them.)
    """
    events = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
    return pghistory.track(*events, context_field=None)(model)
