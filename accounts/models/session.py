"""Sign-ins that are open, each a row that its person can see and end."""

import uuid
from typing import Any

from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils import timezone

from accounts.models.person import Person


class SessionManager(BaseSessionManager):
    """What Django asks of a table of sessions."""

    use_in_migrations = False


class Session(AbstractBaseSession):
    """Django's session, with whose it is, since when, when last used, and on what. Where from (the IP) is not kept."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="sessions")
    started_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    browser = models.CharField(max_length=60, blank=True)

    objects = SessionManager()

    class Meta(AbstractBaseSession.Meta):
        abstract = False
        verbose_name = "session"
        verbose_name_plural = "sessions"

    def __str__(self) -> str:
        return f"session {self.uuid}"

    @classmethod
    def get_session_store_class(cls) -> Any:
        """Where Django writes it."""
        from accounts.session_store import SessionStore

        return SessionStore
