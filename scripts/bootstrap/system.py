"""System packages: what is missing is installed by apt, as root or through sudo, all in one go."""

import os
import shutil
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

from scripts.bootstrap.console import ROOT, Text, fail, step

_SBIN = "/usr/local/sbin:/usr/sbin:/sbin"  # often missing from an ordinary user's PATH
# The tests drive a browser, and follow docs/mqtt.md with the tools that its shell session names.
_FOR_TESTS = {
    "mosquitto_pub": "mosquitto-clients",
    "curl": "curl",
    "jq": "jq",
    "openssl": "openssl",
    "xxd": "xxd",
    "chromium": "chromium",
}
_FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))


def program(name: str) -> str | None:
    """The path of a program, looked for in the administrator's folders too."""
    return shutil.which(name) or shutil.which(name, path=_SBIN)


def missing(*, broker: bool, tests: bool) -> list[str]:
    """The Debian packages that this machine lacks."""
    packages = []
    if find_spec("ensurepip") is None and not (ROOT / ".venv/bin/python").exists():
        packages.append(f"python{sys.version_info.major}.{sys.version_info.minor}-venv")
    if broker and not program("mosquitto"):
        packages.append("mosquitto")
    if tests:
        packages += [package for name, package in _FOR_TESTS.items() if not program(name)]
    if tests and not _has_chinese_font():
        packages.append("fonts-noto-cjk")
    return packages


def install(packages: list[str]) -> None:
    """Install Debian packages without starting their services, or end the program with one line."""
    if not packages:
        return
    names = " ".join(packages)
    command = [*_as_root(names), "sh", str(ROOT / "scripts/apt-install.sh"), *packages]
    step(Text(f"安装系统软件 {names}", f"System packages {names}"), command, log="bootstrap-apt")


def _as_root(names: str) -> list[str]:
    """The words before a command that needs the administrator; ends the program if apt or the rights are missing."""
    is_root = os.geteuid() == 0
    if not shutil.which("apt-get") or not (is_root or shutil.which("sudo")):
        fail(Text(f"缺少 {names}，请先以管理员身份安装。", f"Missing: {names}. Please install with administrator rights."))
    if is_root:
        return []
    return ["sudo"] if sys.stdin.isatty() else ["sudo", "-n"]


def _has_chinese_font(folders: Iterable[Path] = _FONT_FOLDERS) -> bool:
    return any(next(folder.rglob("NotoSansCJK*"), None) for folder in folders if folder.is_dir())
