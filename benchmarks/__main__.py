"""Run all benchmarks: `python -m benchmarks [--write] [unlock] [tickets]`. With `--write` the tables go into README.md here."""

import argparse
import logging
import os
import platform
import tempfile
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from sqlite3 import sqlite_version

from benchmarks import tickets, unlock
from benchmarks.stage import raised

README = Path(__file__).with_name("README.md")
FIGURES = "<!-- figures: written by `python -m benchmarks --write` -->\n"
SECTIONS = {"unlock": unlock.measure, "tickets": tickets.measure}
PACKAGES = ("flask", "sqlalchemy", "marshmallow", "paho-mqtt", "uvicorn")


def main() -> None:
    """Measure, print Markdown, and write it down if asked to."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("sections", nargs="*", choices=[*SECTIONS, []], help="only these; without any, all")
    parser.add_argument("--write", action="store_true", help="write the tables into benchmarks/README.md")
    wish = parser.parse_args()
    before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as name, raised(Path(name)) as stage:
        logging.getLogger().setLevel(logging.WARNING)
        tables = [_surroundings(before)]
        print(tables[0], flush=True)
        for section in wish.sections or SECTIONS:
            tables.append(SECTIONS[section](stage))
            print(tables[-1], flush=True)
    if wish.write:
        head, _, _ = README.read_text(encoding="utf-8").partition(FIGURES)
        README.write_text("\n".join([head + FIGURES, *tables]), encoding="utf-8")


def _surroundings(load: float) -> str:
    """Say on what it was measured; a load above the number of processors means that others were at work too."""
    machine = f"{_processor()} ({os.cpu_count()} processors, load {load:.1f} at the start)"
    system = f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return f"Measured {datetime.now(UTC):%Y-%m-%d} on {machine}, {system}, {packages}, SQLite {sqlite_version}, Mosquitto.\n"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


if __name__ == "__main__":
    main()
