"""The Celery app. Celery and Redis only wake things up: what has to be done stands in the database (docs/adr).

Worker: `celery -A iro_portal worker`; beat: `celery -A iro_portal beat`. What beat wakes is CELERY_BEAT_SCHEDULE in
the settings.
"""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, setup_logging, worker_init
from django.core.exceptions import ImproperlyConfigured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iro_portal.settings")

# A message that was taken but not finished within this time is given to somebody else. It has to be the same in all
# three places below, or the shortest wins, and longer than any task may take, or a slow task runs twice at once.
VISIBILITY_SECONDS = 300
HARD_LIMIT_SECONDS = 120
SOFT_LIMIT_SECONDS = 100

TRANSPORT = {
    "visibility_timeout": VISIBILITY_SECONDS,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,  # look for such messages every 10 seconds, not every 100
    "socket_timeout": 5,  # without one, a half-open connection hangs for ever
    "socket_connect_timeout": 3,
    "socket_keepalive": True,
    "health_check_interval": 10,  # a lost connection is noticed within about 20 seconds
}

app = Celery("iro_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    broker_transport_options=TRANSPORT,
    result_backend_transport_options=TRANSPORT,
    visibility_timeout=VISIBILITY_SECONDS,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,  # keep trying: the portal stands without its broker
    # No results: what came of a task is a row.
    task_ignore_result=True,
    task_store_errors_even_if_ignored=False,
    # A message is done when its task is, also when its process was killed. Tasks bear being run twice.
    task_acks_late=True,
    task_acks_on_failure_or_timeout=True,
    task_reject_on_worker_lost=True,
    worker_cancel_long_running_tasks_on_connection_loss=True,
    worker_prefetch_multiplier=1,
    worker_disable_prefetch=True,
    task_time_limit=HARD_LIMIT_SECONDS,
    task_soft_time_limit=SOFT_LIMIT_SECONDS,
    worker_soft_shutdown_timeout=30,
    worker_enable_soft_shutdown_on_idle=True,
    worker_max_tasks_per_child=1000,
    worker_hijack_root_logger=False,
    task_serializer="json",
    accept_content=["json"],
    # Beat counts in UTC; what is due today is asked of the London date by the task itself.
    timezone="UTC",
    enable_utc=True,
    task_publish_retry=False,
    task_send_sent_event=False,
    worker_send_task_events=False,
)
app.autodiscover_tasks()


class UnsafeQueueSettings(RuntimeError):
    """The queue would lose work or do it twice."""


def assert_safe(celery: Celery) -> None:
    """Refuse to start with settings under which a task is lost or runs twice at once."""
    conf = celery.conf
    found = {
        (conf.broker_transport_options or {}).get("visibility_timeout"),
        (conf.result_backend_transport_options or {}).get("visibility_timeout"),
        conf.visibility_timeout,
    }
    if found != {VISIBILITY_SECONDS}:
        raise UnsafeQueueSettings(
            f"visibility_timeout must be {VISIBILITY_SECONDS} in all three places, is {found}"
        )
    if not conf.task_time_limit or conf.task_time_limit >= VISIBILITY_SECONDS:
        raise UnsafeQueueSettings("task_time_limit must be set and shorter than visibility_timeout")
    if not (conf.task_acks_late and conf.task_reject_on_worker_lost):
        raise UnsafeQueueSettings("task_acks_late and task_reject_on_worker_lost must be on")
    if conf.timezone != "UTC":
        raise UnsafeQueueSettings("beat must count in UTC")


@worker_init.connect
@beat_init.connect
def refuse_unsafe_start(**_: Any) -> None:
    """Before a worker or beat starts: safe queue, safe production. Celery would log an exception and go on."""
    from core.checks import refuse_unsafe_production

    try:
        assert_safe(app)
        refuse_unsafe_production()
    except (UnsafeQueueSettings, ImproperlyConfigured) as error:
        raise SystemExit(str(error)) from None


@setup_logging.connect
def keep_our_logging(**_: Any) -> None:
    """Celery leaves logging alone where somebody listens here; Django has set it up already (core.logs)."""
