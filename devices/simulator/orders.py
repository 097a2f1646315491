"""What a panel does on a command that its judge has let through."""

from collections.abc import Callable

from devices.messages import DEFAULT_PULSE_SECONDS, PULSE_SECONDS, Command, Mode, Result
from devices.simulator.door import Door
from devices.simulator.journal import Journal

CAPABILITIES = ("unlock", "lock_down", "passage", "call", "exit_button", "door_contact")

Outcome = tuple[Result, str]

_NOT_FROM_AFAR = (Mode.LOCKDOWN, Mode.BLOCKED)
"""Modes in which the door opens only on the spot."""


class Orders:
    """One method per command, each returning result and code. The door's mode is remembered over a power cut."""

    def __init__(self, door: Door, journal: Journal, *, rebirth: Callable[[], None], restart: Callable[[], None]) -> None:
        self._door = door
        self._journal = journal
        self._rebirth = rebirth
        self._restart = restart
        self._at_door: dict[str, Callable[[Command], Outcome]] = {
            "unlock": self._unlock,
            "passage": self._passage,
            "lock_down": lambda _command: self._enter(Mode.LOCKDOWN, "locked_down"),
            "release": lambda _command: self._enter(Mode.NORMAL, "released"),
        }
        door.mode = Mode(journal.recall("mode") or Mode.NORMAL)
        door.reboot()

    def carry_out(self, command: Command) -> Outcome:
        """Does what is ordered, or says why not."""
        if command.cmd == "rebirth":
            self._rebirth()
            return Result.DONE, "reborn"
        if command.cmd == "reboot":
            self._restart()
            return Result.DONE, "rebooting"
        if command.cmd not in self._at_door:
            return Result.REJECTED, "unknown_command"
        if command.door != self._door.number:
            return Result.REJECTED, "unknown_door"
        return self._at_door[command.cmd](command)

    def _unlock(self, command: Command) -> Outcome:
        seconds = command.args.get("seconds", DEFAULT_PULSE_SECONDS)
        if isinstance(seconds, bool) or not isinstance(seconds, int) or seconds not in PULSE_SECONDS:
            return Result.REJECTED, "bad_args"
        if self._door.mode in _NOT_FROM_AFAR:
            return Result.REJECTED, self._door.mode.value
        moved = self._door.pulse(seconds, cause=command.id, trace=command.trace, reason=command.via or None)
        return (Result.DONE, "opened") if moved else (Result.FAILED, "jammed")

    def _passage(self, command: Command) -> Outcome:
        on = command.args.get("on")
        if not isinstance(on, bool):
            return Result.REJECTED, "bad_args"
        if self._door.mode in _NOT_FROM_AFAR:
            return Result.REJECTED, self._door.mode.value
        return self._enter(Mode.PASSAGE, "passage_on") if on else self._enter(Mode.NORMAL, "passage_off")

    def _enter(self, mode: Mode, code: str) -> Outcome:
        if self._door.mode is Mode.FIRE:
            return Result.REJECTED, Mode.FIRE.value  # only a person at the panel ends a fire release
        self._journal.remember("mode", mode.value)
        self._door.set_mode(mode)
        return Result.DONE, code
