"""The web apps: installed and built only when their sources differ from what was built last."""

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from scripts.bootstrap import python_env
from scripts.bootstrap.console import ROOT, Text, step

WEB = ROOT / "web"
_INSTALLED = WEB / "node_modules/.installed"
_BUILT = WEB / "dist/.built"
_NOT_SOURCES = {"node_modules", "dist", ".vite"}
_WANTED = {"node": 20, "npm": 10}  # major versions that Vite and the lock file need


def ensure_modules() -> None:
    """`npm ci`, if package-lock.json changed since the last one."""
    wanted = digest([WEB / "package.json", WEB / "package-lock.json"])
    if _INSTALLED.is_file() and _INSTALLED.read_text() == wanted:
        return
    _npm(Text("安装前端依赖", "Web packages"), "ci", "--no-audit", "--no-fund", "--no-progress")
    _INSTALLED.write_text(wanted)


def ensure_built() -> None:
    """`npm run build`, if any source changed since the last one."""
    wanted = digest(sources(WEB))
    if _BUILT.is_file() and _BUILT.read_text() == wanted:
        return
    ensure_modules()
    _npm(Text("构建网页应用", "Web apps"), "run", "build")
    _BUILT.write_text(wanted)


def sources(folder: Path) -> list[Path]:
    """Every file below the folder that a build may depend on, in a stable order."""
    found = []
    for path, folders, names in os.walk(folder):
        folders[:] = sorted(set(folders) - _NOT_SOURCES)
        found += [Path(path, name) for name in sorted(names)]
    return found


def digest(files: Iterable[Path]) -> str:
    """One hash over names and contents; times of change do not matter, so a fresh checkout is not a change."""
    total = hashlib.sha256()
    for file in files:
        total.update(f"{file.relative_to(ROOT) if file.is_relative_to(ROOT) else file}\0".encode())
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def node_folder() -> Path | None:
    """The folder of a recent enough Node in `.venv`, installed if missing; None when the system's own will do."""
    if all(_major(name) >= major for name, major in _WANTED.items()):
        return None
    folder = python_env.VENV / "bin"
    if not (folder / "npm").exists():
        python_env.install(Text("安装 Node", "Node"), ROOT / "scripts/node-requirements.txt")
    return folder


def _npm(label: Text, *arguments: str) -> None:
    folder = node_folder()
    path = os.environ.get("PATH", os.defpath)
    env = {**os.environ, "PATH": f"{folder}{os.pathsep}{path}" if folder else path}
    npm = str(folder / "npm") if folder else "npm"
    step(label, [npm, *arguments], log=f"bootstrap-npm-{arguments[-1].strip('-')}", env=env, cwd=WEB)


def _major(name: str) -> int:
    """The major version of a program on PATH; 0 if it is absent or does not start."""
    if shutil.which(name) is None:
        return 0
    found = subprocess.run([name, "--version"], capture_output=True, text=True, check=False)
    match = re.match(r"v?(\d+)\.", found.stdout)
    return int(match[1]) if match else 0
