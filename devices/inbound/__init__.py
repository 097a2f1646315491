"""What devices tell the platform, taken in by every worker.

`edge` runs in the link's network thread: it notes the time of receipt, checks the shape and hands over. `lanes` are
bounded queues with threads that keep the order of each device. `status`, `telemetry`, `doors`, `journal` and `calls` do
the work, in one transaction per batch. The device id is that of the topic, which the broker guards; ids inside payloads
prove nothing.
"""

from devices.inbound.edge import Intake, start_intake

__all__ = ["Intake", "start_intake"]
