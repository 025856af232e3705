"""Small cells: how exactly an edition may count people, and what may be told of one."""

from lecons.privacy.cells.attributes import coarsen
from lecons.privacy.cells.discretion import Discretion

__all__ = ["Discretion", "coarsen"]
