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
        register(
            NavItem(
                "my-messages",
                "My reminders",
                "my-messages",
                order=30,
                shown=lambda request: request.actor.may(Permission.VIEW_ALLOCATED_CHILDREN),
            )
        )
        register(
            NavItem(
                "copies",
                "Copies to confirm",
                "copies-to-confirm",
                order=40,
                shown=lambda request: request.actor.may(Permission.CONFIRM_RELEASE),
            )
        )
        register(
            NavItem(
                "messages",
                "Messages",
                "messages",
                order=50,
                shown=lambda request: request.actor.may(Permission.VIEW_MESSAGES),
            )
        )
        panels.register("next", rooms.next_duty, region="next", order=10)
        panels.register("alone", rooms.seen_alone, region="side", order=30)
        panels.register("decisions", rooms.open_decisions, region="main", order=30)
        panels.register("timeline", rooms.time_line, region="wide", order=10)
        panels.register("duties", rooms.duties, region="half", order=30)
        panels.register("reviews", rooms.past_reviews, region="wide", order=20)
        _register_journey()
        _register_plan_notes()


def _register_journey() -> None:
    """What a review's journey brings: what is missing, the parts of the record, and the list of open decisions."""
    from accounts.permissions import Permission
    from core.navigation import NavItem, register
    from reviews import completion, problems, record_parts

    completion.register(problems.journey_problems)
    record_parts.register_parts()
    register(
        NavItem(
            "decisions",
            "Decisions",
            "decisions",
            order=20,
            shown=lambda request: request.actor.may(Permission.VIEW_ALLOCATED_CHILDREN),
        )
    )


def _register_plan_notes() -> None:
    """What a care plan shows of the review that considered it."""
    from children import plan_notes as notes_below
    from reviews import plan_notes

    notes_below.register(plan_notes.considered)
