"""What the test client refuses in every answer: markup that is blocked or leads nowhere, and writes on GET.

A failure is pytest's own outcome, which no `except Exception` on the way can swallow.
"""

import re
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import connections
from django.http.response import HttpResponseBase
from django.test import Client

POINTERS = ("for", "aria-describedby", "aria-labelledby", "aria-controls", "aria-details", "list", "headers")
"""Attributes whose value is one id or several of the same page."""
LEFTOVER = re.compile(r"\{\{|\{%|\{#")

SAFE = ("GET", "HEAD")
WRITES = re.compile(
    r"^\s*(?:WITH\b.*?\b)?(INSERT\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE|MERGE\s+INTO)\s+\"?(\w+)",
    re.IGNORECASE | re.DOTALL,
)
LOCKS = re.compile(r"\bFOR\s+(?:NO\s+KEY\s+)?UPDATE\b", re.I)
MAY_WRITE = ("accounts_session", "axes_")
"""Tables a look may write to: who is signed in, and wrong passwords. A look's own audit row is one INSERT more."""


class Markup(HTMLParser):
    """Collects what is wrong with a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.problems: list[str] = []
        self.ids: Counter[str] = Counter()
        self.pointed_at: dict[str, str] = {}
        self.verbatim = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one element."""
        given = {name: value or "" for name, value in attrs}
        if len(given) != len(attrs):
            self.problems.append(f"<{tag}> has the same attribute twice")
        if tag == "script" and not given.get("src"):
            self.problems.append("a <script> without src")
        if tag == "style":
            self.problems.append("a <style>")
        for name, value in given.items():
            if name == "style" or name.startswith("on"):
                self.problems.append(f'<{tag} {name}="{value}">')
            self._leftover(value)
            if name in POINTERS and not (tag in ("meta", "object") and name == "for"):
                self.pointed_at |= dict.fromkeys(value.split(), f"<{tag} {name}>")
        if "id" in given:
            self.ids[given["id"]] += 1
        if tag == "a" and len(given.get("href", "")) > 1 and given["href"].startswith("#"):
            self.pointed_at[given["href"][1:]] = "<a href>"
        self.verbatim += tag in ("pre", "code")

    def handle_endtag(self, tag: str) -> None:
        """Count out of examples of code, which may show template syntax."""
        self.verbatim -= tag in ("pre", "code")

    def handle_data(self, data: str) -> None:
        """Look at words."""
        if not self.verbatim:
            self._leftover(data)

    def _leftover(self, text: str) -> None:
        if LEFTOVER.search(text):
            self.problems.append(f"template syntax left over: {text.strip()[:80]!r}")

    def found(self) -> list[str]:
        """Everything that is wrong, once the page has been fed."""
        twice = [f'id="{one}" {times} times' for one, times in self.ids.items() if times > 1]
        empty = ["an empty id"] if "" in self.ids else []
        nowhere = [
            f"{what} points to #{one}, which is not on the page"
            for one, what in self.pointed_at.items()
            if one not in self.ids
        ]
        return self.problems + twice + empty + nowhere


def markup_problems(html: str) -> list[str]:
    """What is wrong with the markup of a page; nothing for a good one."""
    page = Markup()
    page.feed(html)
    page.close()
    return page.found()


class OnlyLooks:
    """Refuses what a GET must not do to the database: write, or lock a row."""

    def __init__(self) -> None:
        self.audit_rows = 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """Let a statement through, or fail the test."""
        problem = self.problem(str(sql))
        if problem:
            pytest.fail(f"A GET or HEAD {problem}: {str(sql)[:300]}", pytrace=False)
        return execute(sql, params, many, context)

    def problem(self, sql: str) -> str:
        """Why this statement has no place in a GET; empty where it has."""
        if LOCKS.search(sql):
            return "locks rows"
        write = WRITES.match(sql)
        if write is None or write[2].startswith(MAY_WRITE):
            return ""
        if write[2] == "audit_event" and write[1].upper().startswith("INSERT"):
            self.audit_rows += 1
            return "" if self.audit_rows == 1 else "writes more than one audit row"
        return f"writes to {write[2]}"


def check_answer(answer: HttpResponseBase, what: str) -> None:
    """Fail the test for a page with markup that must not be."""
    if answer.streaming or not answer.headers.get("Content-Type", "").startswith("text/html"):
        return
    problems = markup_problems(answer.content.decode(answer.charset))
    if problems:
        pytest.fail(f"{what} answers with " + "; ".join(problems), pytrace=False)


def switch_on() -> None:
    """Put both checks around every request of the test client."""
    original = Client.request

    def request(client: Client, **asked: Any) -> Any:
        method = asked.get("REQUEST_METHOD", "GET")
        if method in SAFE:
            with connections["default"].execute_wrapper(OnlyLooks()):
                answer = original(client, **asked)
        else:
            answer = original(client, **asked)
        check_answer(answer, f"{method} {asked.get('PATH_INFO', '/')}")
        return answer

    Client.request = request
