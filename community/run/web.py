"""A web process of the launcher: `python -m community.run.web FD` serves API, pages and streams on an inherited socket."""

import socket
import sys

import uvicorn

_GRACE = 3  # seconds for requests in hand and open streams


def main() -> None:
    """Serve until SIGTERM."""
    listener = socket.socket(fileno=int(sys.argv[1]))
    config = uvicorn.Config(
        "community.asgi:make_app",
        factory=True,
        log_config=None,  # the application's structured logging is used
        access_log=False,
        server_header=False,
        proxy_headers=False,  # the application decides whom it believes (trusted_proxies)
        timeout_graceful_shutdown=_GRACE,
    )
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
