"""Devices: the registry of door panels and other devices, and the MQTT contract `sc/v1` that they speak."""
