"""The last thing that the warm parent imports."""

import gc

# what is loaded stays: a collection in a child would touch, and so copy, every page of it
gc.freeze()
gc.enable()
