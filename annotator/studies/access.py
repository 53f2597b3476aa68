"""The getters that fetch a study for a page with permission, and the places to go.

Permission is part of the query: one who has no part in a study gets the same answer
as for a study that does not exist. What is written is permitted under the write lock.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask, g, request, url_for
from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import contains_eager

from annotator.accounts.access import own_account_id
from annotator.database.session import session, writing
from annotator.errors import Forbidden, NotFound
from annotator.studies.models import Member, Study
from annotator.studies.permissions import PERMISSIONS, Act, may
from annotator.studies.queries import study_called

_MEMBER = (
    select(Member)
    .join(Member.study)
    .options(contains_eager(Member.study))
    .where(
        Study.slug == bindparam("slug"),
        Member.account_id == bindparam("account_id"),
        Member.left_at.is_(None),
    )
)
# One study is written to by one member at a time, on PostgreSQL too, so that nobody loses a
# role meanwhile. Coders are not kept: a row that points to the study can still be added.
_MEMBER_LOCKED = _MEMBER.with_for_update(of=(Member, Study), key_share=True)


@dataclass(frozen=True, slots=True)
class Place:
    """One of the places to go in a study, and who may go there."""

    label: str
    endpoint: str
    act: Act
    #: Blueprints whose pages belong here too.
    others: tuple[str, ...] = ()


def member_of(slug: str, act: Act) -> Member:
    """The signed-in person's part in a study, for a page that shows what they may see.

    :raises NotFound: to one who has no part in it.
    :raises Forbidden: to one whose roles do not suffice.
    """
    return _permitted(_MEMBER, slug, act)


@contextmanager
def acting(slug: str, act: Act) -> Iterator[Member]:
    """The same for one who writes: their part under the write lock; in the end it is committed.

    :raises NotFound: to one who has no part in it.
    :raises Forbidden: to one whose roles do not suffice.
    """
    with writing(session()):
        yield _permitted(_MEMBER_LOCKED, slug, act)


@contextmanager
def study_to_write(slug: str) -> Iterator[Study]:
    """A study under the write lock, for a command; in the end it is committed.

    :raises NotFound: with the names that there are.
    """
    with writing(session()):
        yield study_called(session(), slug, to_write=True)


def _permitted(query: Select[Member], slug: str, act: Act) -> Member:
    member = session().scalar(query, {"slug": slug, "account_id": own_account_id()})
    if member is None:
        raise NotFound("There is no such study, or it is not open to you.")
    if not may(member.roles, act):
        needed = ", ".join(PERMISSIONS[act])
        raise Forbidden(f"This page is for: {needed}. Ask a lead of the study.")
    g.member = member
    return member


def install(app: Flask, places: Sequence[Place]) -> None:
    """Give every page of a study its study, the reader's part in it, and the places."""

    @app.context_processor
    def of_study() -> dict[str, Any]:
        member: Member | None = g.get("member")
        if member is None:
            return {"places": []}
        open_to_them = [p for p in places if may(member.roles, p.act)]
        return {
            "study": member.study,
            "may": lambda act: may(member.roles, Act(act)),
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
