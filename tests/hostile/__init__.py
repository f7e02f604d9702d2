"""What makes the suite hostile. tests/conftest.py switches it on; tests/consistency/test_hostile.py proves it bites."""

from tests.hostile import answers, network, profiles, shuffled, templates


def switch_on() -> None:
    """Patch Django and the standard library for the length of this process."""
    templates.switch_on()
    shuffled.switch_on()
    answers.switch_on()
    network.switch_on()
    profiles.register()
