"""Run a benchmark: ``python -m benchmarks NAME``, in a checkout."""

import sys
from importlib import import_module

from benchmarks.printing import print_machine

NAMES = ("agreement", "demo", "export", "install", "save_under_load", "start")


def main() -> None:
    """Run the named benchmark, or say which there are."""
    name = next(iter(sys.argv[1:]), "")
    if name not in NAMES:
        sys.exit(f"python -m benchmarks NAME, with one of: {', '.join(NAMES)}")
    print_machine()
    import_module(f"benchmarks.{name}").main(*sys.argv[2:])


if __name__ == "__main__":
    main()
