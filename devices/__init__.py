<<<<<<< HEAD
"""Devices: the registry of door panels and other devices, and the MQTT contract `sc/v1` that they speak."""
=======
"""Not built yet."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register nothing."""
>>>>>>> fb103e8 (Build the core: unit of work, outbox, feed, rights, HTTP entrance, MQTT link and processes)
