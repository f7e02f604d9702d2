"""Counts the statements of a page as the design counts them: transaction control and set_config are left out."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

NOT_COUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE SAVEPOINT", "SELECT set_config")


def statements(act: Callable[[], Any]) -> list[str]:
    """The SQL of the statements that `act` runs."""
    with CaptureQueriesContext(connection) as captured:
        act()
    return [query["sql"] for query in captured if not query["sql"].startswith(NOT_COUNTED)]
