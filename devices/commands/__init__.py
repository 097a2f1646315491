"""Commands to devices: committed first, published once, awaited briefly, never repeated.

Three steps, each with a moment of its own:

1. `prepare` (in the caller's transaction): find or create the row, and take the right to publish with it. Who creates
   the row publishes; everybody else with the same request key only waits for what becomes of it.
2. `dispatch` (no transaction): sign, publish once with QoS 1, await the broker's word and the device's answer for 3 s.
3. `settle` (a new transaction): note the outcome. "Unknown" may later become known, a verdict never changes.

`run` does all three for an entrance; `devices/services.py` shows it to the slices above.
"""

from devices.commands.preparing import Prepared, prepare
from devices.commands.running import CommandResult, run
from devices.commands.settling import Outcome, settle

__all__ = ["CommandResult", "Outcome", "Prepared", "prepare", "run", "settle"]
