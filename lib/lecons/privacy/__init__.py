"""Protection of the people quoted: what an edition may read at all."""
