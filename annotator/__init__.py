"""annotator: news sentences, one at a time, to human coders; agreement; data sets.

The tool that a media-bias lab uses from the first pilot to the published data set.
A lead imports articles, checks how they were split and brings a codebook; coders label
one sentence at a time in a browser; the lead reads the agreement and exports CSV.

**By feature; inside a feature the file name is the layer.** A feature knows only those
before it::

    reliability -> database -> web -> accounts -> studies -> tables -> measuring -> codebook
      -> corpus -> rounds -> coding -> supervision -> agreement -> planner -> adjudication
      -> revisions -> machines -> surveys -> datasets -> findings -> api -> overview
      -> operations -> demo

Inside a feature a module imports only from its own layer or below, which is told by the
first of these names on its path; a feature may have rooms, and rooms have the same layers::

    3  views forms commands access feature   the edges: Flask, WTForms, Click
    2  service queries                       what the feature does and asks; never commits
    1  models                                what it keeps: SQLAlchemy
    0  any other name                        what it knows: pure, no web, no database

Beside the features stand ``errors paths config columns languages wording``, which all may use.
Above all: ``app`` and ``cli``, the only two that know every feature.
``tests/test_architecture.py`` checks this from the imports.
"""
