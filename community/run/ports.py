"""Ports: taken before anything starts, so that a busy one is said in one line and nothing is left half started."""

import socket
import time

from community.run.text import LaunchError

_BACKLOG = 1024
_PATIENCE = 3.0  # seconds; a launcher that was killed leaves a broker that needs a moment to end


def listen(bind: str, port: int, setting: str) -> socket.socket:
    """Bind and listen; child processes inherit the socket, so that a restart of one of them refuses no connection."""
    listener = _bind(bind, port, setting)
    listener.listen(_BACKLOG)
    listener.set_inheritable(True)
    return listener


def require_free(bind: str, port: int, setting: str) -> None:
    """Raise LaunchError if another program holds the port."""
    _bind(bind, port, setting).close()


def _bind(bind: str, port: int, setting: str) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(bind, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    deadline = time.monotonic() + _PATIENCE
    while True:
        candidate = socket.socket(family, kind, protocol)
        candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            candidate.bind(address)
        except OSError as error:
            candidate.close()
            if time.monotonic() > deadline or isinstance(error, PermissionError):
                raise _unusable(bind, port, setting, error) from None
            time.sleep(0.1)
        else:
            return candidate


def _unusable(bind: str, port: int, setting: str, error: OSError) -> LaunchError:
    return LaunchError(
        f"端口 {port}（{bind}）无法使用：{error.strerror}。请停止占用它的程序，或用 {setting} 换一个端口。",
        f"Port {port} ({bind}) cannot be used: {error.strerror}. Stop the program that holds it, or choose another with {setting}.",
    )
