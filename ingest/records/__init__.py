"""Typed records of structured reports: what a pathology, radiology or radiotherapy text states."""
