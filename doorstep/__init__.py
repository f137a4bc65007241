"""Doorstep takes a person from lead to client and serves them on both sides of the door."""

__version__ = "0.1.0"
