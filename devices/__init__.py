"""Devices: the registry of door panels and other devices, and the MQTT contract `sc/v1` that they speak."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register nothing yet."""
