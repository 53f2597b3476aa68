"""Tables and pictures as files."""

from concurrent.futures import ThreadPoolExecutor

from annotator.reliability.reporting.table import ALPHA, INTERVAL, METHOD, Column, Table
from annotator.web.table_files import draw

ROWS = [("Calm", 0.743, (0.61, 0.85), "bootstrap"), ("Loud", 0.5, None, "too few articles")]
TABLE = Table("codes", "Code by code", (Column("code", "Code"), ALPHA, INTERVAL, METHOD), ROWS)


def test_the_same_table_is_the_same_picture_when_many_look_at_once(app):
    def picture(_):
        with app.app_context():
            return draw(TABLE, "svg")

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(picture, range(12)))) == 1
