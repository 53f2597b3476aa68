"""How large tests are: quick enough for each change, or as thorough as an hour allows.

``make test`` runs at the default sizes, ``make test-full`` at the full ones.
"""

import os

from hypothesis import HealthCheck, settings

FULL = os.environ.get("ANNOTATOR_TEST_SIZE") == "full"

#: What tests draw at random from, so that a run can be repeated; a full run has another each time.
SEED = int(os.environ.get("ANNOTATOR_TEST_SEED", "20221125"))

# How long an example takes says how busy the machine is, and nothing about annotator.
_ANY_TIME = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}

settings.register_profile("annotator", max_examples=500 if FULL else 100, **_ANY_TIME)
settings.load_profile("annotator")


def scaled(default: int, *, full: int) -> int:
    """One of two sizes: of examples, steps, sentences or kills."""
    return full if FULL else default
