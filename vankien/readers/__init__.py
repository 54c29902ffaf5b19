"""Text in, values and faults out; content never makes a reader raise."""
