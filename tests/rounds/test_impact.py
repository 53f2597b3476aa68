import pytest

from annotator.rounds.impact import Impact


@pytest.mark.parametrize(
    ("impact", "said"),
    [
        (Impact(), "0 codings are touched"),
        (Impact(to_others=12), "12 places go to others; 0 codings are touched"),
        (Impact(added=1, codings=1), "1 place is added; 1 coding is touched"),
        (
            Impact(taken_out=1, to_others=1, codings=1200),
            "1 place goes to others; 1 place is taken out; 1,200 codings are touched",
        ),
    ],
)
def test_an_effect_is_said_with_what_is_not_touched(impact, said):
    assert impact.in_words == said
