"""The id of the request being answered, so that audit rows and log lines can be laid side by side."""

import structlog


def request_id() -> str:
    """The id that django-structlog bound for this request; empty in commands and tasks without one."""
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))[:64]
