"""How far coders agree: coefficients of reliability with honest intervals.

A library of pure functions over numpy arrays, for notebooks as for the pages. It knows no web
framework, database, file, clock or thread; matplotlib is loaded when something is drawn. The
same data, arguments and seed give the same numbers.

    import annotator.reliability as rel

    judgements = rel.Judgements(unit=..., coder=..., value=..., cluster=...)
    data = rel.reliability_data(judgements, level="nominal")
    rel.measure(data).coefficients["alpha"]

*From judgements to counts*: `Judgements` in long form are checked by `reliability_data`, and
become `Patterns` (`count_patterns`), which are few however many units there are. Counts that
another engine made become patterns by `patterns_from_counts` or `patterns_from_matrix`.

*From counts to estimates*: `measure` estimates every coefficient of `COEFFICIENTS` with an
interval that knows articles; `estimate` gives one coefficient by itself. `per_code`,
`coder_pairs`, `by_group`, `by_coders`, `each_article`, `without_each_coder`, `confusions` and
`stability` say where agreement is lost. `sample_size` says how much must be coded.

*From estimates to words*: `verdict`, `as_text`, `as_json`, `Table`, `forest_plot`.

Shapes: N units, C coders, V values, J judgements, G articles, P patterns, R replicates.
"""

from annotator.reliability.coefficients.alpha import ALPHA, alpha_by_distance
from annotator.reliability.coefficients.brennan_prediger import BRENNAN_PREDIGER, brennan_prediger
from annotator.reliability.coefficients.coefficient import (
    CoderCoefficient,
    Coefficient,
    CountCoefficient,
    Needs,
    Reference,
)
from annotator.reliability.coefficients.cohen_kappa import (
    COHEN_KAPPA,
    LIGHT_KAPPA,
    cohen_kappa,
    light_kappa,
)
from annotator.reliability.coefficients.conger_kappa import CONGER_KAPPA, conger_kappa
from annotator.reliability.coefficients.fleiss_kappa import FLEISS_KAPPA, fleiss_kappa
from annotator.reliability.coefficients.gwet_ac import GWET_AC1, gwet_ac
from annotator.reliability.coefficients.percent import PERCENT, percent
from annotator.reliability.coefficients.registry import COEFFICIENTS
from annotator.reliability.coefficients.scott_pi import SCOTT_PI, scott_pi
from annotator.reliability.coefficients.weights import (
    distances_of_sets,
    distances_of_table,
    linear,
    quadratic,
)
from annotator.reliability.data.long_form import Judgements
from annotator.reliability.data.matrix import patterns_from_matrix
from annotator.reliability.data.patterns import Patterns, count_patterns, patterns_from_counts
from annotator.reliability.data.reliability_data import ReliabilityData, reliability_data
from annotator.reliability.data.scales import Scale
from annotator.reliability.reporting.as_text import as_json, as_text
from annotator.reliability.reporting.forest_plot import Dot, forest_plot
from annotator.reliability.reporting.table import Column, Table
from annotator.reliability.reporting.verdicts import verdict
from annotator.reliability.results.breakdown import Difference, Part
from annotator.reliability.results.coder_pairs import CoderPair, coder_pairs
from annotator.reliability.results.codes import alpha_of_sets, measure_sets, per_code
from annotator.reliability.results.confusions import Confusion, Disputed, confusions, disputed
from annotator.reliability.results.estimates import Estimate, estimate
from annotator.reliability.results.marks import (
    MarkedSentence,
    SpanPair,
    span_f1,
    token_judgements,
)
from annotator.reliability.results.measure import Article, Measured, measure, measure_patterns
from annotator.reliability.results.parts import (
    by_coders,
    by_group,
    each_article,
    without_each_coder,
)
from annotator.reliability.results.power import SampleSize, bloch_kraemer, sample_size
from annotator.reliability.results.stability import Stability, stability
from annotator.reliability.results.study_sources import (
    StudySource,
    simulated_studies,
    studies_of_pilot,
)
from annotator.reliability.uncertainty.intervals import Interval
from annotator.reliability.uncertainty.kalpha import kalpha_interval
from annotator.reliability.uncertainty.resampling import KeptDraws, Resampling

__all__ = [
    "ALPHA",
    "BRENNAN_PREDIGER",
    "COEFFICIENTS",
    "COHEN_KAPPA",
    "CONGER_KAPPA",
    "FLEISS_KAPPA",
    "GWET_AC1",
    "LIGHT_KAPPA",
    "PERCENT",
    "SCOTT_PI",
    "Article",
    "CoderCoefficient",
    "CoderPair",
    "Coefficient",
    "Column",
    "Confusion",
    "CountCoefficient",
    "Difference",
    "Disputed",
    "Dot",
    "Estimate",
    "Interval",
    "Judgements",
    "KeptDraws",
    "MarkedSentence",
    "Measured",
    "Needs",
    "Part",
    "Patterns",
    "Reference",
    "ReliabilityData",
    "Resampling",
    "SampleSize",
    "Scale",
    "SpanPair",
    "Stability",
    "StudySource",
    "Table",
    "alpha_by_distance",
    "alpha_of_sets",
    "as_json",
    "as_text",
    "bloch_kraemer",
    "brennan_prediger",
    "by_coders",
    "by_group",
    "coder_pairs",
    "cohen_kappa",
    "confusions",
    "conger_kappa",
    "count_patterns",
    "disputed",
    "distances_of_sets",
    "distances_of_table",
    "each_article",
    "estimate",
    "fleiss_kappa",
    "forest_plot",
    "gwet_ac",
    "kalpha_interval",
    "light_kappa",
    "linear",
    "measure",
    "measure_patterns",
    "measure_sets",
    "patterns_from_counts",
    "patterns_from_matrix",
    "per_code",
    "percent",
    "quadratic",
    "reliability_data",
    "sample_size",
    "scott_pi",
    "simulated_studies",
    "span_f1",
    "stability",
    "studies_of_pilot",
    "token_judgements",
    "verdict",
    "without_each_coder",
]
