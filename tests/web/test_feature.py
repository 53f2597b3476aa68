"""What features add to the application, and to the pages of earlier ones."""

import re
from types import SimpleNamespace

import pytest
from flask import Blueprint

from annotator.app import FEATURES
from annotator.paths import shipped
from annotator.web.feature import OFFERED, Feature, Features, NavItem, features, landmark, slot
from tests.structure import FEATURES as ORDER


def named(name, **declared):
    return Feature(Blueprint(name, __name__), **declared)


def test_each_feature_has_one_blueprint_of_its_name_in_the_order_of_the_features(app):
    names = [each.views.name for each in FEATURES]
    assert names == [name for name in ORDER if name in names]
    assert list(app.blueprints) == names


def test_each_page_of_a_feature_bears_its_name(app):
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()} - {"static"}
    assert {endpoint.count(".") for endpoint in endpoints} == {1}


def test_the_menu_stands_by_rank_whatever_the_order_of_the_features():
    early = named("early", menu=[NavItem("Second", "early.page", "see", 20)])
    late = named("late", menu=[NavItem("First", "late.page", "see", 10)])
    assert [item.label for item in Features([early, late]).menu] == ["First", "Second"]


def test_a_slot_is_filled_by_later_features_only():
    offers = named("early", offers=["notes"])
    fills = named("late", fills={"notes": "late/_notes.html"})
    assert Features([offers, fills]).fills["notes"] == ["late/_notes.html"]
    with pytest.raises(KeyError):
        Features([fills, offers])
    with pytest.raises(KeyError):
        Features([named("early", offers=["notes"], fills={"notes": "early/_notes.html"})])


def test_each_slot_and_landmark_of_a_page_is_offered_and_filled(app):
    sources = [file.read_text("utf-8") for file in shipped("templates").rglob("*.html")]
    shown = {name for text in sources for name in re.findall(r'slot\("([^"]+)"', text)}
    linked = {name for text in sources for name in re.findall(r"landmark\(.(\w+)", text)}
    offered = {*OFFERED, *(name for each in FEATURES for name in each.offers)}
    assert shown == offered
    with app.app_context():
        assert {name for name, filled in features().fills.items() if filled} == offered
        assert linked <= set(features().landmarks)


def test_what_fills_a_slot_is_markup_and_its_values_are_not(app):
    member = SimpleNamespace(pseudonym="<b>C07</b>", left_at=None)
    given = {"study": {"slug": "harbour"}, "may": lambda act: act == "manage members"}
    with app.test_request_context():
        shown = slot("member acts", member=member, **given)
    assert shown.startswith("<p><a href=")
    assert "End the part of &lt;b&gt;C07&lt;/b&gt; in this study" in shown


def test_a_landmark_is_the_address_of_the_page_that_provides_it(app):
    with app.test_request_context():
        assert landmark("home") == "/"
        assert landmark("study", slug="harbour") == "/studies/harbour/"
