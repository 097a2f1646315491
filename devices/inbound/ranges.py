"""Which numbers have arrived: all up to `upto`, and ranges `[first, last]` beyond it, apart from each other and in order."""

from collections.abc import Iterable, Sequence

Ranges = Sequence[Sequence[int]]


def holds(upto: int, beyond: Ranges, number: int) -> bool:
    """Whether a number has arrived."""
    return number <= upto or any(first <= number <= last for first, last in beyond)


def add(upto: int, beyond: Ranges, numbers: Iterable[int]) -> tuple[int, list[list[int]]]:
    """Return `upto` and `beyond` with some numbers added and neighbours joined."""
    spans = sorted([[first, last] for first, last in beyond] + [[number, number] for number in numbers])
    joined: list[list[int]] = []
    for first, last in spans:
        if last <= upto:
            continue
        if first <= upto + 1:
            upto = max(upto, last)
        elif joined and first <= joined[-1][1] + 1:
            joined[-1][1] = max(joined[-1][1], last)
        else:
            joined.append([first, last])
    return upto, joined
