"""Files with invented articles, for tests of what is done with them."""

import csv
import io

from annotator.corpus.reading.read_file import ReadFile, read_file

TEXT = """Harbour of Sallow Bay closed for repairs

By Ines Marrow

The harbour of Sallow Bay will stay closed until May. Divers found cracks in the quay.

"We could not wait," said the harbour master. She showed the mayor the damage.
"""

OTHER_TEXT = "The quay fell at noon. Nobody was hurt. The ferry was moved to Pell."


def table(*rows: dict[str, str]) -> bytes:
    """A CSV file with these rows."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()


def articles(count: int, sentences: int = 3, outlet: str = "Ondre Ledger") -> bytes:
    """A CSV file of so many articles, each with so many sentences of its own."""
    return table(
        *(
            {
                "title": f"Report {number}",
                "outlet": outlet,
                "text": " ".join(f"Boat {number} passed buoy {i}." for i in range(sentences)),
            }
            for number in range(count)
        )
    )


def file(content: bytes, name: str = "harbour.csv") -> ReadFile:
    return read_file(name, content)
