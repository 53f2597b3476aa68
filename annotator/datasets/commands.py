"""Export from the command line."""

from datetime import date
from pathlib import Path

import click

from annotator.coding.commands import also_option
from annotator.coding.exclusions import Included
from annotator.database.session import session
from annotator.datasets.service import data_set
from annotator.datasets.service.folder import write_folder
from annotator.paths import checkout
from annotator.studies.queries import study_called
from annotator.web.commands import with_app


@click.command(epilog="Example: annotator export staged-meetings --to release-1")
@click.argument("study")
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write.  [default: exports/STUDY-DATE]",
)
@also_option
@with_app
def export(study: str, folder: Path | None, also: Included) -> None:
    """Write the data set of STUDY: CSV files, codebook, agreement, data dictionary, checksums.

    The same data give the same bytes.
    """
    found = study_called(session(), study)
    target = folder or (checkout() or Path()) / "exports" / f"{study}-{date.today():%Y-%m-%d}"
    for name in write_folder(data_set.files(session(), found, also), target):
        click.echo(target / name)
