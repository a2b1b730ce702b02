"""De-identification: finding what names a person, replacing it, and keeping the way back under a key."""
