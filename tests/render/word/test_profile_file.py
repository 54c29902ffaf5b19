"""Layout profiles as data that an office can correct."""

import pytest

from tests.render.word.made import PROFILES
from vankien.model.diagnostic import PipelineError
from vankien.render import templates
from vankien.render.word.profile_file import load


@pytest.mark.parametrize("name", PROFILES)
def test_the_profiles_that_come_with_vankien_are_complete(tmp_path, name):
    assert load(tmp_path, name).font == "Times New Roman"


@pytest.mark.parametrize("name", PROFILES)
def test_every_figure_of_a_profile_says_how_sure_it_is(name):
    lines = (templates.BUNDLED / "profiles" / f"{name}.yml").read_text("utf-8").splitlines()
    styles = lines[lines.index("styles:") + 1 : lines.index("words:")]
    sure = [line for line in styles if "size_pt" in line and "  # " not in line]
    # Headings and the list carry one remark for all, in the line above or on `body`.
    assert all(line.split(":")[0].strip() in ("part", "roman", "number", "subnumber", "letter") for line in sure)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("font: Times New Roman", "phong: Times New Roman", "lacks font"),
        ("language: vi-VN", "language: vi-VN\nmau: đỏ", "mau"),
        ("width_mm: 210", "width_mm: rộng", "page.width_mm"),
        ("page:", "page: [", "cannot be read"),
        ("  part: {size_pt: 14, ", "  part: {", "headings.part.size_pt"),
    ],
)
def test_a_slip_in_a_profile_is_named(tmp_path, old, new, said):
    own = tmp_path / "templates" / "profiles"
    own.mkdir(parents=True)
    text = (templates.BUNDLED / "profiles" / "party-2018.yml").read_text("utf-8")
    assert old in text
    (own / "rieng.yml").write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(PipelineError, match=said):
        load(tmp_path, "rieng")
