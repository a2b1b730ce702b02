"""Voters: recognisers of our own, trained on public corpora; they propose and confirm, never decide."""
