"""What the doctor says of one thing. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, what was found, and why it is risky, if it is."""

    name: str
    found: str
    risky: str = ""
