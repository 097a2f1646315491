"""The virtual environment `.venv` with exactly the packages of requirements.txt."""

import hashlib
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
    step(label, [str(PYTHON), "-m", "pip", "install", *options], log=f"bootstrap-{requirements.stem}")


def _usable() -> bool:
    """Whether `.venv` has a pip that starts; an installation interrupted or a clone moved leaves one that does not."""
    if not PYTHON.exists():
        return False
    if _STAMP.is_file() and _STAMP.read_text() == _fingerprint(ROOT / "requirements.txt"):
        return True
    return subprocess.run([str(PYTHON), "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0


def _fingerprint(requirements: Path) -> str:
    return hashlib.sha256(f"{sys.version}\n{VENV}\n".encode() + requirements.read_bytes()).hexdigest()
