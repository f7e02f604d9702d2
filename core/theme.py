"""A council's own colour: one colour in, the four custom properties of the pages out, always readable.

Links, buttons and the header use the colour with white, on paper and on its own tint. WCAG 2.2 (1.4.3) asks 4.5 to 1 of
text, so a colour that is too light is darkened until it has it: a page is never unreadable, whatever was stored.
`problem` tells the person who chooses the colour beforehand.
"""

from __future__ import annotations

import re
from functools import lru_cache

DEFAULT = "0d4f5c"
VERSION = 1  # part of the stylesheet's address: raise it when what `stylesheet` gives for a colour changes
ENOUGH = 4.5
PAPER = (0xF8, 0xF5, 0xEF)
WHITE = (255, 255, 255)
BLACK = (0, 0, 0)

Colour = tuple[int, int, int]


def parse(text: str) -> Colour:
    """ "#0d4f5c" or "0D4F5C" as numbers. ValueError for anything else."""
    found = re.fullmatch(r"#?([0-9a-fA-F]{6})", text.strip())
    if not found:
        raise ValueError("A colour is # and six of 0-9 and a-f, like #0d4f5c")
    return tuple(bytes.fromhex(found[1]))  # type: ignore[return-value]


def as_hex(colour: Colour) -> str:
    """Six lower-case hex digits, without #."""
    return bytes(colour).hex()


def luminance(colour: Colour) -> float:
    """Relative luminance, WCAG 2.2 definition."""
    parts = [value / 255 for value in colour]
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mix(colour: Colour, other: Colour, share: float) -> Colour:
    """`colour` with `share` (0 to 1) of `other` in it."""
    return tuple(round(a * (1 - share) + b * share) for a, b in zip(colour, other, strict=True))  # type: ignore[return-value]


def tint(colour: Colour) -> Colour:
    """The very light tone behind boxes."""
    return mix(colour, WHITE, 0.905)


def is_readable(colour: Colour) -> bool:
    """Enough contrast with white, with paper and with its own tint."""
    return all(contrast(colour, ground) >= ENOUGH for ground in (WHITE, PAPER, tint(colour)))


def problem(text: str) -> str:
    """Why a colour cannot be a council's colour, as a sentence; empty when it can."""
    try:
        colour = parse(text)
    except ValueError as error:
        return str(error)
    if is_readable(colour):
        return ""
    return f"White words on #{as_hex(colour)} are hard to read. Choose a darker colour, for example #{readable(text)}"


@lru_cache(maxsize=512)
def readable(text: str) -> str:
    """The colour itself, or the lightest darker tone of it that is readable. Hex without #."""
    colour = parse(text)
    steps = (mix(colour, BLACK, step / 50) for step in range(51))
    return as_hex(next(tone for tone in steps if is_readable(tone)))


@lru_cache(maxsize=512)
def stylesheet(text: str) -> str:
    """The custom properties that replace the portal's own."""
    brand = parse(readable(text))
    return (
        f":root{{--brand:#{as_hex(brand)};--brand-dark:#{as_hex(mix(brand, BLACK, 0.32))};"
        f"--brand-tint:#{as_hex(tint(brand))};--brand-line:#{as_hex(mix(brand, WHITE, 0.72))}}}\n"
    )
