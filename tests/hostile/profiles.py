"""How hard Hypothesis tries. `--hypothesis-profile=soak` for the long runs; where CI is set it takes "ci" by itself."""

from hypothesis import HealthCheck, settings


def register() -> None:
    """No deadline anywhere: two cores under load say nothing about one example."""
    settings.register_profile("default", deadline=None, print_blob=True)
    settings.register_profile(
        "ci", deadline=None, max_examples=30, derandomize=True, database=None, print_blob=True
    )
    settings.register_profile(
        "soak",
        deadline=None,
        max_examples=2000,
        suppress_health_check=[HealthCheck.too_slow],
        print_blob=True,
    )
