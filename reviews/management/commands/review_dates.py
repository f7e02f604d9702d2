"""Timelines in, review dates out: one JSON line each."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand

from reviews.timescales import answer_line


class Command(BaseCommand):
    """Answer each timeline on standard input with the next review due and how each review stood."""

    help = (
        "Reads timelines as JSON lines on standard input and writes one JSON answer a line: the next review"
        " and meeting due, with rule and explanation, and each review held with what stood due. A line that"
        " cannot be"
        ' answered gives {"error": "..."}. Blank lines are passed over. Uses no database.'
    )
    requires_system_checks = ()  # they would want a database

    def handle(self, *args: Any, **options: Any) -> None:
        """Answer line by line, each as soon as it is read."""
        lines: Iterable[bytes] = sys.stdin.buffer
        try:
            for line in lines:
                if line.strip():
                    self.stdout.write(answer_line(line))
                    self.stdout.flush()
        except BrokenPipeError:
            # The reader has had enough, as `head` does: nobody is owed another answer. Python would try once more on
            # its way out.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
