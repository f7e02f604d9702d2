"""What an action may refuse, as errors a person can read.

An action raises one of these with a plain sentence that says what to do. `core.views.FormPage` turns it into a form
error; a task or command prints it. Anything else that is raised is a fault of ours and becomes a 500.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

__all__ = ["ConflictError", "DomainError", "NotAllowed", "StateError"]


class DomainError(Exception):
    """A rule of the work says no.

    `message` is one plain sentence for the person ("Choose a day on or before 5 May 2026."). `code` is short and
    stable, for tests and logs. `field` names the form field it belongs to; empty means the form as a whole.
    The message never holds a child's name: it may reach a log.
    """

    code = "refused"

    def __init__(self, message: str, code: str = "", *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.code
        self.field = field

    def __str__(self) -> str:
        return self.message


class StateError(DomainError):
    """The thing has moved on: what was asked for is no longer, or not yet, possible."""

    code = "state"


class NotAllowed(DomainError):
    """The person may see the thing but may not do this to it. (Who may not see it gets a 404 from access.py.)"""

    code = "not_allowed"


class ConflictError(DomainError):
    """Somebody else saved the same thing after this person opened it.

    `current` holds what is saved now, form field name to value, at least for the fields being saved; `version` is
    the version number of what is saved now; `by` is the name of the person who saved it (shown on the page, never
    logged) and `at` the instant they did. Raise it before anything is written:

        if version != review.version:
            raise ConflictError({"text": review.text}, version=review.version, by="Kit", at=review.saved_at)
    """

    code = "conflict"

    def __init__(
        self,
        current: Mapping[str, Any],
        *,
        version: int,
        by: str = "",
        at: datetime | None = None,
        message: str = "Somebody else saved this while you were writing. Read both, then choose.",
    ) -> None:
        super().__init__(message)
        self.current = dict(current)
        self.version = version
        self.by = by
        self.at = at
