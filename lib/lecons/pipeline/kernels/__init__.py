"""Processes and kernels: started from a warm parent, apart from each other, and never left behind."""
