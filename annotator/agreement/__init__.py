"""How far coders agree: from judgements in long form to coefficients with intervals.

The core is pure and knows neither web nor database, so a notebook can import it. It
reads from top to bottom:

- ``arrays``       labels become integers
- ``scales``       the values of a question, their order and their numbers
- ``values``       from labels to the values of a scale
- ``rows``         judgements in long form, and where each one stood
- ``reliability``  units by coders with gaps, checked
- ``kinds``        which rows are alike
- ``patterns``     how many judgements of each value a unit has, and how many units are alike
- ``matrix``       the same from a matrix, for millions of units
- ``profiles``     who gave which value, and how many units are alike in that
- ``coincidences`` which values meet in the units
- ``coefficient``  what a coefficient is: something that each unit adds, and a value of the sums
- ``weights``      how far different values still agree: linear, quadratic, one's own
- ``percent``      percent agreement
- ``alpha``        Krippendorff's alpha for four levels of measurement
- ``distances``    alpha for sets of codes (MASI, Jaccard) and for distances of one's own
- ``chance``       what coefficients that correct for chance have in common
- ``kappas``       Fleiss' kappa and Scott's pi
- ``gwet``         Gwet's AC1 and AC2, Brennan and Prediger's coefficient
- ``conger``       Conger's kappa
- ``cohen``        Cohen's kappa, also weighted, and Light's
- ``student``      the quantile of Student's t
- ``resampling``   delete-one jackknife and bootstrap over units or articles
- ``replicates``   coefficients in samples, all of one draw
- ``intervals``    which interval is given when, and why none is
- ``weighted``     AC2 and weighted kappas, in which near misses count in part
- ``tally``        whole numbers by article: units of each kind, what each coder gave
- ``drawn``        the same in samples of articles, summed anew or from before
- ``byarticle``    coefficients from them
- ``figures``      every coefficient with its interval, or the reason why there is none
- ``kalpha``       the interval of older papers, which is too narrow
- ``marks``        marked words, token by token and span by span
- ``breakdown``    parts of the judgements and their differences, under one draw
- ``parts``        by outlet, event, week, group of coders; without each coder
- ``pairs``        every two coders, with their confusion table
- ``measure``      one question measured: counts, values, coefficients, few articles one by one
- ``models``       measurements as they are kept
- ``sets``         sets of codes measured as a whole
- ``csvfile``      the bytes of a CSV become a header and numbered records
- ``joining``      columns of other files beside those of a CSV
- ``ownfiles``     a table of distances, the groups of coders
- ``layout``       which column of a CSV says what
- ``readfile``     the judgements in a long or a wide CSV
- ``codes``        each code by itself
- ``stability``    coders against themselves, on a second occasion
- ``weeks``        the week in which a unit was last judged
- ``fileoptions``  how a file is to be measured
- ``fileparts``    repeats, groups and shapes that a file turns out to have
- ``anyfile``      any CSV is measured
- ``sizes``        how many units the textbook asks for
- ``planning``     how many sentences must be coded, by simulation
- ``describe``     what was measured, as JSON and as text
- ``describefile`` the same of a file
- ``describeplan`` the same of a plan
- ``verdicts``     what a figure means, in words
- ``judgements``   the judgements of a round that count, variable by variable
- ``packing``      the answers of a coding as a few whole numbers, which a database adds up
- ``snapshot``     the counted judgements of a round at one moment, and at the next
- ``moment``       what tells whether a round is as it was, and whose codings are new
- ``repeats``      coders against themselves, on sentences that came again
- ``report``       a line for each variable of a round, and the command that recomputes it
- ``standing``     a round as it stands, with what was measured of it so far
- ``cache``        what a process keeps between pages
- ``confusions``   which answers stand against each other, and in which units
- ``detail``       one question by code, coder, pair, outlet, event and week
- ``labels``       what values are called where people read them
- ``sheets``       a table for a page, as CSV and as LaTeX
- ``recompute``    the command that prints a table from the exported files
- ``partsheets``   the tables about parts, and article by article
- ``detailsheets`` the tables about one question
- ``explain``      the verdict in a sentence, and why AC1 and alpha differ
- ``advice``       what a lead may do next
- ``methods``      a paragraph for the methods section of a paper
- ``question``     one question as its page tells it
- ``guessing``     which column of a CSV is which
- ``filecommand``  the command that measures a file as a page did
- ``filesheets``   the tables about a file
- ``history``      what was kept of one question over time
- ``queries``      the same from the database, and the measurements that were kept
- ``service``      measure a round as it is now, keep what was measured, check what is counted
- ``tables``       the columns of the exported tables
- ``views``        the pages of a round, of a question, of any file, of a plan
- ``forms``        a file and its columns, a plan
- ``commands``     ``annotator agreement`` on the command line

In a notebook::

    from annotator.reliability.results.estimates import figure
    from annotator.reliability.coefficients.fleiss_kappa import FLEISS_KAPPA
    from annotator.reliability.data.patterns import count_patterns
    from annotator.reliability.data.reliability_data import reliability_data
    from annotator.reliability.data.long_form import Rows

    data = reliability_data(Rows(units, coders, values), values=["calm", "loud"])
    figure(FLEISS_KAPPA, count_patterns(data)).value

A new coefficient is one module like ``percent`` and one line in ``figures.COEFFICIENTS``.
"""
