"""The getters that fetch a study for a page with permission, and the menu of its pages.

Permission is part of the query: one who has no part in a study gets the same answer
as for a study that does not exist. What is written is permitted under the write lock.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, g, request
from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import contains_eager

from annotator.accounts.access import own_account_id
from annotator.database.session import session, writing
from annotator.errors import Forbidden, NotFound
from annotator.studies.models import Member, Study
from annotator.studies.permissions import PERMISSIONS, Act, may
from annotator.studies.queries import study_called
from annotator.web.feature import NavItem, features

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


def install(app: Flask) -> None:
    """Give every page of a study its study, what its reader may do, and the menu."""

    @app.context_processor
    def of_study() -> dict[str, Any]:
        member: Member | None = g.get("member")
        if member is None:
            return {}
        open_to_them = [each for each in features().menu if may(member.roles, Act(each.act))]
        return {
            "study": member.study,
            "may": lambda act: may(member.roles, Act(act)),
            "menu": [(each, _is_current(each)) for each in open_to_them],
        }


def _is_current(item: NavItem) -> bool:
    """Whether the page belongs to this entry: its own page, or one of its feature."""
    if item.alone:
        return request.endpoint == item.endpoint
    feature = item.endpoint.partition(".")[0]
    return feature in (request.blueprint, features().belongs_to.get(request.blueprint or ""))
