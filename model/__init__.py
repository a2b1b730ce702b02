"""The language model: base, adapters, serving client, answering and evaluation."""
