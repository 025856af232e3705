"""Runs at a fixed hour: what a machine is told, as pure text, and the log that such runs leave."""
