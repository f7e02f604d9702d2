"""The participation app."""

from django.apps import AppConfig


class ParticipationConfig(AppConfig):
    name = "participation"

    def ready(self) -> None:
        """Add what participation brings to the child's page and to the record of a review."""
        from children import panels
        from participation import printed, released, rooms
        from reviews import completion, parts, released_parts
        from reviews import printed as record

        panels.register("voice", rooms.voice_panel, region="main", order=10)
        parts.register(
            parts.Part(
                "views", 2, 10, "{child}’s views and how they took part", rooms.views_url, rooms.views_status
            )
        )
        parts.register(
            parts.Part("alone", 2, 20, "Time alone with {child}", rooms.alone_url, rooms.alone_status)
        )
        completion.register(rooms.problems)
        released_parts.register("voice", released.words_for)
        record.register("voice", printed.voice_section, order=10)
