"""The marked words as they are exported."""

from annotator.coding.marking import Mark
from annotator.datasets.queries.marks import MARKS, marks
from tests import factories
from tests.datasets.rows import rows_of

MARKED = factories.BOOK.replace("kind: many", "kind: many\n    marks: optional")


def test_marks_are_exported_with_their_words_and_only_of_codings_that_stand(session):
    study = factories.study(session)
    factories.codebook(session, study, MARKED)
    factories.article(session, study, ["Ärger 👩‍👧 wept.", "It rained."])
    cora, carl = (factories.member(session, study, name, "coder") for name in ("Cora", "Carl"))
    round_ = factories.open_round(session, study, [cora, carl])
    part = factories.enrolment(session, round_, cora)
    assignment = factories.assignments(session, part, 1)[0]
    before = (Mark("frames", "staged", 0, 5),)
    first = factories.code(session, part, assignment, factories.CALM, marks=before)
    after = (Mark("frames", "staged", 6, 9), Mark("frames", "staged", 0, 5))
    factories.code(session, part, assignment, factories.CALM, marks=after, revises=first.coding)
    rows = rows_of(MARKS, marks(session, [round_]))
    names = ("round", "question", "code", "coder", "start", "end", "text")
    assert [[row[name] for name in names] for row in rows] == [
        [1, "frames", "staged", cora.pseudonym, 0, 5, "Ärger"],
        [1, "frames", "staged", cora.pseudonym, 6, 9, "👩‍👧"],
    ]
    assert marks(session, []) == []
