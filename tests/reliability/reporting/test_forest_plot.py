from xml.etree import ElementTree

import pytest

from annotator.reliability.reporting.forest_plot import INK, Dot, forest_plot

BOUNDS = (0.667, 0.8)
ALPHA = Dot("Staged", 0.743, 0.61, 0.85)
DOTS = [ALPHA, Dot("Moving", 0.5, None, None), Dot("Tone", None, None, None)]


def texts(svg):
    """Every text of a picture, which must be an SVG image."""
    root = ElementTree.fromstring(svg)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    return ["".join(each.itertext()).strip() for each in root.iter() if each.tag.endswith("text")]


def drawn(dots):
    return forest_plot(dots, bounds=BOUNDS)


def test_the_same_dots_are_the_same_bytes_and_others_are_not():
    assert drawn(DOTS) == drawn(list(DOTS))
    assert drawn([Dot("Staged", 0.744, 0.61, 0.85), *DOTS[1:]]) != drawn(DOTS)
    assert drawn([Dot("Staged", 0.743, 0.61, 0.86), *DOTS[1:]]) != drawn(DOTS)


def test_labels_bounds_and_what_is_undefined_are_text_that_can_be_read():
    said = texts(drawn(DOTS))
    for text in ("Staged", "Moving", "Tone", "undefined", ".667", ".800"):
        assert text in said


def test_what_is_none_is_not_drawn():
    whole, value_only, nothing = (
        drawn([dot])
        for dot in (ALPHA, Dot("Staged", 0.743, None, None), Dot("Staged", *[None] * 3))
    )
    accent = INK["light"][2].encode()
    # An interval is one stroke and a value one dot, in the accent colour.
    assert whole.count(accent) > value_only.count(accent) > nothing.count(accent) == 0


def test_no_dot_is_an_empty_picture():
    assert ".667" in texts(drawn([]))


@pytest.mark.parametrize(
    "dot",
    [Dot("far", -3.0, -5.0, -2.0), Dot("all", 1.0, 1.0, 1.0), Dot("low", None, -0.5, 0.5)],
    ids=lambda dot: dot.label,
)
def test_a_value_at_the_end_of_the_scale_is_drawn(dot):
    assert dot.label in texts(drawn([dot]))


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("Costs $5 or $10", "Costs $5 or $10"),
        (r"A bad $\foo$ formula", r"A bad $\foo$ formula"),
        ("<script>alert(1)</script> & Co", "<script>alert(1)</script> & Co"),
        ("Gefühl 😀 مشاعر", "Gefühl 😀 مشاعر"),
        ("", ""),
    ],
)
def test_a_label_is_shown_as_it_was_written(label, shown):
    svg = drawn([Dot(label, 0.5, 0.4, 0.6)])
    assert shown in ["", *texts(svg)]
    assert b"<script" not in svg


@pytest.mark.parametrize("label", ["word " * 60, "x" * 500], ids=["words", "one word"])
def test_a_long_label_is_cut_and_leaves_the_dots_their_room(label):
    """A picture without room for its axes is warned of, and a warning fails a test."""
    (line, *_) = (text for text in texts(drawn([Dot(label, 0.5, 0.4, 0.6)])) if "…" in text)
    assert len(line) < 60


def test_the_dark_picture_has_its_own_ink():
    light, dark = (forest_plot(DOTS, bounds=BOUNDS, dark=dark) for dark in (False, True))
    for each in INK["light"]:
        assert each.encode() in light
        assert each.encode() not in dark
    for each in INK["dark"]:
        assert each.encode() in dark
