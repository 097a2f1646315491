"""`python -m devices.simulator`: runs the panels of the data folder until SIGTERM or Ctrl-C."""

import logging
from types import FrameType
from urllib.parse import urlsplit

import uvicorn

from community.core.logging import configure_logging
from community.core.settings import Settings
from devices.simulator.control import create_control
from devices.simulator.fleet import Fleet
from devices.simulator.hub import Hub


class _Server(uvicorn.Server):
    """Ends the open streams first; otherwise each would hold the server up until it is cut off."""

    hub: Hub

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self.hub.close()
        super().handle_exit(sig, frame)


def main() -> None:
    """Serves until told to stop."""
    settings = Settings.from_env()
    configure_logging(settings, "simulator")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    hub = Hub()
    fleet = Fleet(settings.data / "simulator", f"http://127.0.0.1:{settings.port}", on_change=hub.publish)
    port = urlsplit(settings.simulator_address).port or settings.port + 10
    app = create_control(fleet, hub)
    server = _Server(uvicorn.Config(app, "127.0.0.1", port, log_config=None, timeout_graceful_shutdown=3))
    server.hub = hub
    server.run()


if __name__ == "__main__":
    main()
