"""Scorecards: what extraction gets right on real text, with intervals and a baseline beside each figure."""
