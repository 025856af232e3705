"""The history of the codebook: codes renamed, merged and split, and the segments that follow."""
