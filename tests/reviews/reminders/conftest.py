"""Digests go to a real mail server of the test's own."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.sink import Sink, running_sink


@pytest.fixture
def sink(settings: Settings) -> Iterator[Sink]:
    """A mail server that this process sends to."""
    with running_sink() as server:
        for name, value in server.settings.items():
            setattr(settings, name, value)
        yield server
