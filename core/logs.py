"""What the portal writes to its logs: one JSON object a line in production, plain lines elsewhere.

A line may hold a request id, a person's id, codes, paths and counts. It never holds an address of a computer, a
browser's name, what stood behind the `?` of an address, a token, or the text of an error (which may quote what somebody
typed): of an error it says the kind and where in the code it happened.
"""

from __future__ import annotations

import logging
import re
import traceback
from pathlib import Path
from typing import Any

import structlog

HERE = Path(__file__).resolve().parent.parent
NEVER_LOGGED = ("ip", "user_agent", "email", "username", "client_ip", "remote_addr")
UUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
# A part of a path that is long and no UUID is taken for a secret: links of one use, password resets, signed values.
PATH_PART = re.compile(rf"(?<=/)(?!{UUID}(?:/|\s|$))[\w.~:=%-]{{20,}}(?=[/\s?\"']|$)")
QUERY = re.compile(r"(?<=[\w/])\?[^\s\"']*")
KEYED_TOKEN = re.compile(r"(?i)\b(token|key|password|secret|authorization)=\S+")
ADDRESS_PASSWORD = re.compile(r"(?<=://)[^\s/@]*:[^\s/@]+(?=@)")


def cut_secrets(text: str) -> str:
    """`text` without the queries, tokens and passwords of the addresses in it."""
    text = ADDRESS_PASSWORD.sub("[cut]", text)
    text = QUERY.sub("?[cut]", text)
    text = PATH_PART.sub("[cut]", text)
    return KEYED_TOKEN.sub(r"\1=[cut]", text)


def without_personal_data(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Drop what may not be logged and cut secrets out of the rest."""
    for name in NEVER_LOGGED:
        event.pop(name, None)
    for name, value in event.items():
        if isinstance(value, str):
            event[name] = cut_secrets(value)
    return event


def error_without_words(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """An exception as its kind and the places in the code it came through, the innermost last."""
    info = event.pop("exc_info", None)
    if not info:
        return event
    if info is True:
        import sys

        info = sys.exc_info()
    error = info if isinstance(info, BaseException) else info[1]
    if error is None:
        return event
    event["error"] = type(error).__name__
    event["where"] = [
        f"{_short(frame.filename)}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)[-15:]
    ]
    if error.__cause__ is not None:
        event["cause"] = type(error.__cause__).__name__
    return event


class WithoutErrorText(logging.Filter):
    """Celery writes the text of a task's exception into its message: leaves only the kind."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record in place; every record passes."""
        if isinstance(record.args, dict) and "exc" in record.args:
            error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
            kept = {name: record.args.get(name) for name in ("id", "name", "description", "runtime")}
            record.args = kept | {
                "exc": type(error).__name__ if error else "error",
                "traceback": "",
                "args": "",
                "kwargs": "",
            }
        return True


def _short(filename: str) -> str:
    path = Path(filename)
    if path.is_relative_to(HERE) and "site-packages" not in path.parts:
        return str(path.relative_to(HERE))
    return "/".join(path.parts[-2:])


SHARED = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    error_without_words,
    without_personal_data,
]


def logging_settings(*, json_lines: bool, level: str = "INFO") -> dict[str, Any]:
    """Django's LOGGING. Sets structlog up as well, so that both kinds of logger write alike."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    renderer = (
        structlog.processors.JSONRenderer() if json_lines else structlog.dev.ConsoleRenderer(colors=False)
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"without_error_text": {"()": "core.logs.WithoutErrorText"}},
        "formatters": {
            "portal": {
                "()": "structlog.stdlib.ProcessorFormatter",
                "foreign_pre_chain": SHARED,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
            }
        },
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "portal",
                "filters": ["without_error_text"],
            }
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Django's own handlers would mail errors and write them once more.
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
            # "Not Found: /path" says what the line of the request says already.
            "django.request": {"handlers": [], "level": "ERROR", "propagate": True},
            # Names the person and the computer in its messages; lock-outs are rows in its table.
            "axes": {"handlers": [], "level": "CRITICAL", "propagate": True},
        },
    }
