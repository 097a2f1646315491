"""Questions to the office and their answers: threads with a deadline, which may become a repair with everything carried over."""
