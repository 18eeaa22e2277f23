"""A real browser for the tests: one that is there already, else installed.

`python tests/browser/chromium.py` finds one, or installs one: Debian's package where we are root,
else Playwright's own build. CHROMIUM may name the program to use.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


def find() -> str | None:
    """The path of a browser that can be driven; None where there is none."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    installed = next((path for path in map(shutil.which, NAMES) if path), None)
    return installed or _playwrights_own()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install() -> None:
    """Debian's package is tried first: it comes with the libraries that a browser needs."""
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        wanted = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
        if subprocess.run(wanted, check=False, stdout=subprocess.DEVNULL).returncode == 0:
            return
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)


def main() -> int:
    if find() is None:
        print("The tests drive a real browser; installing Chromium ...", flush=True)
        install()
    found = find()
    print(f"Browser for the tests: {found}" if found else "No browser could be installed.")
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main())
