"""How far the coders of a round agree, from its rows to a page.

A figure goes one way: read -> pack -> count -> measure -> report -> tables.

- ``queries``  reads: codings from the database, each with its answers as a few whole numbers
- ``live``     packs, counts and measures: the judgements of a round (``snapshot``), their counts by
  article and what they come to (``measured_round``), anew or by what changed since
- ``service``  follows: what a process keeps of a round, and what is new in it (``follow``)
- ``report``   reports: a variable, a question with its parts and coders, advice, methods, tables
- ``views``, ``commands``  the pages of a round and of a question; ``annotator agreement``

What is measured, and how, is in ``annotator.reliability``. ``models`` has measurements that were
kept. Exports go a second way on purpose, from every row in long form (``live.judgements``), and
``annotator agreement check`` counts in a third (``queries.recount``), so that each checks the
others.
"""
