"""Build a data set: read what it says, then make its files."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from annotator.coding.exclusions import NOTHING, Also
from annotator.database.session import resting
from annotator.datasets.queries import contents
from annotator.datasets.service import files as made
from annotator.datasets.service.folder import File
from annotator.errors import Conflict
from annotator.rounds.queries import opened
from annotator.studies.models import Study


def files(session: Session, study: Study, also: Also = NOTHING) -> Iterator[File]:
    """The files of the study's data set, one after the other, each with its name.

    ``also`` is what is counted in it beside the codings that always count. All rows are read
    first, and the read has ended when the first file is made, so that a long export holds up
    no one who writes.

    :raises Conflict: if no round was opened yet.
    """
    rounds = opened(session, study)
    if not rounds:
        raise Conflict("No round was opened yet, so there is no data set to export.")
    found = contents.contents(session, study, rounds, also)
    resting(session)
    return made.files(found)
