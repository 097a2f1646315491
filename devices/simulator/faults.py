"""How a simulated panel can be told to misbehave. Every fault is off by default and lasts until it is switched off."""

from dataclasses import dataclass

from devices.wire import Flag, Integer, Message, Number, optional


@dataclass(frozen=True, kw_only=True)
class Faults(Message):
    """The faults of one panel.

    offline: the link is cut without farewell. deaf: connected, but hears nothing. frozen: receives, and acts only when
    thawed. slow: seconds by which answers to commands are late, though the act is not. jam: the bolt does not move.
    stuck: nobody can open the door. skew: ms by which the panel misjudges the time. drop_acks: acknowledgements of
    events get lost. duplicate_replies: every answer is sent twice.
    """

    offline: bool = optional(Flag(), False)
    deaf: bool = optional(Flag(), False)
    frozen: bool = optional(Flag(), False)
    slow: float = optional(Number(0, 60), 0.0)
    jam: bool = optional(Flag(), False)
    stuck: bool = optional(Flag(), False)
    skew: int = optional(Integer(-3_600_000, 3_600_000), 0)
    drop_acks: bool = optional(Flag(), False)
    duplicate_replies: bool = optional(Flag(), False)
