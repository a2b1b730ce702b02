"""Linking of mentions to coded terms."""

from ingest.linking.link import LINKED, link, link_expanded, link_many

__all__ = ["LINKED", "link", "link_expanded", "link_many"]
