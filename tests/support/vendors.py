"""Panels that share no code with the project: the vendor's script, and the shell session printed in `docs/mqtt.md`."""

import json
import os
import queue
import re
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, Self

from tests.support.broker import PATIENCE

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "tests" / "conformance" / "vendor_panel.py"


class VendorPanel:
    """`vendor_panel.py` as a process of its own, outside the project's folder, so that it cannot import from it."""

    def __init__(self, base: str, code: str, folder: Path) -> None:
        environ = {"PATH": os.environ["PATH"]}
        arguments = [sys.executable, "-P", str(SCRIPT), base, code]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(arguments, stdin=pipe, stdout=pipe, text=True, cwd=folder, env=environ)
        self._said: queue.Queue[dict[str, Any]] = queue.Queue()
        self._ear = threading.Thread(target=self._listen)
        self._ear.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait(PATIENCE)
        self._ear.join()
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            pipe.close()

    def expect(self, what: str) -> dict[str, Any]:
        """The next thing of this kind that the panel says; other things before it are skipped."""
        while (said := self._said.get(timeout=PATIENCE))["what"] != what:
            pass
        return said

    def do(self, line: str) -> None:
        """Tells the person at the panel what to do."""
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._said.put(json.loads(line))


def shell_session(folder: Path, base: str, code: str, home: str) -> "subprocess.Popen[str]":
    """Starts the blocks marked `sh session` of `docs/mqtt.md`, one after the other, stopping at the first failure."""
    page = (ROOT / "docs" / "mqtt.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh session\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    assert len(blocks) == 5
    script = folder / "session.sh"
    script.write_text("set -euo pipefail\n" + "".join(blocks))
    environ = {"PATH": os.environ["PATH"], "BASE": base, "CODE": code, "HOME_NUMBER": home}
    pipe = subprocess.PIPE
    return subprocess.Popen(["bash", str(script)], cwd=folder, env=environ, stdout=pipe, stderr=pipe, text=True)
