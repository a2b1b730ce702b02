"""Synthetic cases: clinicians' texts made from the starter schedules, with what they say known exactly."""
