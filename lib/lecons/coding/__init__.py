"""Coding testimonies in JupyterLab: what a coder reads, does and may see, and the panel that shows it."""
