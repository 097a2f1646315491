"""The virtual environment `.venv` with exactly the packages of requirements.txt."""

import hashlib
import re
import subprocess
import sys
from pathlib import Path

from scripts.bootstrap.console import ROOT, Text, step

VENV = ROOT / ".venv"
PYTHON = VENV / "bin/python"
_STAMP = VENV / ".installed"


def ensure() -> None:
    """Create or update `.venv`. A `.venv` that is a symbolic link is the developer's own and left alone."""
    wanted = _fingerprint(ROOT / "requirements.txt")
    if VENV.is_symlink() or (_usable() and _STAMP.is_file() and _STAMP.read_text() == wanted):
        return
    if not _usable():
        command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
        step(Text("创建 Python 环境", "Python environment"), command, log="bootstrap-venv")
    install(Text("安装 Python 依赖", "Python packages"), ROOT / "requirements.txt")
    _STAMP.write_text(wanted)


def install(label: Text, requirements: Path) -> None:
    """Install a pinned and hashed list of packages. Only wheels: a machine without a compiler must do."""
    options = ["--disable-pip-version-check", "--no-input", "--only-binary", ":all:", "-r", str(requirements)]
    command = [str(PYTHON), "-m", "pip", "install", *options]
    step(label, command, log=f"bootstrap-{requirements.stem}", progress=PipProgress(requirements.read_text()))


class PipProgress:
    """Reads how far pip is from what it says: packages found, of those that the list names for this kind of system."""

    def __init__(self, requirements: str, every: int | None = None) -> None:
        """Tell of each package on a terminal, elsewhere of every twentieth (or `every`)."""
        names = re.findall(r"^([A-Za-z0-9][\w.-]*)==(?!.*'win32')", requirements, re.MULTILINE)
        self._total = len(names)
        self._every = every or (1 if sys.stdout.isatty() else 20)
        self._seen: set[str] = set()

    def __call__(self, line: str) -> Text | None:
        """Return how far pip is, if this line is a step further."""
        if line.startswith("Installing collected packages"):
            return Text("写入磁盘", "writing to disk")
        found = re.match(r"Collecting ([A-Za-z0-9][\w.-]*)", line)
        if found is None or found[1] in self._seen:
            return None
        self._seen.add(found[1])
        if len(self._seen) % self._every:
            return None
        far = f"{len(self._seen)}/{self._total} {found[1]}"
        return Text(far, far)


def _usable() -> bool:
    """Whether `.venv` has a pip that starts; an installation interrupted or a clone moved leaves one that does not."""
    if not PYTHON.exists():
        return False
    if _STAMP.is_file() and _STAMP.read_text() == _fingerprint(ROOT / "requirements.txt"):
        return True
    return subprocess.run([str(PYTHON), "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0


def _fingerprint(requirements: Path) -> str:
    return hashlib.sha256(f"{sys.version}\n{VENV}\n".encode() + requirements.read_bytes()).hexdigest()
