"""The last thing that the warm parent imports."""

import gc
import sys

import nbformat
from jupyter_client.provisioning.factory import KernelProvisionerFactory

from lecons.pipeline.kernels.warm import GRAMMAR
from lecons.report.priming import prime

if GRAMMAR in sys.modules and sys.modules[GRAMMAR] is None:
    del sys.modules[GRAMMAR]  # a notebook that asks for it gets it
# it reads what every installed package declares, once for all kernels
KernelProvisionerFactory.instance()
# and this, the schema that each notebook is held against
nbformat.validate(nbformat.v4.new_notebook())
# fonts, catalogues, templates: what is slow the first time
prime()
# what is loaded stays: a collection in a child would touch, and so copy, every page of it
gc.collect()
gc.freeze()
