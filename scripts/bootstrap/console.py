"""What the person at the terminal sees: one line per step, and the whole output only when a step fails."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, NoReturn, TextIO

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


Progress = Callable[[str], Text | None]
"""Told each line of a command's output; returns how far it is, when that has changed."""


def step(
    label: Text,
    command: Sequence[str],
    *,
    log: str,
    env: Mapping[str, str] | None = None,
    cwd: Path = ROOT,
    progress: Progress = lambda line: None,
) -> None:
    """Run a command with its output in the file `log`, showing the label, how far it is, and the seconds it took.

    On failure the end of the output is printed and the program ends with status 1.
    """
    path = log_folder() / f"{log}.log"
    watch = _Watch(label, progress)
    with path.open("wb") as output, path.open(errors="replace") as said:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env=env, cwd=cwd)
        status = watch.until_end(process, said)
    if status == 0:
        watch.finish(Text(f"{watch.seconds} s", f"{watch.seconds} s"))
        return
    watch.finish(Text("失败", "failed"))
    sys.stderr.write("\n".join(path.read_text(errors="replace").splitlines()[-_SHOWN_ON_FAILURE:]) + "\n")
    fail(Text(f"{label.zh}失败，完整输出在 {path}", f"{label.en} failed; the whole output is in {path}"))


class _Watch:
    """Shows a step on one line of a terminal, so that nobody thinks it hangs; elsewhere, in a few plain lines."""

    def __init__(self, label: Text, progress: Progress) -> None:
        self._label, self._progress = label, progress
        self._started = time.monotonic()
        self._live = sys.stdout.isatty()
        self._broken = False  # whether plain lines have come between the label and the end
        print(f"  {label}… ", end="", flush=True)

    @property
    def seconds(self) -> int:
        return round(time.monotonic() - self._started)

    def until_end(self, process: "subprocess.Popen[bytes]", said: TextIO) -> int:
        """Wait for the process, looking every second at what it has said; returns its exit status."""
        far: Text | None = None
        status: int | None = None
        while status is None:
            with suppress(subprocess.TimeoutExpired):
                status = process.wait(timeout=1)
            news = [found for line in said if (found := self._progress(line))]
            far = news[-1] if news else far
            if status is None:
                self._show(far, bool(news))
        return status

    def finish(self, word: Text) -> None:
        """Complete the line."""
        again = "\r\x1b[K" if self._live else ""
        print(f"{again}  {self._label}… {word}" if self._live or self._broken else word, flush=True)

    def _show(self, far: Text | None, is_new: bool) -> None:
        if self._live:
            print(f"\r\x1b[K  {self._label}… {f'{far} · ' if far else ''}{self.seconds} s", end="", flush=True)
        elif far and is_new:
            print(f"{'' if self._broken else chr(10)}    {far}", flush=True)
            self._broken = True
