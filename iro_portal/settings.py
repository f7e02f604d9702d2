"""Settings: environment variables only. A missing one says how to put it right (see core/checks.py)."""

import logging
from pathlib import Path

import environ
from csp.constants import NONE, SELF

from core.logs import logging_settings

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# -- What kind of place this is ------------------------------------------------------------------
# PORTAL_ENV is "development" (the default: embedded servers, demo sign-ins), "test" or "production".
PORTAL_ENV = env.str("PORTAL_ENV", default="development")
PRODUCTION = PORTAL_ENV == "production"
TESTING = PORTAL_ENV == "test"
DEBUG = env.bool("DEBUG", default=False) and not PRODUCTION
VAR_DIR = Path(env.str("PORTAL_VAR", default=str(BASE_DIR / "var")))
SHOW_COMPONENTS = env.bool("SHOW_COMPONENTS", default=not PRODUCTION)

INSECURE_SECRET_KEY = "development-only-not-secret-not-for-production-use-0123456789"  # noqa: S105
SECRET_KEY = env.str("SECRET_KEY", default="" if PRODUCTION else INSECURE_SECRET_KEY)
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=[] if PRODUCTION else ["127.0.0.1", "localhost", "[::1]", "testserver"]
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
PORTAL_URL = env.str("PORTAL_URL", default="http://127.0.0.1:8000")

# -- What it is made of --------------------------------------------------------------------------
INSTALLED_APPS = [
    "core",
    "audit",
    "accounts",
    "children",
    "reviews",
    "participation",
    "returns",
    "insight",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "crispy_forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_scopes",
    "django_structlog",
    "django_prometheus",
    "health_check",
    "pgtrigger",
    "pghistory",
]

MIDDLEWARE = [
    # The headers first, so that no answer goes out without: a redirect to https, a file, an error.
    "core.headers.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # a caseload of 65 is 60 kB, and under 9 kB on the wire
    "django_structlog.middlewares.RequestMiddleware",
    "accounts.middleware.RequestTransactionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.idle.SignInRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.ActorMiddleware",
    "accounts.idle.IdleMiddleware",
    "accounts.second_factor.SecondFactorMiddleware",
    "children.glass_session.GlassMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "iro_portal.urls"
WSGI_APPLICATION = "iro_portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "core.context.page",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "govuk"
CRISPY_TEMPLATE_PACK = "govuk"
CRISPY_FAIL_SILENTLY = False
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CSRF_FAILURE_VIEW = "accounts.kept.csrf_failure"

# -- Where it keeps things -----------------------------------------------------------------------
# The web, the worker and the tests connect as a role that owns nothing (`default`); only `migrate` and `flush`
# connect as the owner (`owner`), and only where DATABASE_OWNER_URL is set.
DATABASES = {"default": env.db_url("DATABASE_URL", default="postgres://portal_app@127.0.0.1:1/portal")}
if env.str("DATABASE_OWNER_URL", default=""):
    DATABASES["owner"] = env.db_url("DATABASE_OWNER_URL")
for _database in DATABASES.values():
    _database["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=600)
    _database["CONN_HEALTH_CHECKS"] = True
    _database["ATOMIC_REQUESTS"] = False  # accounts.middleware opens the one transaction of a request
    _database.setdefault("OPTIONS", {})["connect_timeout"] = 5

REDIS_URL = env.str("REDIS_URL", default="")
# What allauth counts (wrong codes, mails asked for, used codes) and nothing else. In the database: people can sign in
# while Redis is away, guessing is slowed all the same, and tries of one key wait for each other's transaction. So many
# rows that nobody can push a count out with others of their own before it lapses.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

# -- Who may come in -----------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "accounts.passwords.CommonOrBreachedValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "IRO portal: "
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PRODUCTION else "http"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60  # as accounts.fresh, for allauth's own pages
# By account only: a whole council comes from one address. Wrong passwords are counted by axes, codes here.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "5/5m/key",
    "reset_password": "5/m/key",
    "reset_password_from_key": None,
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ADAPTER = "accounts.adapter.MFAAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an administrator gave the address, nobody typed their own
# The demo asks for no second factor; production always does.
REQUIRE_SECOND_FACTOR = PRODUCTION

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_USERNAME_CALLABLE = "accounts.adapter.axes_username"
AXES_LOCKOUT_CALLABLE = "accounts.adapter.axes_locked_answer"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True

SESSION_ENGINE = "accounts.session_store"  # which ends them after 30 minutes without use
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

# -- Headers -------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
PERMISSIONS_POLICY = {
    name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb", "display-capture", "midi")
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = PRODUCTION and env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_HSTS_SECONDS = 31536000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^health/$"]

# -- Words and time ------------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

# -- Files ---------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / "staticfiles"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.InMemoryStorage"
    },  # files are rows, never loose on a disk
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_USE_FINDERS = TESTING

# -- Mail ----------------------------------------------------------------------------------------
EMAIL_URL = env.str("EMAIL_URL", default="")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="iro-portal@portal.invalid")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 10
if EMAIL_URL:
    _email = env.email_url_config(EMAIL_URL)
    EMAIL_BACKEND = _email.pop("EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
    globals().update({key: value for key, value in _email.items() if value is not None})
else:
    EMAIL_BACKEND = "audit.file_mail.EmailBackend"
    EMAIL_FILE_PATH = str(VAR_DIR / "mail")


# -- Background work: iro_portal/celery.py reads these -------------------------------------------
CELERY_BROKER_URL = REDIS_URL or "redis://127.0.0.1:1/0"
# Beat only wakes, often; what is due is asked of the database and of London's date. A wake-up nobody took in time is
# dropped, since the next one does the same.
CELERY_BEAT_SCHEDULE = {
    "sweep-reminders": {"task": "reviews.sweep_reminders", "schedule": 60.0, "options": {"expires": 55}},
    "deliver-messages": {"task": "audit.deliver_messages", "schedule": 15.0, "options": {"expires": 14}},
    "seal-audit": {"task": "audit.seal_audit", "schedule": 300.0, "options": {"expires": 290}},
    "sweep-jobs": {"task": "returns.sweep_jobs", "schedule": 60.0, "options": {"expires": 55}},
}

# -- What operators see --------------------------------------------------------------------------
LOGGING = logging_settings(json_lines=PRODUCTION, level=env.str("LOG_LEVEL", default="INFO"))
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG  # one line a request, when it is done
DJANGO_STRUCTLOG_STATUS_4XX_LOG_LEVEL = logging.INFO
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")  # /metrics answers only to who has it

SILENCED_SYSTEM_CHECKS = [
    # A whole council comes from one address: locking it out would lock out everybody. We lock the account.
    "axes.W006",
]
