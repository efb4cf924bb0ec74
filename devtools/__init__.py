"""The commands of ``dev.py``, one module each, and what they share. Only the standard library is needed."""
