"""The control chart as SVG, drawn on the server with classes only, since the policy forbids inline styles. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from insight.control import Control, Point, percent

TOP = 16.0


@dataclass(frozen=True)
class Frame:
    """The size of a drawing and where in it the plot lies."""

    css: str
    width: int
    height: int
    left: int
    right: int
    bottom: int
    label_every: int
    """Every so many months are named below."""
    names_lines: bool

    def x(self, index: int, count: int) -> float:
        """Where a month stands."""
        step = (self.right - self.left) / count
        return self.left + step * (index + 0.5)

    def y(self, share: float, floor_: float) -> float:
        """Where a share stands, on a scale from `floor_` to 1."""
        return TOP + (1 - share) / (1 - floor_) * (self.bottom - TOP)


WIDE = Frame("p-chart--wide", 1120, 300, 52, 1024, 266, 3, True)
NARROW = Frame("p-chart--narrow", 290, 240, 40, 286, 206, 6, False)


def scale_floor(control: Control) -> float:
    """Where the scale begins: the ten per cent below the lowest point or limit, at most 90 per cent."""
    lows = [min(point.low, point.share) for point in control.points if point.share is not None]
    return max(0.0, min(0.9, floor(min(lows, default=0.9) * 10 - 0.001) / 10))


def draw(control: Control, *, words: str) -> SafeString:
    """The chart twice, for wide and for narrow screens; `words` say what it shows to who cannot see it."""
    return SafeString(_svg(control, WIDE, words) + _svg(control, NARROW, words))


def _svg(control: Control, frame: Frame, words: str) -> str:
    points = control.points
    count, base = len(points), scale_floor(control)
    xs = [frame.x(index, count) for index in range(count)]
    lows = [frame.y(max(point.low, base), base) for point in points]
    highs = [frame.y(point.high, base) for point in points]
    parts = [
        f'<svg class="{frame.css}" viewBox="0 0 {frame.width} {frame.height}" role="img" aria-label="{escape(words)}">',
        f'<path class="band" d="{_line(xs, highs)}{_line(xs[::-1], lows[::-1]).replace("M", "L", 1)}z"/>',
    ]
    parts += _grid(frame, base)
    parts.append(f'<path class="lim" d="{_line(xs, lows)}"/>')
    mean = frame.y(control.average or 0.0, base)
    parts.append(f'<path class="mean" d="M{frame.left} {mean:.1f}H{frame.right}"/>')
    shown = [
        (x, frame.y(point.share, base))
        for x, point in zip(xs, points, strict=True)
        if point.share is not None
    ]
    parts.append(f'<path class="line" d="{_line([x for x, _ in shown], [y for _, y in shown])}"/>')
    for index, point in enumerate(points):
        parts.append(_dot(point, xs[index], frame, base))
        if index % frame.label_every == 0:
            x, y = f"{xs[index]:.1f}", frame.bottom + 22
            parts.append(f'<text class="t-mid t-quiet t-s" x="{x}" y="{y}">{point.month.short}</text>')
    if frame.names_lines:
        average = percent(control.average or 0.0)
        parts.append(f'<text class="t-s" x="{frame.right + 6}" y="{mean + 4:.1f}">average {average}</text>')
        low = max(lows[-1], mean + 18) + 4
        parts.append(f'<text class="t-s t-quiet" x="{frame.right + 6}" y="{low:.1f}">lower limit</text>')
    return "".join([*parts, "</svg>"])


def _line(xs: Sequence[float], ys: Sequence[float]) -> str:
    return "".join(
        f"{'M' if not n else 'L'}{x:.1f} {y:.1f}" for n, (x, y) in enumerate(zip(xs, ys, strict=True))
    )


def _grid(frame: Frame, base: float) -> list[str]:
    lines = []
    for tenth in range(round(base * 10), 11):
        y = frame.y(tenth / 10, base)
        lines.append(
            f'<path class="grid" d="M{frame.left} {y:.1f}H{frame.right}"/>'
            f'<text class="t-end t-quiet" x="{frame.left - 7}" y="{y + 4:.1f}">{tenth * 10}%</text>'
        )
    return lines


def _dot(point: Point, x: float, frame: Frame, base: float) -> str:
    if point.share is None:
        return ""
    y = frame.y(point.share, base)
    if not (point.below or point.above):
        return f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="{4.5 if frame.names_lines else 3}"/>'
    left = x > frame.width / 2
    return format_html(
        '<path class="dot--out" d="M{} {}l8 8-8 8-8-8z"/><text class="t-late{}" x="{}" y="{}">{}: {}</text>',
        f"{x:.1f}", f"{y - 8:.1f}", " t-end" if left else "", f"{x - 14 if left else x + 14:.1f}", f"{y + 5:.1f}",
        point.month.short, percent(point.share),
    )  # fmt: skip
