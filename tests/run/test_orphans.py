"""What a test run starts ends with it, also when it is told to stop in the middle (as by a CI that gives up) or is killed."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.processes import is_running, wait_until

ROOT = Path(__file__).resolve().parents[2]
SLEEPER = """
import sys, threading, time
from tests.support.processes import tethered

started = []
thread = threading.Thread(target=lambda: started.append(tethered([sys.executable, "-c", "import time; time.sleep(120)"])))
thread.start()
thread.join()
print(started[0].pid, flush=True)
time.sleep(120)
"""
SERVER = """
import time
from tests.support.databases import EmbeddedPostgres

print(EmbeddedPostgres().get_pid(), flush=True)
time.sleep(120)
"""
HOW = pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL], ids=lambda how: how.name)


def left_behind(code: str, how: signal.Signals) -> int:
    """Run a test run of this code, end it, and return the process it had started."""
    with subprocess.Popen([sys.executable, "-W", "ignore", "-c", code], stdout=subprocess.PIPE, text=True, cwd=ROOT) as run:
        assert run.stdout is not None
        pid = int(run.stdout.readline())
        assert is_running(pid)
        run.send_signal(how)
        assert run.wait(10) == -how
    return pid


@HOW
def test_a_process_started_by_a_thread_that_is_over_lives_until_its_test_run_ends(how: signal.Signals) -> None:
    pid = left_behind(SLEEPER, how)
    wait_until(lambda: not is_running(pid))


@HOW
def test_an_embedded_database_server_ends_with_its_test_run(how: signal.Signals) -> None:
    pid = left_behind(SERVER, how)
    wait_until(lambda: not is_running(pid))
