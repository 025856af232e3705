"""The sheets: one for each good practice and each lesson learned, with the fields that FAO and the ILO
ask for (FAO, *Good practices template*, 2016; ILO, *Lessons learned and emerging good practices*)."""

from lecons.report.sections.sheets.compose import publish, sheet
from lecons.report.sections.sheets.material import Material, gather

__all__ = ["Material", "gather", "publish", "sheet"]
