"""The ready-made books that ship with annotator, as YAML to start from."""

from pathlib import Path

from annotator.errors import NotFound

_BOOKS = Path(__file__).parent / "books"


def ready_made() -> tuple[str, ...]:
    """The names of the ready-made books."""
    return tuple(sorted(path.stem for path in _BOOKS.glob("*.yaml")))


def ready_made_text(name: str) -> str:
    """The YAML of a ready-made book, with its comments.

    :raises NotFound: if there is no book of this name.
    """
    if name not in ready_made():
        known = ", ".join(ready_made())
        raise NotFound(f'There is no ready-made codebook "{name}"; there are {known}.')
    return (_BOOKS / f"{name}.yaml").read_text(encoding="utf-8")
