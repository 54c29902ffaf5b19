"""The colours of the style sheet can be read in both palettes."""

import re

import pytest

from vankien.render.templates import BUNDLED

CSS = (BUNDLED / "site/assets/vankien.css").read_text(encoding="utf-8")

PAIRS = [
    ("ink", "paper"), ("ink", "raised"), ("quiet", "paper"), ("quiet", "raised"), ("link", "paper"), ("link", "raised"),
    ("head-ink", "head"), ("notice-ink", "notice"), ("absent", "absent-tint"), ("draft", "draft-tint"),
    ("review", "review-tint"), ("approved", "approved-tint"), ("error", "error-tint"), ("ink", "absent-tint"),
    ("absent", "paper"), ("link", "notice"),
]  # fmt: skip


def palette(scheme: str) -> dict[str, str]:
    """The colours that the style sheet names for one palette."""
    block = re.search(rf'\[data-md-color-scheme="{scheme}"\] \{{(.*?)\}}', CSS, re.DOTALL)
    assert block
    return dict(re.findall(r"--vk-([a-z-]+): (#[0-9a-f]{6});", block[1]))


def luminance(color: str) -> float:
    """Relative luminance by WCAG 2.2."""
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["default", "slate"])
@pytest.mark.parametrize(("front", "back"), PAIRS)
def test_text_has_the_contrast_of_wcag_aa(scheme, front, back):
    colors = palette(scheme)
    lighter, darker = sorted((luminance(colors[front]), luminance(colors[back])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def test_both_palettes_name_the_same_colours():
    assert set(palette("default")) == set(palette("slate"))


def test_colours_are_named_in_one_place():
    rules = CSS[CSS.index("[data-md-color-scheme] {") :]
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b", rules)


def test_the_style_asks_no_other_host():
    assert "url(" not in CSS and "@import" not in CSS
