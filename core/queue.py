"""Waking a worker. The work itself is a row; a wake-up that is lost costs time, never work."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable

import structlog
from celery import current_app
from django.db import transaction
from kombu import Connection
from kombu.pools import producers

logger = structlog.get_logger(__name__)

# How long a web request may wait for the broker, and for how long it is left alone after it failed.
CONNECT_SECONDS = 0.3
ANSWER_SECONDS = 0.5
REST_SECONDS = 15.0

_connections: dict[int, Connection] = {}  # one per process, since a fork must not share one
_resting_until = 0.0


def enqueue(name: str, *, ids: Iterable[int | str] = ()) -> None:
    """Publish the task `name` with `ids` after the current transaction commits, at once where there is none.

    Never fails and never holds up its caller: when the broker is away the error is logged, and the sweep finds the row.
    The task gets the ids as its keyword argument `ids`, or no argument where there are none.
    """
    kwargs = {"ids": [value if isinstance(value, int) else str(value) for value in ids]}
    transaction.on_commit(lambda: publish(name, kwargs if kwargs["ids"] else {}), robust=True)


def publish(name: str, kwargs: dict[str, list[int | str]]) -> bool:
    """Publish now; False when the broker did not take it."""
    global _resting_until
    if time.monotonic() < _resting_until:
        return False
    try:
        with producers[_connection()].acquire(block=True, timeout=ANSWER_SECONDS) as producer:
            current_app.send_task(name, kwargs=kwargs, producer=producer, retry=False, ignore_result=True)
    except Exception as error:
        _resting_until = time.monotonic() + REST_SECONDS
        logger.error("task_not_published", task=name, error=type(error).__name__)
        return False
    return True


def _connection() -> Connection:
    pid = os.getpid()
    if pid not in _connections:
        _connections.clear()
        options = dict(current_app.conf.broker_transport_options or {})
        options |= {
            "socket_timeout": ANSWER_SECONDS,
            "socket_connect_timeout": CONNECT_SECONDS,
            "max_retries": 0,
        }
        _connections[pid] = Connection(current_app.conf.broker_url, transport_options=options)
    return _connections[pid]
