"""Who saw or did what (append-only), the seals over it, and every message with its fate."""

from audit.models.event import Event
from audit.models.message import Message
from audit.models.seal import Seal

__all__ = ["Event", "Message", "Seal"]
