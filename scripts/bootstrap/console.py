"""What the person at the terminal sees: one line per step, and the whole output only when a step fails."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, NoReturn

ROOT = Path(__file__).resolve().parents[2]
_SHOWN_ON_FAILURE = 60  # lines; enough for a resolver's or compiler's last words


class Text(NamedTuple):
    """A sentence in both languages; `str()` gives the one asked for by LINLI_LANG (Chinese by default)."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.en if os.environ.get("LINLI_LANG", "zh").startswith("en") else self.zh


def log_folder() -> Path:
    """The folder for installation logs, below the data folder; made if missing. Ends the program if it cannot be written."""
    data = Path(os.environ.get("LINLI_DATA") or ROOT / "data")
    folder = data / "log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "bootstrap.lock").touch()
    except OSError as error:
        fail(
            Text(
                f"数据文件夹 {data} 无法写入：{error.strerror}。请给当前用户写入权限，或用 LINLI_DATA 换一个文件夹。",
                f"The data folder {data} cannot be written: {error.strerror}. Allow this user to write it, or choose another "
                "with LINLI_DATA.",
            )
        )
    return folder


def fail(text: Text) -> NoReturn:
    """End the program with one clear line and exit status 1."""
    print(f"✗ {text}", file=sys.stderr, flush=True)
    sys.exit(1)


def step(label: Text, command: Sequence[str], *, log: str, env: Mapping[str, str] | None = None, cwd: Path = ROOT) -> None:
    """Run a command with its output in the file `log`, showing the label and the seconds it took.

    On failure the end of the output is printed and the program ends with status 1.
    """
    print(f"  {label}… ", end="", flush=True)
    path, started = log_folder() / f"{log}.log", time.monotonic()
    with path.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env=env, cwd=cwd)
        status = _wait(process, label, started)
    if status == 0:
        print(f"{time.monotonic() - started:.0f} s", flush=True)
        return
    print(Text("失败", "failed"), flush=True)
    sys.stderr.write("\n".join(path.read_text(errors="replace").splitlines()[-_SHOWN_ON_FAILURE:]) + "\n")
    fail(Text(f"{label.zh}失败，完整输出在 {path}", f"{label.en} failed; the whole output is in {path}"))


def _wait(process: "subprocess.Popen[bytes]", label: Text, started: float) -> int:
    """Wait for the end; on a terminal count the seconds meanwhile, so that nobody thinks it hangs."""
    while True:
        try:
            status = process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            if sys.stdout.isatty():
                print(f"\r  {label}… {time.monotonic() - started:.0f} s", end="", flush=True)
        else:
            if sys.stdout.isatty():
                print(f"\r  {label}… ", end="", flush=True)
            return status
