"""The project: settings, URLs and the Celery app. It imports every app and is imported by none."""

from iro_portal.celery import app as celery_app

__all__ = ["celery_app"]
