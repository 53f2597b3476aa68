"""Tags of languages, as in BCP 47: ``en``, ``de``, ``pt-BR``, ``sr-Latn``."""

import re

from annotator.errors import Problem, Refused

_TAG = re.compile(r"[a-z]{2,3}(-[a-z0-9]{1,8})*", re.IGNORECASE)


def canonical(code: str) -> str:
    """The code with its language in small letters and hyphens between its parts.

    :raises Refused: if it does not look like a code of a language.
    """
    tag = code.strip().replace("_", "-")
    if not _TAG.fullmatch(tag):
        raise Refused(
            Problem(
                f"“{code.strip()[:40]}” is not a code of a language.",
                remedy="Write a code such as en, de, uk or pt-BR.",
            )
        )
    language, *rest = tag.split("-")
    return "-".join((language.lower(), *rest))


def is_canonical(tag: str) -> bool:
    """Whether a tag is written in this form already, without extensions (parts of one letter)."""
    parts = tag.split("-")
    is_tag = _TAG.fullmatch(tag) is not None
    return is_tag and parts[0].islower() and all(len(part) > 1 for part in parts)


def primary(code: str) -> str:
    """The language alone: ``pt`` of ``pt-BR``.

    :raises Refused: if it does not look like a code of a language.
    """
    return canonical(code).split("-")[0]
