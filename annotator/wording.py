"""How numbers stand in an English sentence: with their nouns, in hours, in percent, as figures.

One place for plurals and the formats of numbers, whichever feature writes the sentence.
"""


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: ``1 sentence``, ``1,204 sentences``."""
    return f"{number:,} {agreeing(number, noun, plural)}"


def agreeing(number: int, one: str, several: str = "") -> str:
    """The form of a noun or a verb beside a number: ``sentence`` or ``sentences``."""
    return one if number == 1 else several or f"{one}s"


def duration(seconds: float) -> str:
    """A time as people say it: ``25 minutes``, ``4.2 hours``."""
    minutes = round(seconds / 60)
    return counted(minutes, "minute") if minutes < 60 else f"{seconds / 3600:.1f} hours"


def share(part: int, whole: int) -> str:
    """A share in whole percent, never 100 % before the end: ``99 %``."""
    if not whole:
        return "–"
    percent = 100 * part // whole
    return f"{max(percent, 1) if part else 0} %"


def figure(value: float, digits: int = 3) -> str:
    """A figure with a true minus, and never a negative zero: ``0.743``, ``−0.024``."""
    return f"{value:z,.{digits}f}".replace("-", "\u2212")
