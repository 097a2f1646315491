"""A supervised child: restarted after a crash, ended in time, and never left behind."""

import asyncio
import io
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from community.run.child import Child, Program
from community.run.output import Output
from tests.support.processes import is_running, wait_until

UP = """print('{"event": "up", "level": "info"}', flush=True)"""
SLEEP = f"import time; {UP}; time.sleep(60)"
STUBBORN = f"import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); {UP}; time.sleep(60)"


def supervise(folder: Path, code: str, then: Callable[[Child], Awaitable[None]], **options: Any) -> str:
    """Run one program under supervision while `then` looks at it; returns what the terminal showed."""
    terminal = io.StringIO()
    program = Program(**{"name": "dummy", "command": lambda: [sys.executable, "-c", code], "ready_event": "up", **options})

    async def run() -> None:
        with Output(folder, terminal) as output:
            child = Child(program, output)
            try:
                await then(child)
            finally:
                await child.stop()

    with ThreadPoolExecutor(1) as thread:  # a browser test may have left an event loop running in this one
        thread.submit(asyncio.run, run()).result()
    return terminal.getvalue()


async def pid_of(child: Child, other_than: int | None = None) -> int:
    """The process id once the child is ready, and another than before."""
    async with asyncio.timeout(10):
        while not child.ready.is_set() or child.pid in (None, other_than):
            await asyncio.sleep(0.02)
    assert child.pid is not None
    return child.pid


def test_a_killed_child_is_started_again(tmp_path: Path) -> None:
    async def kill(child: Child) -> None:
        first = await pid_of(child)
        os.kill(first, signal.SIGKILL)
        assert await pid_of(child, other_than=first) != first
        assert child.crashes == 1

    assert "SIGKILL" in supervise(tmp_path, SLEEP, kill)


async def crashed(child: Child, times: int) -> None:
    """Wait until the child has crashed that often in a row."""
    async with asyncio.timeout(30):
        while child.crashes < times:
            await asyncio.sleep(0.02)


def test_pauses_between_crashes_grow(tmp_path: Path) -> None:
    starts: list[float] = []

    def command() -> list[str]:
        starts.append(time.monotonic())
        return ["/bin/false"]

    supervise(tmp_path, "", lambda child: crashed(child, 3), command=command)
    assert starts[2] - starts[1] > starts[1] - starts[0] >= 0.2


def test_a_command_that_does_not_exist_counts_as_a_crash(tmp_path: Path) -> None:
    shown = supervise(tmp_path, "", lambda child: crashed(child, 1), command=lambda: ["/no/such/program"])
    assert "/no/such/program" in shown


def test_stop_ends_the_process_and_does_not_start_it_again(tmp_path: Path) -> None:
    pids: list[int] = []

    async def note(child: Child) -> None:
        pids.append(await pid_of(child))

    shown = supervise(tmp_path, SLEEP, note)
    assert not is_running(pids[0])
    assert shown == ""


def test_stop_in_the_pause_after_a_crash_is_immediate(tmp_path: Path) -> None:
    async def crash(child: Child) -> None:
        await crashed(child, 4)  # the next pause is 1.6 s
        started = time.monotonic()
        await child.stop()
        assert time.monotonic() - started < 1

    supervise(tmp_path, "raise SystemExit(1)", crash)


def test_a_child_that_ignores_sigterm_is_killed_after_its_patience(tmp_path: Path) -> None:
    pids: list[int] = []

    async def note(child: Child) -> None:
        pids.append(await pid_of(child))

    started = time.monotonic()
    supervise(tmp_path, STUBBORN, note, patience=0.5)
    assert not is_running(pids[0])
    assert time.monotonic() - started < 5


def test_grandchildren_end_with_the_child(tmp_path: Path) -> None:
    pids = tmp_path / "pid"
    code = (
        "import subprocess, sys, time\n"
        f"child = subprocess.Popen([sys.executable, '-c', {SLEEP!r}])\n"
        f"open({str(pids)!r}, 'w').write(str(child.pid))\n"
        f"{UP}\ntime.sleep(60)\n"
    )

    async def note(child: Child) -> None:
        assert is_running(await pid_of(child))
        assert is_running(int(pids.read_text()))

    supervise(tmp_path, code, note)
    wait_until(lambda: not is_running(int(pids.read_text())))


def test_an_inherited_socket_outlives_a_killed_child(tmp_path: Path) -> None:
    """Connections made while no child is alive wait in the launcher's backlog and are served by the next one."""
    serve = (
        "import socket, sys\n"
        f"s = socket.socket(fileno=int(sys.argv[1])); {UP}\n"
        "while True:\n"
        "    c, _ = s.accept(); c.sendall(b'served'); c.close()\n"
    )
    with socket.create_server(("127.0.0.1", 0)) as listener:
        number = listener.fileno()

        async def kill_and_connect(child: Child) -> None:
            pid = await pid_of(child)
            os.kill(pid, signal.SIGKILL)
            wait_until(lambda: not is_running(pid))  # blocks the supervision too: nobody accepts now
            with socket.create_connection(listener.getsockname(), timeout=10) as client:
                assert await asyncio.to_thread(client.recv, 100) == b"served"

        command = [sys.executable, "-c", serve, str(number)]
        supervise(tmp_path, "", kill_and_connect, command=lambda: command, sockets=(number,))


@pytest.mark.parametrize("code", [SLEEP, STUBBORN])
def test_children_of_a_killed_launcher_end(tmp_path: Path, code: str) -> None:
    driver = (
        "import asyncio, sys\n"
        "from pathlib import Path\n"
        "from community.run.child import Child, Program\n"
        "from community.run.output import Output\n"
        "async def run():\n"
        f"    child = Child(Program(name='dummy', command=lambda: [sys.executable, '-c', {code!r}], ready_event='up'),"
        f" Output(Path({str(tmp_path)!r})))\n"
        "    await child.ready.wait()\n"
        "    print(child.pid, flush=True)\n"
        "    await asyncio.sleep(60)\n"
        "asyncio.run(run())\n"
    )
    with subprocess.Popen([sys.executable, "-c", driver], stdout=subprocess.PIPE, text=True) as launcher:
        assert launcher.stdout is not None
        pid = int(launcher.stdout.readline())
        assert is_running(pid)
        launcher.kill()
    wait_until(lambda: not is_running(pid))
