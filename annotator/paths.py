"""Where the shipped folders are: inside an installed package, beside it in a checkout."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def shipped(folder: str) -> Path:
    """The path of ``templates`` or ``migrations``, in an installed package or a checkout."""
    inside = PACKAGE / folder
    return inside if inside.is_dir() else PACKAGE.parent / folder


def checkout() -> Path | None:
    """The checkout that the package runs from, or nothing in an installed package."""
    return PACKAGE.parent if (PACKAGE.parent / "setup.cfg").is_file() else None
