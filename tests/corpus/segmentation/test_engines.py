from importlib.metadata import version
from typing import Any

import choppa
import pytest

from annotator.corpus.segmentation import engines
from annotator.corpus.segmentation.engines import engine_for
from annotator.errors import Refused

TWO = "The bridge is shut. Nobody was asked."


@pytest.mark.parametrize("language", ["en", "EN", "en-GB", "de", "uk", "zh", "ast", "lt"])
def test_a_language_that_the_rules_name_is_cut_by_rules(language: str) -> None:
    assert engine_for(language).name == "choppa-srx"


# In the SRX map, "est" and "arg" begin like Spanish and Arabic; "xx" and "sw" have no rules.
@pytest.mark.parametrize("language", ["xx", "sw", "hi", "est", "arg", "den"])
def test_a_language_without_rules_is_never_one_silent_sentence(language: str) -> None:
    engine = engine_for(language)
    assert engine.name == "sentencex"
    assert len(engine.breaks(TWO)) == 2


def test_the_version_names_release_rules_and_language() -> None:
    release = version("choppa-srx")
    assert engine_for("en-GB").version == f"{release} rules {engines._rules_checksum()} en"
    assert len(engines._rules_checksum()) == 8
    assert engine_for("sw").version.endswith(" sw")


def test_a_language_that_is_none_is_refused() -> None:
    with pytest.raises(Refused):
        engine_for("english")


@pytest.mark.parametrize("language", ["en", "sw"])
def test_breaks_are_code_points_of_the_paragraph(language: str) -> None:
    text = "“😀 Go!” 🏴󠁧󠁢󠁳󠁣󠁴󠁿 Then she left. He stayed."
    breaks = engine_for(language).breaks(text)
    assert text[breaks[-2] :] == "He stayed."


@pytest.mark.parametrize("language", ["en", "sw"])
def test_the_end_of_a_wrapped_line_is_no_end_of_a_sentence(language: str) -> None:
    assert engine_for(language).breaks("The bridge\nis shut. Nobody\nwas asked.")[0] == 20


@pytest.mark.parametrize("leader", [". " * 40, "." * 40, "* " * 40, "- " * 8, "A. " * 40])
def test_a_dot_leader_ends_no_sentence(leader: str) -> None:
    assert engine_for("en").breaks(f"Chapter one {leader}12")[:-1] == []


def test_an_ellipsis_is_no_leader() -> None:
    assert len(engine_for("en").breaks("She waited... Then she left. . . . And he?")) > 1


def test_the_rules_are_applied_with_the_bound_that_keeps_them_linear(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real, bounds = choppa.SrxTextIterator, []

    def spied(*arguments: Any, **options: Any) -> Any:
        bounds.append(options["max_lookbehind_construct_length"])
        return real(*arguments, **options)

    monkeypatch.setattr(choppa, "SrxTextIterator", spied)
    assert len(engine_for("en").breaks(TWO)) == 2
    # With 100, choppa's default, 240 characters of ". " take more than a second.
    assert bounds == [16]
