"""The real server in a process of its own: started, killed, and started again."""

import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType

from annotator.config import Settings

COMMAND = (sys.executable, "-c", "from annotator.cli import main; main()")


def environment(settings: Settings) -> dict[str, str]:
    """What a command must be told to work on this installation."""
    ours = {key: value for key, value in os.environ.items() if not key.startswith("ANNOTATOR_")}
    return ours | {
        "ANNOTATOR_DATA": str(settings.data),
        "ANNOTATOR_DATABASE_URL": settings.database_url,
        "ANNOTATOR_JOURNAL": settings.journal,
    }


class Server:
    """``annotator serve`` on a free port, which it keeps when it is started again."""

    def __init__(self, settings: Settings) -> None:
        self.environment = environment(settings)
        self.port = 0
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start, and wait until it serves."""
        command = [*COMMAND, "serve", "--port", str(self.port)]
        self._process = subprocess.Popen(
            command, env=self.environment, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        address = next(word for word in line.split() if word.startswith("http://"))
        self.port = int(address.rsplit(":", 1)[1])

    def kill(self) -> None:
        """End it at once, as a power cut does: it has no time to clean up."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    @property
    def memory(self) -> float:
        """Megabytes that it holds now."""
        assert self._process is not None
        status = Path(f"/proc/{self._process.pid}/status").read_text("ascii")
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    def __enter__(self) -> "Server":
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()
