"""Coders for a benchmark, in a process of their own: they say when they are seated, and code.

    python -m benchmarks.desk_coders PORT ROUND SECONDS PACE NAME ...

On the word on standard input they begin, each in a thread; then the waits are printed.
"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter, sleep

from tests import factories
from tests.programs import Away, Program, seated

#: So many saves ask for the next sentence in a message of its own, which is measured.
EVERY = 5


def main() -> None:
    """Sign in, wait for the word, code, print the waits in seconds and the errors."""
    port, round_id, seconds, pace, *names = sys.argv[1:]
    # A thread that computes lets another go on soon, or it would be the client that waits.
    sys.setswitchinterval(0.0005)
    coders = [seated(int(port), name, factories.PASSWORD, round_id) for name in names]
    for coder in coders:
        coder.claim()
        coder.claims.clear()
    print("seated", flush=True)
    sys.stdin.readline()
    with ThreadPoolExecutor(len(coders)) as threads:
        errors = sum(threads.map(lambda each: _code(each, float(seconds), float(pace)), coders))
    found = {
        "claims": [wait for coder in coders for wait in coder.claims],
        "saves": [wait for coder in coders for wait in coder.saves],
        "errors": errors,
    }
    print(json.dumps(found), flush=True)


def _code(coder: Program, seconds: float, pace: float) -> int:
    """Code for so long; between two sentences think for between half and one and a half paces."""
    until, errors = perf_counter() + seconds, 0
    sleep(pace * coder.by.random())
    while perf_counter() < until:
        coder.ahead = 1 if len(coder.saves) % EVERY else 0
        try:
            if not coder.code_one():
                break
            if not coder.ahead:
                coder.ahead = 1
                coder.claim()
        except Away:
            errors += 1
        sleep(pace * coder.by.uniform(0.5, 1.5))
    return errors


if __name__ == "__main__":
    main()
