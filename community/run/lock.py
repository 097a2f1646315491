"""One launcher per data folder."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from community.run.text import LaunchError


@contextmanager
def owned(folder: Path) -> Iterator[None]:
    """Hold the data folder; raises LaunchError if another launcher does. A launcher that dies holds nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "launcher.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip() or "?"
            raise LaunchError(
                f"数据文件夹 {folder} 正在使用（进程 {holder}）。请先停止它，或用 LINLI_DATA 换一个文件夹。",
                f"The data folder {folder} is in use (process {holder}). Stop that first, or choose another with LINLI_DATA.",
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
