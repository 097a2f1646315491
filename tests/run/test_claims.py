"""What the launcher claims before it starts anything: ports and the data folder."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from community.run import ports
from community.run.lock import owned
from community.run.text import LaunchError


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "_PATIENCE", 0.3)


def test_a_free_port_is_taken_and_accepts_connections() -> None:
    with ports.listen("127.0.0.1", 0, "LINLI_PORT") as listener:
        assert listener.get_inheritable()
        socket.create_connection(listener.getsockname(), timeout=5).close()


def test_a_busy_port_is_said_in_one_line_with_port_and_setting() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(LaunchError) as refused:
            ports.listen("127.0.0.1", port, "LINLI_PORT")
        with pytest.raises(LaunchError):
            ports.require_free("127.0.0.1", port, "LINLI_MQTT_PORT")
    message = str(refused.value)
    assert str(port) in message
    assert "LINLI_PORT" in message
    assert "\n" not in message


def test_a_port_that_is_about_to_become_free_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    other = socket.create_server(("127.0.0.1", 0))
    monkeypatch.setattr(ports.time, "sleep", lambda seconds: other.close())
    ports.require_free("127.0.0.1", other.getsockname()[1], "LINLI_MQTT_PORT")


def test_a_free_port_is_left_free() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
    ports.require_free("127.0.0.1", port, "LINLI_MQTT_PORT")
    socket.create_server(("127.0.0.1", port)).close()


def test_a_second_launcher_on_the_same_folder_is_refused_and_told_who_holds_it(tmp_path: Path) -> None:
    with owned(tmp_path), pytest.raises(LaunchError, match=str(os.getpid())), owned(tmp_path):
        pytest.fail("two launchers hold one folder")


def test_a_folder_is_free_again_after_its_launcher_ended(tmp_path: Path) -> None:
    with owned(tmp_path / "new"):
        pass
    with owned(tmp_path / "new"):
        pass


def test_a_killed_launcher_holds_nothing(tmp_path: Path) -> None:
    code = (
        "import sys, time\nfrom pathlib import Path\nfrom community.run.lock import owned\n"
        "with owned(Path(sys.argv[1])):\n    print('held', flush=True)\n    time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(LaunchError, match=str(holder.pid)), owned(tmp_path):
            pytest.fail("two launchers hold one folder")
        holder.kill()
    with owned(tmp_path):
        pass
