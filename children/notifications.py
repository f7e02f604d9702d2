"""The messages of this app. They tell that something happened; nothing of a child stands in them."""

from __future__ import annotations

from datetime import date
from typing import Any

from audit.mail import Mail, Recipient
from audit.models import Message
from core.dates import long

GLASS_BROKEN = "glass_broken"


class GlassBroken(Mail):
    """To the managers and the child's own officer: somebody opened a child closed to them."""

    kind, name = GLASS_BROKEN, "A closed record was opened"
    template = "children/mail/glass_broken.txt"

    def subject(self, message: Message, recipient: Recipient) -> str:
        """One line."""
        return "IRO portal: a closed record was opened"

    def context(self, message: Message, recipient: Recipient) -> dict[str, Any]:
        """When, and until when a manager looks at it."""
        look_by = date.fromisoformat(message.parameters["look_by"])
        return {"day": long(message.for_date), "look_by": long(look_by)}
