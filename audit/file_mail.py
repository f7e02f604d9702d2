"""Mail for a place without a mail server: each message becomes a file of its own under EMAIL_FILE_PATH (var/mail/)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from core import clock


class EmailBackend(BaseEmailBackend):
    """Writes `2026-04-20-050003-<id>.eml`, whole or not at all."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write each message; gives how many."""
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{clock.now():%Y-%m-%d-%H%M%S}-{uuid.uuid4().hex[:12]}.eml"
            half = folder / f".{name}.part"
            half.write_bytes(message.message().as_bytes(linesep="\n"))
            half.replace(folder / name)
        return len(email_messages)
