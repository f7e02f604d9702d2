"""`manage.py review_dates`: JSON lines in, JSON lines out, nothing else."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[3]
GOOD = (
    b'{"date_of_birth": "2012-06-15", "events":'
    b' [{"on": "2026-04-02", "event": "started_to_be_looked_after", "basis": "accommodated"}]}\n'
)


class Standard:
    """A standard input with bytes behind it."""

    def __init__(self, data: bytes) -> None:
        self.buffer = io.BytesIO(data)


def run(data: bytes, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    monkeypatch.setattr(sys, "stdin", Standard(data))
    out = io.StringIO()
    call_command("review_dates", stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_one_answer_a_line_and_the_stream_goes_on_after_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = run(GOOD + b"not json\n\n   \n[]\n" + GOOD.rstrip(), monkeypatch)

    assert [sorted(answer) for answer in answers] == [
        ["next_meeting", "next_review", "reviews"],
        ["error"],
        ["error"],
        ["next_meeting", "next_review", "reviews"],
    ]
    assert answers[0] == answers[3]


def test_no_input_no_output(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(b"", monkeypatch) == []


def test_as_a_process_it_needs_no_database_and_prints_nothing_else() -> None:
    environment = {**os.environ, "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}
    environment.pop("PORTAL_ENV", None)
    ran = subprocess.run(
        [sys.executable, "manage.py", "review_dates"],
        input=GOOD + b"\xff\n" + GOOD,
        cwd=ROOT,
        capture_output=True,
        check=False,
        timeout=60,
        env=environment,
    )

    lines = ran.stdout.decode().splitlines()
    assert ran.returncode == 0
    assert ran.stderr == b""
    assert [list(json.loads(line)) for line in lines] == [
        ["next_review", "next_meeting", "reviews"],
        ["error"],
        ["next_review", "next_meeting", "reviews"],
    ]


def test_bytes_of_every_kind_give_one_answer_each(monkeypatch: pytest.MonkeyPatch) -> None:
    bom, carriage = b"\xef\xbb\xbf" + GOOD, GOOD.rstrip() + b"\r\n"
    far = GOOD.replace(b"2026-04-02", b"9999-12-31")
    deep, long = b"[" * 100_000 + b"\n", b"1" * 10_000 + b"\n"
    twice = GOOD.replace(b"{", b'{"date_of_birth": null, ', 1)

    answers = run(b"".join([bom, carriage, far, deep, long, b"\x00\n", twice]), monkeypatch)

    assert ["error" in answer for answer in answers] == [False, False, True, True, True, True, False]


def test_a_reader_that_stops_reading_ends_it_quietly() -> None:
    environment = {**os.environ, "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}
    environment.pop("PORTAL_ENV", None)
    with subprocess.Popen(
        [sys.executable, "manage.py", "review_dates"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env=environment,
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write(GOOD)
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["next_review"]["due"] == "2026-05-05"
        process.stdout.close()
        process.stdin.write(GOOD)
        process.stdin.close()

        assert process.wait(timeout=60) == 0
        assert process.stderr.read() == b""
