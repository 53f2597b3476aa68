"""Commands in processes of their own: how long they take, and how much memory. Linux only."""

import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter

from annotator.config import Settings
from tests.serving import Server, environment

#: A child's highest memory as the system counts it may be that of its parent, from the
#: moment before the program was loaded; so the child says it itself.
_CODE = """
import sys
from pathlib import Path
from annotator.cli import main
try:
    main()
finally:
    sys.stderr.write(Path("/proc/self/status").read_text("ascii"))
"""

#: Seconds, CPU seconds, and the highest memory in megabytes.
Found = tuple[float, float, float]


def run(settings: Settings, *arguments: str) -> Found:
    """Run ``annotator`` with these arguments from its start to its end."""
    begun = perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", _CODE, *arguments],
        env=environment(settings),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stderr is not None
        status = process.stderr.read()
        _, code, used = os.wait4(process.pid, 0)
        process.returncode = code
    assert code == 0, status
    return perf_counter() - begun, used.ru_utime + used.ru_stime, _highest(status)


def serve(settings: Settings, command: str) -> Found:
    """Run ``annotator serve`` or ``annotator demo`` until it says that it serves."""
    begun = perf_counter()
    with Server(settings, command) as server:
        seconds = perf_counter() - begun
        assert server.process is not None
        folder = Path(f"/proc/{server.process.pid}")
        ticks = folder.joinpath("stat").read_text("ascii").rsplit(")", 1)[1].split()[11:13]
        cpu = sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")
        return seconds, cpu, _highest(folder.joinpath("status").read_text("ascii"))


def _highest(status: str) -> float:
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024 / 1e6
