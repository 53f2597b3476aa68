import pytest

from annotator.corpus.reading.drafts import ArticleDraft
from annotator.corpus.review.cut import cut
from annotator.corpus.service import in_parallel as many
from annotator.corpus.service.in_parallel import cuts
from annotator.errors import Refused
from tests.corpus.harbour import OTHER_TEXT, TEXT

DRAFTS = [ArticleDraft(TEXT if number % 2 else OTHER_TEXT) for number in range(50)]


@pytest.mark.parametrize("in_this_process", [1_000_000, 0])
def test_articles_are_cut_the_same_here_and_in_other_processes(monkeypatch, in_this_process):
    monkeypatch.setattr(many, "IN_THIS_PROCESS", in_this_process)
    assert list(cuts(DRAFTS, "en")) == [cut(draft, "en") for draft in DRAFTS]


def test_a_refusal_comes_back_from_another_process(monkeypatch):
    monkeypatch.setattr(many, "IN_THIS_PROCESS", 0)
    with pytest.raises(Refused, match="is not a code of a language"):
        list(cuts(DRAFTS, "?"))
