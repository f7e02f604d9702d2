"""The children app."""

from django.apps import AppConfig


class ChildrenConfig(AppConfig):
    name = "children"

    def ready(self) -> None:
        """Add this app's own rooms to the child's page, and its count to what the platform sees."""
        from accounts import authority_counts
        from accounts.navigation import may
        from accounts.permissions import Permission
        from audit import mail
        from children import panels, plan_room, rooms
        from children.counts import looked_after
        from children.notifications import GlassBroken
        from core.navigation import NavItem, register

        mail.register(GlassBroken())
        may_look = (may(Permission.VIEW_ALLOCATED_CHILDREN), may(Permission.VIEW_ALL_CHILDREN))
        register(
            NavItem(
                "closed-records",
                "Closed records",
                "closed-records",
                order=55,
                shown=lambda request: any(one(request) for one in may_look),
            )
        )
        authority_counts.register("children", "children looked after", looked_after)
        panels.register("talk", rooms.how_to_talk, region="side", order=10)
        panels.register("home", rooms.where_they_live, region="side", order=20)
        panels.register("people", rooms.people, region="half", order=20)
        panels.register("plan", plan_room.care_plan, region="half", order=10)
