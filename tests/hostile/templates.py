"""An undefined variable in a template of ours fails the test; Django would print nothing."""

import sys
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from django.conf import settings
from django.template import Engine, engines
from django.template.context import BaseContext


class Undefined(str):
    """Stands in as `string_if_invalid`: Django asks whether it holds "%s", then formats it with the variable."""

    __slots__ = ()

    def __contains__(self, key: object) -> bool:
        """Make Django format us rather than print us."""
        return key == "%s"

    def __bool__(self) -> bool:
        """Make Django use us although we are empty."""
        return True

    def __mod__(self, variable: object) -> str:
        """Fail for a template of ours; what others ship prints nothing, as they expect."""
        origin = _origin(sys._getframe(1))
        if origin is not None and origin.is_relative_to(settings.BASE_DIR / "templates"):
            where = origin.relative_to(settings.BASE_DIR)
            pytest.fail(f"{where} uses {variable}, which nobody defined", pytrace=False)
        return ""


def _origin(frame: FrameType | None) -> Path | None:
    """The file of the template that is being rendered, found in the frames of Django's own `resolve`."""
    while frame is not None:
        context: Any = frame.f_locals.get("context")
        if isinstance(context, BaseContext):
            template = getattr(context, "render_context", None) and context.render_context.template
            template = template or context.template
            return Path(template.origin.name) if template is not None else None
        frame = frame.f_back
    return None


def switch_on() -> None:
    """For every engine, those too that Django makes anew when a test changes DEBUG or TEMPLATES."""
    original = Engine.__init__

    def strict(engine: Engine, *args: Any, **kwargs: Any) -> None:
        original(engine, *args, **kwargs)
        engine.string_if_invalid = Undefined()

    Engine.__init__ = strict
    for backend in engines.all():
        backend.engine.string_if_invalid = Undefined()
