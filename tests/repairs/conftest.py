"""What these tests share."""

from tests.support.asking import counter
from tests.support.tickets import desk

__all__ = ["counter", "desk"]
