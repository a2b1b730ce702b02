"""Code systems, identifiers, axes of clinical description and the curated starter facts."""
