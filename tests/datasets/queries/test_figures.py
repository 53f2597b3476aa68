"""Agreement as it is exported."""

import datetime as dt

from annotator.agreement.service.keep import keep_measurements
from annotator.agreement.service.measure import round_report
from annotator.datasets.queries.figures import MEASUREMENTS, figures_kept
from tests import factories
from tests.datasets.rows import rows_of


def test_the_time_of_a_measurement_is_exported_in_utc(session, small):
    kept = keep_measurements(session, small.round, round_report(session, small.round))
    kept[0].measured_at = dt.datetime(2022, 11, 25, 10, tzinfo=dt.timezone(dt.timedelta(hours=1)))
    session.commit()
    rows = rows_of(MEASUREMENTS, figures_kept(session, small.study))
    first = [row for row in rows if row["measurement"] == kept[0].public_id]
    assert [row["coefficient"] for row in first][:2] == ["percent", "alpha"]
    assert {row["measured_at"] for row in first} == {"2022-11-25T09:00:00.000Z"}
    assert figures_kept(session, factories.study(session, "Another")) == []
