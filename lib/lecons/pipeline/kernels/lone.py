"""The first thing that the warm parent imports: what keeps it without threads, and quick."""

import gc
import os
import sys

from lecons.pipeline.kernels.warm import GRAMMAR, ONE_THREAD

os.environ.update(ONE_THREAD)
sys.modules.setdefault(GRAMMAR, None)  # type: ignore[arg-type]
# next to nothing of what is imported is ever thrown away: looking for it takes a tenth of the time
gc.disable()
