"""What gunicorn serves: `gunicorn iro_portal.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iro_portal.settings")

application = get_wsgi_application()

from core.checks import refuse_unsafe_production  # noqa: E402 - the apps have to be loaded first

refuse_unsafe_production()
