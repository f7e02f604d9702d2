"""Who saw or did what (append-only), and every message with its fate."""

from audit.models.event import Event
from audit.models.message import Message

__all__ = ["Event", "Message"]
