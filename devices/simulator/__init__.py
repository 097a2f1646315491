"""Simulated door panels: real MQTT clients that obey the contract `sc/v1` strictly, and misbehave when told to.

`panel.py` is the firmware without I/O; `simulated.py` runs it over a real connection; `fleet.py` enrols and keeps the
panels of a data folder; `control.py` is the HTTP side for the front end and the tests; `python -m devices.simulator` is
the process.
"""
