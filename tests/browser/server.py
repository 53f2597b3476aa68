"""The real thing for browser tests: the command line, and the server it starts."""

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ANNOTATOR = shutil.which("annotator", path=str(Path(sys.executable).parent)) or "annotator"


def annotator(*arguments: str | Path, data: Path, url: str = "") -> str:
    """Run a command of an installation and give what it printed."""
    done = subprocess.run(
        [ANNOTATOR, "--data", data, *arguments],
        capture_output=True,
        text=True,
        env=_environment({"ANNOTATOR_URL": url} if url else {}),
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def serving(data: Path, port: int = 0) -> Iterator[str]:
    """Serve the installation in a process of its own, and give its address."""
    log = data / "server.log"
    with log.open("w") as stderr:
        process = subprocess.Popen(
            [ANNOTATOR, "--data", data, "serve", "--port", str(port)],
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
            env=_environment(),
        )
    assert process.stdout is not None
    with process.stdout as said:
        try:
            found = re.search(r"http://\S+", said.readline())
            assert found, log.read_text()
            yield found[0]
        finally:
            process.terminate()
            process.wait(20)
    assert "Traceback" not in log.read_text(), log.read_text()


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment without settings of an installation that may be there."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ANNOTATOR_")}
    return kept | dict(more or {})
