"""Runs: which notebooks, in which order, by which kernels, and what they leave."""
