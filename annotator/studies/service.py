"""Make studies, invite people, let them join, and log who did what."""

import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from annotator.accounts.models import Account
from annotator.accounts.passwords import new_token, token_hash
from annotator.database.base import now
from annotator.errors import Conflict, NotFound, Problem, Refused
from annotator.studies.models import Invitation, LogEntry, Member, MemberKind, Study
from annotator.studies.names import check_slug, draw_pseudonym, slug_of
from annotator.studies.permissions import ROLES

COMMAND_LINE = "command line"
_RANDOM = secrets.SystemRandom()


def log(
    session: Session,
    study: Study,
    actor: Member | str,
    act: str,
    subject: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> LogEntry:
    """Write down an act. The actor is a member, or the command line."""
    name, account_id = actor, None
    if isinstance(actor, Member):
        name, account_id = actor.pseudonym, actor.account_id
    entry = LogEntry(
        study_id=study.id,
        actor=name,
        account_id=account_id,
        act=act,
        subject=subject,
        before=before,
        after=after,
    )
    session.add(entry)
    return entry


def create_study(
    session: Session,
    title: str,
    *,
    slug: str = "",
    description: str = "",
    language: str = "en",
    lead: Account | None = None,
    demo: bool = False,
) -> Study:
    """Make a study, with its maker as lead.

    :raises Refused: if the title is empty or too long, or the short name is taken.
    """
    title = " ".join(title.split())
    if not 1 <= len(title) <= 200:
        message = "A study needs a title of at most 200 characters."
        raise Refused(Problem(message, column="title"))
    slug = check_slug(slug) if slug else _free_slug(session, title)
    if session.scalar(select(Study.id).where(Study.slug == slug)):
        raise Refused(
            Problem(
                f"There is a study {slug!r} already.",
                column="slug",
                remedy="Choose another short name.",
            )
        )
    study = Study(title=title, slug=slug, description=description, language=language, demo=demo)
    session.add(study)
    session.flush()
    if lead is not None:
        add_member(session, study, lead, {"lead"})
    return study


def _free_slug(session: Session, title: str) -> str:
    slug = slug_of(title)
    taken = set(session.scalars(select(Study.slug).where(Study.slug.startswith(slug))))
    return next(
        name
        for name in (slug, *(f"{slug}-{n}" for n in range(2, len(taken) + 3)))
        if name not in taken
    )


def add_member(
    session: Session,
    study: Study,
    account: Account | None,
    roles: Iterable[str],
    kind: MemberKind = MemberKind.PERSON,
) -> Member:
    """Make someone a member under a pseudonym drawn at random.

    The roles of a member add up; one who left and comes back has only the new ones.
    """
    member = None
    if account is not None:
        member = session.scalar(
            select(Member).where(Member.study_id == study.id, Member.account_id == account.id)
        )
    if member is None:
        taken = set(session.scalars(select(Member.pseudonym).where(Member.study_id == study.id)))
        member = Member(
            study_id=study.id,
            account_id=account.id if account else None,
            kind=kind,
            pseudonym=draw_pseudonym(taken, _RANDOM),
            **dict.fromkeys(ROLES, False),
        )
        session.add(member)
    kept = frozenset() if member.left_at else member.roles
    member.roles, member.left_at = kept | frozenset(roles), None
    session.flush()
    log(
        session,
        study,
        member,
        "join",
        f"member:{member.pseudonym}",
        after={"roles": sorted(member.roles)},
    )
    return member


def set_roles(session: Session, member: Member, roles: Iterable[str], actor: Member | str) -> None:
    """Give a member other roles. A study keeps at least one lead.

    :raises Refused: if a role is unknown or none is left.
    :raises Conflict: if it would leave the study without a lead.
    """
    before, wanted = member.roles, _known_roles(roles)
    if member.lead and "lead" not in wanted and len(leads(session, member.study_id)) == 1:
        raise Conflict("This is the study's only lead. Make someone else a lead first.")
    member.roles = wanted
    log(
        session,
        member.study,
        actor,
        "roles",
        f"member:{member.pseudonym}",
        before={"roles": sorted(before)},
        after={"roles": sorted(wanted)},
    )


def leads(session: Session, study_id: int) -> list[Member]:
    """The study's leads who have not left."""
    return list(
        session.scalars(
            select(Member).where(Member.study_id == study_id, Member.lead, Member.left_at.is_(None))
        )
    )


def _known_roles(roles: Iterable[str]) -> frozenset[str]:
    wanted = frozenset(roles)
    if not wanted or wanted - set(ROLES):
        named = ", ".join(sorted(wanted - set(ROLES))) or "none"
        raise Refused(
            Problem(
                f"The roles asked for are: {named}.",
                column="roles",
                remedy=f"Choose one or more of {', '.join(ROLES)}.",
            )
        )
    return wanted


def invite(
    session: Session,
    study: Study,
    roles: Iterable[str],
    actor: Member | str,
    *,
    uses: int = 1,
    days: int = 14,
    note: str = "",
) -> str:
    """Make a link by which people join, and give its token; only a hash is stored.

    :raises Refused: if a role is unknown, or uses or days are out of range.
    """
    for name, number, most in (("uses", uses, 1000), ("days", days, 365)):
        if not 1 <= number <= most:
            raise Refused(
                Problem(
                    f"{number} is not possible here.", column=name, remedy=f"Choose 1 to {most}."
                )
            )
    token = new_token()
    invitation = Invitation(
        study_id=study.id,
        token_hash=token_hash(token),
        note=note.strip()[:200],
        expires_at=now() + timedelta(days=days),
        uses_left=uses,
        **{role: role in _known_roles(roles) for role in ROLES},
    )
    session.add(invitation)
    session.flush()
    log(
        session,
        study,
        actor,
        "invite",
        f"invitation:{invitation.public_id}",
        after={"roles": sorted(invitation.roles), "uses": uses, "days": days},
    )
    return token


def open_invitation(session: Session, token: str) -> Invitation:
    """The invitation behind a token, if it still holds.

    :raises Conflict: if it is unknown, used up, expired or withdrawn, in the same words.
    """
    invitation = session.scalar(
        select(Invitation).where(
            Invitation.token_hash == token_hash(token),
            Invitation.uses_left > 0,
            Invitation.expires_at > now(),
            Invitation.withdrawn_at.is_(None),
        )
    )
    if invitation is None:
        raise Conflict(
            "This invitation has expired, was used up, or was withdrawn. "
            "Ask the lead of the study for a new one."
        )
    return invitation


def accept_invitation(session: Session, token: str, account: Account) -> Member:
    """Join the study of an invitation; one who is a member already spends no use.

    :raises Conflict: if the invitation holds no longer.
    """
    invitation = open_invitation(session, token)
    present = session.scalar(
        select(Member).where(
            Member.study_id == invitation.study_id,
            Member.account_id == account.id,
            Member.left_at.is_(None),
        )
    )
    if present is not None and invitation.roles <= present.roles:
        return present
    spent = session.execute(
        update(Invitation)
        .where(Invitation.id == invitation.id, Invitation.uses_left > 0)
        .values(uses_left=Invitation.uses_left - 1, uses=Invitation.uses + 1)
        .returning(Invitation.id)
    ).first()
    if spent is None:
        raise Conflict("This invitation was used up a moment ago. Ask the lead for a new one.")
    return add_member(session, invitation.study, account, invitation.roles)


def withdraw_invitation(
    session: Session, study: Study, public_id: str, actor: Member | str
) -> None:
    """Make an invitation useless.

    :raises NotFound: if the study has no such invitation.
    """
    invitation = session.scalar(
        select(Invitation).where(Invitation.study_id == study.id, Invitation.public_id == public_id)
    )
    if invitation is None:
        raise NotFound("There is no such invitation in this study.")
    invitation.withdrawn_at = now()
    log(session, study, actor, "withdraw invitation", f"invitation:{public_id}")
