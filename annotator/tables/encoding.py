"""Bytes of a file to text, without a guess that could silently be wrong."""

import codecs
import re
from typing import NamedTuple

import charset_normalizer

from annotator.errors import Problem, Refused

_BOMS = (
    # UTF-32 first: its mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHER_FORMATS = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "an Excel, Word or ZIP file"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
)
#: What spreadsheets and editors write where they do not write UTF-8, by how common it is.
_LEGACY = ("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256")
_CANDIDATES = (*_LEGACY, "koi8_r", "cp932", "gb18030", "big5", "cp949", "mac_roman")
_SAVE_AS_UTF8 = "Save it again as UTF-8, or name its encoding."

_WESTERN = re.compile(
    "[\0-\x7f“”‘’„‚«»‹›–—…•·§°©®™€£¥¡¿ªº²³½\xa0\xad"
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØŒÙÚÛÜŸàáâãäåæçèéêëìíîïñòóôõöøœùúûüÿßŠšŽž]*"
)
_ACCENTED = re.compile("[À-ÖØ-öø-ÿŒœŠšŽžŸ]")
#: Accents where no Western word has them: what other encodings look like when misread.
_MISREAD = re.compile("[a-zß-ÿ][À-ÞŠŽŒ]|[À-ÿŒœŠšŽž]{4}|[a-z][²³½¡¿ªº§]|[¥®©][a-z]")
#: The same for any script: a capital inside a word, or half-width Japanese.
_ODD = re.compile("[a-zа-яёα-ω][A-ZА-ЯЁΑ-Ω]|[\uff66-\uff9f]")
_UTF8_CHARACTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xf4][\x80-\xbf]{2,3}")


class Decoded(NamedTuple):
    """The text of a file and the encoding it was read in."""

    text: str
    encoding: str


def decode(content: bytes, file: str, encoding: str = "") -> Decoded:
    r"""The text of a file; ``\r\n`` and a lone ``\r`` become ``\n``, nothing else changes.

    A mark at the start of the file decides; then UTF-8, strictly; then the one legacy
    encoding in which the text makes sense. ``encoding`` names one and ends all guessing.

    :raises Refused: if the file is empty, is no text, or its encoding cannot be told.
    """
    _refuse_what_is_no_text(content, file)
    name = encoding or _marked(content) or _unmarked(content, file)
    try:
        text = content.decode(name)
        # A lone surrogate, which some odd encodings let through, cannot be stored.
        text.encode()
    except LookupError:
        raise _refusal(file, f"There is no encoding “{name}”.", _SAVE_AS_UTF8) from None
    except UnicodeError:
        message = f"The file can not be read as {name}."
        raise _refusal(file, message, _SAVE_AS_UTF8) from None
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise _refusal(file, "The file is empty.", "Choose a file that holds text.")
    if "\0" in text:
        raise _refusal(file, "The file holds zero bytes, so it is no plain text.", _SAVE_AS_UTF8)
    return Decoded(text, name)


def decode_utf8(content: bytes, file: str, message: str, remedy: str) -> str:
    """The text of a file that has to be UTF-8, without a byte order mark.

    ``message`` has a place for the ``byte`` that is not.

    :raises Refused: with the line of the first byte that is not.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        words = message.format(byte=content[error.start])
        raise Refused(Problem(words, file, line, remedy=remedy)) from error


def _refuse_what_is_no_text(content: bytes, file: str) -> None:
    for signature, format_ in _OTHER_FORMATS:
        if content.startswith(signature):
            raise _refusal(
                file,
                f"The file is {format_}, not plain text.",
                "Save it as .txt, .csv, .tsv or .xlsx, with that ending in its name.",
            )


def _marked(content: bytes) -> str:
    """The encoding that the byte order mark tells, if there is one."""
    return next((name for mark, name in _BOMS if content.startswith(mark)), "")


def _unmarked(content: bytes, file: str) -> str:
    if b"\0" in content:
        raise _refusal(file, "The file holds zero bytes, so it is no plain text.", _SAVE_AS_UTF8)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse_damaged_utf8(content, file, error.start)
        return "cp1252" if _reads_as_western(content) else _best_guess(content, file)
    return "utf-8"


def _refuse_damaged_utf8(content: bytes, file: str, position: int) -> None:
    """A few wrong bytes in UTF-8 are damage, not another encoding."""
    good = len(_UTF8_CHARACTER.findall(content))
    bad = content.decode("utf-8", errors="replace").count("\ufffd")
    if good > bad:
        line = content.count(b"\n", 0, position) + 1
        message = f"The file is UTF-8 but {bad} of its characters are damaged; here is the first."
        raise Refused(Problem(message, file, line, remedy="Mend it, or save the file again."))


def _reads_as_western(content: bytes) -> bool:
    """Whether Windows-1252 gives a text with a few accents and curly quotes, rightly placed.

    Detectors go by statistics and misread an English text with one curly quote.
    """
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        return False
    if not _WESTERN.fullmatch(text) or _MISREAD.search(text):
        return False
    letters = sum(map(str.isalpha, text))
    return letters < 40 or len(_ACCENTED.findall(text)) < 0.08 * letters


def _best_guess(content: bytes, file: str) -> str:
    """The encoding whose text reads most like a language, if one does.

    :raises Refused: if none does, or several do equally.
    """
    matches = charset_normalizer.from_bytes(content, cp_isolation=list(_CANDIDATES))
    scores = {match.encoding: _oddity(match) for match in matches}
    best = [match for match in matches if scores[match.encoding] == min(scores.values())]
    if not best:
        raise _refusal(file, "The encoding of the file can not be told.", _SAVE_AS_UTF8)
    if any(str(rival) != str(best[0]) for rival in best):
        names = ", ".join(match.encoding for match in best)
        raise _refusal(file, f"The encoding of the file could be any of {names}.", _SAVE_AS_UTF8)
    return best[0].encoding


def _oddity(match: charset_normalizer.CharsetMatch) -> tuple[float, int]:
    """How little a text reads like a language: by the detector's word, then by our own."""
    return match.chaos - match.coherence, len(_ODD.findall(str(match)))


def _refusal(file: str, message: str, remedy: str) -> Refused:
    return Refused(Problem(message, file, remedy=remedy))
