import pytest

from annotator.rounds.impact import Effect


@pytest.mark.parametrize(
    ("effect", "said"),
    [
        (Effect(), "0 codings are touched"),
        (Effect(to_others=12), "12 places go to others; 0 codings are touched"),
        (Effect(added=1, codings=1), "1 place is added; 1 coding is touched"),
        (
            Effect(taken_out=1, to_others=1, codings=1200),
            "1 place goes to others; 1 place is taken out; 1,200 codings are touched",
        ),
    ],
)
def test_an_effect_is_said_with_what_is_not_touched(effect, said):
    assert effect.said == said
