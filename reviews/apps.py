"""The reviews app."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"

    def ready(self) -> None:
        """Add what reviews bring: their entry in the navigation and their rooms on the child's page."""
        from accounts.permissions import Permission
        from audit import mail
        from children import panels
        from core.navigation import NavItem, register
        from reviews import clock_words, rooms
        from reviews.notifications import ReminderDigest

        clock_words.register()
        mail.register(ReminderDigest())

        register(
            NavItem(
                "caseload",
                "My children",
                "caseload",
                order=10,
                shown=lambda request: request.actor.may(Permission.VIEW_ALLOCATED_CHILDREN),
            )
        )
        panels.register("next", rooms.next_duty, region="next", order=10)
        panels.register("decisions", rooms.open_decisions, region="main", order=30)
        panels.register("timeline", rooms.time_line, region="wide", order=10)
        panels.register("duties", rooms.duties, region="half", order=30)
        panels.register("reviews", rooms.past_reviews, region="wide", order=20)
