"""The set phrases by which newspapers mark what is not part of the report.

English, German, French and Spanish. A phrase is a cue only in the right place: alone on
its line, or at the start of a short one.
"""

import re

_CAPTION = (
    r"(?:(?:image|media|photo|picture|video) caption|bildunterschrift|bildtext|bildlegende"
    r"|bildbeschreibung|légende(?: photo| de l['’]image)?|pie de (?:foto|imagen))"
)
_SOURCE = (
    r"(?:(?:image|media|photo|picture|video) (?:source|credit)|bildquelle|bildrechte"
    r"|bildnachweis|fotocredit|crédits? photos?|source de l['’]image|fuente de la imagen)"
)
_PICTURE = r"(?:photo|photograph|picture|image|pic|foto|bild|imagen)s?"
_AGENCY = (
    r"(?:Getty Images|Reuters|AFP|AP(?: Photo)?|EPA|dpa|DPA|PA(?: Media| Wire)?|Alamy"
    r"|Shutterstock|imago(?: images)?|picture alliance|Anadolu(?: Agency)?|ANSA|EFE)"
)
_RELATED = (
    r"(?:you (?:may|might) also (?:like|be interested in)|read (?:more|also|next|this next)"
    r"|also read|see also|more on this(?: story)?|more from\b.*|related"
    r"(?: (?:stories|articles|topics|content|news))?|recommended(?: for you)?"
    r"|lesen sie (?:auch|dazu|mehr)|mehr (?:zum thema|dazu)|weitere (?:artikel|themen)"
    r"|das könnte sie auch interessieren|auch interessant|siehe auch|passend dazu"
    r"|(?:à )?lire aussi|sur le même sujet|lea también|te puede interesar|más sobre.*)"
)
_PAGE = (
    r"advertisement|anzeige|werbung|publicité|publicidad|share(?: this(?: article| page)?)?"
    r"|artikel teilen|partager|compartir|copy link|about sharing"
)
_BYLINE = (
    r"(?:written by|reported by|reporting by|by|von|par|por|(?:text|autor|autorin|author"
    r"|auteur)\s*:)\s+(?P<names>.+)"
)
_MONTH = r"[^\W\d_]{3,10}"
_DAY = (
    rf"(?:\d{{1,2}}\.? {_MONTH}\.? \d{{4}}|{_MONTH}\.? \d{{1,2}}, \d{{4}}"
    r"|\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{4})"
)
_TIME = r"(?:,? (?:at |um )?\d{1,2}[:.]\d{2}(?: ?[a-z]{2,4})?)?"
_STAMP = (
    r"(?:(?:last )?(?:published|updated|posted|modified)|veröffentlicht|aktualisiert|stand|publié"
    r"|publicado|actualizado)(?: am| on| le| el)?:?"
)


def _line(pattern: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{pattern})\s*", flags)


#: Each is to be matched against a whole line.
CAPTION_LABEL = _line(rf"{_CAPTION}\s*[,:]?")
SOURCE_LABEL = _line(rf"{_SOURCE}\s*[,:]?")
CAPTION = _line(rf"{_CAPTION}\s*[,:]\s*\S.*")
SOURCE = _line(rf"{_SOURCE}\s*[,:]\s*\S.*")
PICTURE = _line(rf"{_PICTURE}\s*:\s*\S.*")
PHOTO_BY = _line(rf"\(?{_PICTURE} (?:by|von|de|par) .+|©.+")
VIDEO = _line(r"(?:watch|listen|video|im video)\s*:\s*\S.*")
AGENCY = _line(rf"(?:[^/]+/\s*)?{_AGENCY}(?:\s*(?:/|,|via)\s*[\w .]+)?", re.NOFLAG)
RELATED = _line(rf"{_RELATED}\s*(?::.*|[.…]{{0,3}})")
PAGE = _line(_PAGE)
BYLINE = _line(_BYLINE)
DATE = _line(rf"{_STAMP} .*\d.*|{_DAY}{_TIME}|\d+ (?:minute|hour|day)s? ago")

#: To be searched for at the end of a line that begins otherwise.
GLUED_SOURCE = re.compile(
    rf"(?:{_SOURCE}\s*[,:]|(?<!\w){_PICTURE}\s*:)\s*\S.{{0,60}}$", re.IGNORECASE
)
