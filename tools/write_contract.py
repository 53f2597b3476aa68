"""Write the lists of what outsiders read anew, after a change that an issue names.

    python tools/write_contract.py

The lists stand in ``tests/contract``, one item a line, so that a change is read in the diff.
The tests beside them hold the program to them. In ``exit_codes.txt`` the command lines are
written by hand, and only their exit codes here.
"""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.contract import (  # noqa: E402
    test_addresses,
    test_commands,
    test_exit_codes,
    test_files,
    test_http,
    test_json,
    test_settings,
)
from tests.contract.laboratory import Lab  # noqa: E402
from tests.contract.pinned import write  # noqa: E402

LISTS: dict[str, Callable[[Lab], list[str]]] = {
    test_commands.LIST: lambda _lab: test_commands.commands(),
    test_addresses.LIST: lambda lab: test_addresses.addresses(lab.folder),
    test_settings.LIST: lambda _lab: test_settings.settings(),
    test_exit_codes.LIST: test_exit_codes.exit_codes,
    test_files.LIST: test_files.files,
    test_json.LIST: test_json.json_keys,
    test_http.LIST: test_http.answers,
}


def main() -> None:
    """Write every list; each is found in a lab of its own."""
    for name, found in LISTS.items():
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            write(name, found(Lab(Path(folder)).make()))


if __name__ == "__main__":
    main()
