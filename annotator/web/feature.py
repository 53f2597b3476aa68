"""What a feature adds to the application: its pages, its menu entries, its part of others' pages.

A feature knows only those before it, and so do its pages. What a later feature adds to the page
of an earlier one goes into a slot: the page shows ``slot("round coders", round=round)``, and a
feature fills it with a template of its own. What an earlier one must link to is a landmark:
``landmark("home")`` is the address of a page that a later feature provides.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, Flask, current_app, render_template, url_for
from markupsafe import Markup

from annotator.database.process import InMemory

#: The slots of the pages of all features.
OFFERED = ("site header",)


@dataclass(frozen=True, slots=True)
class NavItem:
    """An entry of a study's menu: who may do this act is shown it. Entries stand by ``rank``."""

    label: str
    endpoint: str
    act: str
    rank: int
    #: Only its own page is the current one, not the others of its feature.
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Feature:
    """What the application takes from a feature; the name of its blueprint is the feature's."""

    views: Blueprint
    menu: Sequence[NavItem] = ()
    #: The feature whose menu entry is the current one on the pages of this one.
    belongs_to: str = ""
    #: The slots of its pages.
    offers: Sequence[str] = ()
    #: A template for each slot that it fills, of an earlier feature's pages.
    fills: Mapping[str, str] = field(default_factory=dict)
    #: An endpoint for each landmark that it provides.
    provides: Mapping[str, str] = field(default_factory=dict)
    keeps: Sequence[InMemory[Any]] = ()
    set_up: Callable[[Flask], None] | None = None


class Features:
    """The features of an application, in their order."""

    def __init__(self, features: Sequence[Feature]) -> None:
        every = [item for feature in features for item in feature.menu]
        self.menu = sorted(every, key=lambda item: item.rank)
        self.belongs_to = {each.views.name: each.belongs_to for each in features}
        self.landmarks = {name: at for each in features for name, at in each.provides.items()}
        self.fills: dict[str, list[str]] = {name: [] for name in OFFERED}
        for feature in features:
            for name, template in feature.fills.items():
                self.fills[name].append(template)
            self.fills |= {name: [] for name in feature.offers}


def install(app: Flask, features: Sequence[Feature]) -> None:
    """Register the features, and let templates show slots and link to landmarks."""
    app.extensions["features"] = Features(features)
    app.jinja_env.globals.update(slot=slot, landmark=landmark)
    for feature in features:
        if feature.set_up:
            feature.set_up(app)
        app.register_blueprint(feature.views)


def features() -> Features:
    """The features of this application."""
    found: Features = current_app.extensions["features"]
    return found


def slot(name: str, **values: Any) -> Markup:
    """What later features show at this place of a page, in their order."""
    shown = [render_template(template, **values) for template in features().fills[name]]
    return Markup("".join(shown))  # noqa: S704 - each is a template of ours, which escapes


def landmark(name: str, **values: Any) -> str:
    """The address of a page that a later feature provides."""
    return url_for(features().landmarks[name], **values)
