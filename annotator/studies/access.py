"""The getters that fetch a study for a page with permission, and the places to go.

Permission is part of the query: one who has no part in a study gets the same answer
as for a study that does not exist.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, g, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from annotator.accounts.access import own_account_id
from annotator.database.session import session
from annotator.errors import Forbidden, NotFound
from annotator.studies.models import ROLES, Member, Study


@dataclass(frozen=True, slots=True)
class Place:
    """One of the places to go in a study, and who may go there."""

    label: str
    endpoint: str
    roles: tuple[str, ...] = ROLES
    #: Blueprints whose pages belong here too.
    others: tuple[str, ...] = ()


def member_of(slug: str, *roles: str) -> Member:
    """The signed-in person's part in a study, if it has one of the roles (or any).

    :raises NotFound: to one who has no part in it.
    :raises Forbidden: to one whose roles do not suffice.
    """
    member = session().scalar(
        select(Member)
        .join(Member.study)
        .options(contains_eager(Member.study))
        .where(
            Study.slug == slug,
            Member.account_id == own_account_id(),
            Member.left_at.is_(None),
        )
    )
    if member is None:
        raise NotFound("There is no such study, or it is not open to you.")
    if roles and not member.roles & set(roles):
        raise Forbidden(f"This page is for: {', '.join(roles)}. Ask a lead of the study.")
    g.member = member
    return member


def lead_of(slug: str) -> Member:
    """The signed-in person as a lead of the study."""
    return member_of(slug, "lead")


def again(member_id: int) -> Member:
    """The same member, as they are under the write lock.

    :raises NotFound: if they left in the meantime.
    """
    member = session().get(Member, member_id)
    if member is None or member.left_at is not None:
        raise NotFound("You have no part in this study any more.")
    return member


def install(app: Flask, places: Sequence[Place]) -> None:
    """Give every page of a study its study, the reader's part in it, and the places."""

    @app.context_processor
    def of_study() -> dict[str, Any]:
        member: Member | None = g.get("member")
        if member is None:
            return {"places": []}
        open_to_them = [p for p in places if member.roles & set(p.roles)]
        return {
            "study": member.study,
            "membership": member,
            "places": [
                (p.label, url_for(p.endpoint, slug=member.study.slug), _here(p))
                for p in open_to_them
            ],
        }


def _here(place: Place) -> bool:
    """Whether the page is in this place: the same page, or one of the same feature."""
    if place.endpoint.startswith("overview."):
        return request.endpoint == place.endpoint
    return request.blueprint in (place.endpoint.partition(".")[0], *place.others)
