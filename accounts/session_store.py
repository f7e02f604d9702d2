"""Sessions as Django keeps them, with three things more: whose, since when, and when last used.

A session is over 30 minutes after it was last used and 12 hours after its sign-in, whatever the cookie says: the row is
then simply not found. `SESSION_ENGINE` names this module.
"""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db

from accounts.models import Session
from core import clock

IDLE = timedelta(minutes=30)
AT_MOST = timedelta(hours=12)
WARN = timedelta(minutes=5)
"""So long before the end the page says so."""
TOUCH = timedelta(minutes=1)
"""That it was used is written at most so often."""
BROWSER = "browser"
"""Session key: on what somebody signed in, in words."""


def ends_at(*, started_at: datetime, seen_at: datetime) -> datetime:
    """When a session is over if it is not used any more."""
    return min(seen_at + IDLE, started_at + AT_MOST)


class SessionStore(db.SessionStore):
    """One session. `row` is what was read of it, None where it is new."""

    row: Session | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Ours."""
        return Session

    def _get_session_from_db(self) -> Session | None:
        self.row = super()._get_session_from_db()
        if self.row is not None and self.ends_at <= clock.now():
            self.row, self._session_key = None, None
        return self.row

    @property
    def ends_at(self) -> datetime:
        """When it is over if nothing more happens; for a new one, counted from now."""
        row = self.row
        now = clock.now()
        return ends_at(
            started_at=row.started_at if row else now,
            seen_at=row.seen_at if row else now,
        )

    def create(self) -> None:
        """A new key, at signing in or with a new password: its 12 hours begin."""
        self.row = None
        super().create()

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The whole row: what Django knows, and what stands beside it."""
        made: Session = super().create_model_instance(data)
        if self.row is None:
            now = clock.now()
            made.started_at, made.seen_at = now, now
        else:
            made.uuid, made.started_at, made.seen_at = self.row.uuid, self.row.started_at, self.row.seen_at
        made.person_id = int(data[SESSION_KEY]) if data.get(SESSION_KEY) else None
        made.browser = data.get(BROWSER, "")
        self.row = made
        return made

    def touch(self) -> None:
        """Note that it is being used, at most once a minute, in one statement."""
        row, now = self.row, clock.now()
        if row is None or now - row.seen_at < TOUCH:
            return
        row.seen_at = now
        Session.objects.filter(pk=row.pk).update(seen_at=now)
