"""Make sure that there is a browser for the tests: find one, or install one.

    python tools/browser.py

A Chromium that is on this machine will do; ``ANNOTATOR_TEST_BROWSER`` names one. Otherwise
Playwright fetches its own, and where it can not, root on Debian or Ubuntu installs theirs.
"""

import os
import shutil
import subprocess
import sys

ON_PATH = ("chromium", "google-chrome", "msedge")

PLAYWRIGHT = [sys.executable, "-m", "playwright", "install", "chromium"]
DEBIAN = (
    ["apt-get", "update", "-q"],
    ["apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium"],
)


def main() -> None:
    """Find or install a browser; the tests that need one say so if there is none."""
    if not (found() or run(PLAYWRIGHT) or installed_by_debian()):
        sys.exit("There is no browser, so the tests that drive one are left out.")


def found() -> bool:
    """Whether a browser is named, or is on the path."""
    named = os.environ.get("ANNOTATOR_TEST_BROWSER", "")
    return any(shutil.which(name) for name in (named, *ON_PATH) if name)


def installed_by_debian() -> bool:
    """Install Debian's Chromium, which takes root."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return root and shutil.which("apt-get") is not None and all(run(step) for step in DEBIAN)


def run(command: list[str]) -> bool:
    """Run a command; whether it went well. What it says is shown only if it did not."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(command, env=quiet, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:]
        print(f"`{' '.join(command)}` failed: {' '.join(last)}", file=sys.stderr)
    return done.returncode == 0


if __name__ == "__main__":
    main()
