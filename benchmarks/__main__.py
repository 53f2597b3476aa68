"""Run the benchmarks: ``python -m benchmarks [--list] [NAME ...]``.

A benchmark is a module of this folder with a function ``main`` that measures something
and prints what it found; the first line of its docstring says what that is.
"""

import argparse
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType


def main() -> None:
    """List the benchmarks, or run those that are named, or all."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="all if none is given")
    parser.add_argument("--list", action="store_true", help="only list them")
    asked = parser.parse_args()
    found = benchmarks()
    unknown = sorted(set(asked.names) - set(found))
    if unknown:
        parser.error(f"there is no benchmark {', '.join(unknown)}; there are {', '.join(found)}")
    for name in asked.names or found:
        print(f"{name}: {_about(found[name])}")
        if not asked.list:
            _run(found[name].main)


def benchmarks() -> dict[str, ModuleType]:
    """The benchmarks by name."""
    names = sorted(file.stem for file in Path(__file__).parent.glob("[!_]*.py"))
    modules = {name: import_module(f"benchmarks.{name}") for name in names}
    return {name: module for name, module in modules.items() if hasattr(module, "main")}


def _about(module: ModuleType) -> str:
    return (module.__doc__ or "").strip().partition("\n")[0]


def _run(benchmark: Callable[[], None]) -> None:
    start = time.perf_counter()
    benchmark()
    print(f"({time.perf_counter() - start:.1f} s)\n", flush=True)


if __name__ == "__main__":
    main()
