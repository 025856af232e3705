"""Coded projects in and out: REFI-QDA (.qdpx, .qdc) and Taguette, by way of one model."""
