"""How gunicorn serves the portal. Every number can be changed by an environment variable."""

import os
from pathlib import Path

from core.logs import logging_settings

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
wsgi_app = "iro_portal.wsgi"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_class = "gthread"
timeout = 60
graceful_timeout = 20
keepalive = 5
max_requests = 5000
max_requests_jitter = 500
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - where a heartbeat touches no disk
accesslog = None  # the portal logs its requests itself, without addresses and queries
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")
control_socket_disable = True
# gunicorn's own few lines (starting, stopping, a worker that hung) look like the portal's.
logconfig_dict = logging_settings(
    json_lines=os.environ.get("PORTAL_ENV") == "production", level=os.environ.get("LOG_LEVEL", "INFO")
)
