"""Whether the portal can work: `/health/` (database and broker), `/health/web/` (only what a page needs), `/metrics`.

Without sign-in, and without anything but the names of the parts and whether each answers.
"""

from __future__ import annotations

import asyncio
import dataclasses
import datetime
import hmac

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe
from django_prometheus.exports import ExportToDjangoView
from health_check.base import HealthCheck
from health_check.checks import Database
from health_check.exceptions import ServiceUnavailable
from health_check.views import HealthCheckView


@dataclasses.dataclass
class Broker(HealthCheck):
    """Whether the Redis that wakes the workers answers."""

    timeout: datetime.timedelta = dataclasses.field(default=datetime.timedelta(seconds=2), repr=False)

    def run(self) -> None:
        """Ping once, with a short patience."""
        seconds = self.timeout.total_seconds()
        try:
            with redis.Redis.from_url(
                settings.CELERY_BROKER_URL, socket_timeout=seconds, socket_connect_timeout=seconds
            ) as client:
                client.ping()
        except redis.RedisError as error:
            raise ServiceUnavailable("no answer") from error


@method_decorator(login_not_required, name="dispatch")
class HealthView(HealthCheckView):
    """All parts: 200 when each answers, else 503. For the operators' monitor."""

    checks = (Database, Broker)
    names = {Database: "database", Broker: "redis"}

    async def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Ask every part at once; the answer names each and nothing else."""
        results = await asyncio.gather(*(check.get_result(None) for check in self.get_checks()))
        parts = {self.names[type(result.check)]: "failed" if result.error else "ok" for result in results}
        return JsonResponse(parts, status=503 if "failed" in parts.values() else 200)


class WebHealthView(HealthView):
    """What a page needs. For load balancers: a lost broker delays reminders and leaves the pages alone."""

    checks = (Database,)


@login_not_required
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus figures for who has METRICS_TOKEN; for others, and where it is unset, there is no such page."""
    token = settings.METRICS_TOKEN
    given = request.headers.get("Authorization", "")
    if not token or not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        raise Http404
    return ExportToDjangoView(request)


urlpatterns = [
    path("health/", HealthView.as_view(), name="health"),
    path("health/web/", WebHealthView.as_view(), name="health-web"),
    path("metrics", metrics, name="metrics"),
]
