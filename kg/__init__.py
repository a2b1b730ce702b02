"""What is known, why it is believed, when it held and where it is kept."""
