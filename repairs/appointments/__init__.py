"""Windows of time that residents choose for a visit: settled by the office, offered with what is left, held for a ticket."""
