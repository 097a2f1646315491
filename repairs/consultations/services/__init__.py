"""What can be done with consultations. Every function takes the unit of work first and never commits."""

from repairs.consultations.services.actions import act
from repairs.consultations.services.asking import ask
from repairs.consultations.services.writing import Written, write

__all__ = ["Written", "act", "ask", "write"]
