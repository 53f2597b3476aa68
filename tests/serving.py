"""The real server in a process of its own: started, killed, and started again."""

import os
import signal
import subprocess
import sys
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
    """``annotator serve`` (or ``demo``) on a free port, which it keeps when started again."""

    def __init__(self, settings: Settings, command: str = "serve", *options: str) -> None:
        self.environment = environment(settings)
        self.command = (command, *options)
        self.port = 0
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start, and wait until it serves."""
        command = [*COMMAND, *self.command, "--port", str(self.port)]
        self.process = subprocess.Popen(
            command, env=self.environment, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, "it does not serve"
        address = next(word for word in line.split() if word.startswith("http://"))
        self.port = int(address.rsplit(":", 1)[1])

    def kill(self) -> None:
        """End it at once: it has no time to clean up."""
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Tell it to end, wait until it has, and give its exit code."""
        assert self.process is not None
        self.process.send_signal(how)
        self.process.communicate(timeout=60)
        code, self.process = self.process.returncode, None
        return code

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
