"""Imported by the warm parent: what is slow the first time, done once for all who are forked from it."""

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
