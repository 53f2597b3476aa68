import codecs
import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import Refused
from annotator.tables.encoding import decode

CURLY = "“We will swim,” said the café’s owner – for £5."
GERMAN = "Die Straße wird gesperrt. Der Bürgermeister sagte am Freitag, die Brücke müsse weg."
RUSSIAN = "Мэр города заявил, что дорога закрыта до конца недели. Жители недовольны этим."
POLISH = "Starosta powiedział, że droga będzie zamknięta. Źródło: gazeta „Kurier”. Łąka też."
CZECH = "Rada schválila rozpočet. Opozice tvrdí, že peníze chybějí a že se o nich nemluvilo."


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (CURLY.encode(), "utf-8"),
        (CURLY.encode("utf-8-sig"), "utf-8-sig"),
        (CURLY.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + CURLY.encode("utf-16-be"), "utf-16"),
        (CURLY.encode("utf-32"), "utf-32"),
        (CURLY.encode("cp1252"), "cp1252"),
    ],
)
def test_a_text_comes_out_the_same_in_whatever_encoding(content: bytes, encoding: str) -> None:
    assert decode(content, "a.txt") == (CURLY, encoding)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (f"It{'’'}s shut. {'The bridge is shut. ' * 40}", "cp1252"),
        ("text,outlet\nIt’s shut,Kestrel\n", "cp1252"),
        ("Größe", "cp1252"),
        (GERMAN, "cp1252"),
        ("Señor Pérez habló a las niñas.", "cp1252"),
        ("« C’est fini », a-t-il déclaré à la mairie.", "cp1252"),
        (POLISH, "cp1250"),
        (CZECH * 2, "cp1250"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        ("Мэр города заявил, что дорога закрыта", "koi8_r"),
        (RUSSIAN * 2_000, "cp1251"),
        ("“It’s too much”, he said. It’s not.", "mac_roman"),
    ],
)
def test_a_legacy_encoding_is_told_from_the_text(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "a.txt") == (text, encoding)


def test_an_encoding_that_can_not_be_told_is_refused_not_guessed() -> None:
    croatian = (
        "Gradonačelnik je rekao da će cesta biti zatvorena do kraja tjedna. Građani nisu "
        "zadovoljni odlukom, kaže čelnik udruge. Šest ulica čeka na popravak."
    )
    with pytest.raises(Refused, match="could be any of cp1250, cp1252") as refused:
        decode(croatian.encode("cp1250"), "a.txt")
    assert "or name its encoding" in str(refused.value)
    assert decode(croatian.encode("cp1250"), "a.txt", "cp1250").text == croatian


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "a.txt: The file is empty."),
        (b" \r\n\t", "The file is empty."),
        (codecs.BOM_UTF8, "The file is empty."),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "The file is a picture"),
        (b"%PDF-1.7 ...", "The file is a PDF"),
        (b"PK\x03\x04...", "an Excel, Word or ZIP file"),
        (b"text\0more", "holds zero bytes"),
        ("text".encode("utf-16-le"), "holds zero bytes"),
        ("a\0b".encode("utf-16"), "holds zero bytes"),
        (codecs.BOM_UTF16_LE + b"a", "can not be read as utf-16"),
        (bytes(range(1, 256)) * 3, "The encoding of the file can not be told."),
        ("Größe, Fläche und Höhe".encode() + b"\xe9", "1 of its characters are damaged"),
    ],
)
def test_what_is_no_text_is_refused_with_the_name_of_the_file(content: bytes, message: str) -> None:
    with pytest.raises(Refused) as refused:
        decode(content, "a.txt")
    assert message in str(refused.value)
    assert "a.txt" in str(refused.value)
    assert all(problem.remedy for problem in refused.value.problems)


def test_damage_in_utf8_is_told_with_its_line() -> None:
    with pytest.raises(Refused, match="line 3"):
        decode("Größe\nFläche\n".encode() + b"\xff", "a.txt")


@pytest.mark.parametrize(
    ("encoding", "message"),
    [("klingon", "There is no encoding"), ("rot13", "no encoding"), ("ascii", "can not be read")],
)
def test_a_named_encoding_must_exist_and_fit(encoding: str, message: str) -> None:
    with pytest.raises(Refused, match=message):
        decode(CURLY.encode(), "a.txt", encoding)


def test_what_can_not_be_stored_is_refused() -> None:
    with pytest.raises(Refused, match="can not be read"):
        decode(rb"\ud800", "a.txt", "unicode_escape")


def test_line_ends_become_one_and_nothing_else_changes() -> None:
    decomposed = "Ame\u0301lie\xa0–\u200bno\u2028\x85"
    assert decode(f"a\r\nb\rc\n{decomposed}".encode(), "a.txt").text == f"a\nb\nc\n{decomposed}"


@given(text=st.text(st.characters(exclude_characters="\r\0\ufeff", codec="utf-8")))
def test_utf8_is_kept_to_the_last_character(text: str) -> None:
    if text.strip():
        content = text.encode()
        assert decode(b" " + content, "a.txt").text == " " + text


@given(content=st.binary(max_size=200))
def test_noise_never_raises_anything_but_a_refusal(content: bytes) -> None:
    with contextlib.suppress(Refused):
        assert decode(content, "a.txt").text
