"""How far coders agree: from judgements in long form to coefficients with intervals.

The core is pure and knows neither web nor database, so a notebook can import it. It
reads from top to bottom:

- ``arrays``       labels become integers
- ``scales``       the values of a question, their order and their numbers
- ``rows``         judgements in long form, and where each one stood
- ``reliability``  units by coders with gaps, checked
- ``patterns``     how many judgements of each value a unit has, and how many units are alike
- ``coincidences`` which values meet in the units
- ``coefficient``  what a coefficient is: something that each unit adds, and a value of the sums
- ``percent``      percent agreement
- ``alpha``        Krippendorff's alpha for four levels of measurement
- ``student``      the quantile of Student's t
- ``resampling``   delete-one jackknife and bootstrap over units or articles
- ``intervals``    which interval is given when, and why none is
- ``figures``      every coefficient with its interval, or the reason why there is none
- ``measure``      one question measured: counts, values, coefficients, few articles one by one
- ``models``       measurements as they are kept
- ``csvfile``      the bytes of a CSV become a header and numbered records
- ``longfile``     any long CSV is measured
- ``describe``     what was measured, as JSON and as text
- ``verdicts``     what a figure means, in words
- ``judgements``   the judgements of a round that count, variable by variable
- ``repeats``      coders against themselves, on sentences that came again
- ``report``       a line for each variable of a round, and the command that recomputes it
- ``queries``      the same from the database, and the measurements that were kept
- ``service``      measure a round, keep what was measured
- ``tables``       the columns of the exported tables
- ``views``        the page of a round's agreement
- ``commands``     ``annotator agreement`` on the command line

A new coefficient is one module like ``percent`` and one line in ``figures.COEFFICIENTS``.
"""
