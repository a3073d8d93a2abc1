"""What a company asks of everybody's work, and what was done about it."""

from rafiq.practice.models.approvals import Approval, Decision
from rafiq.practice.models.checklists import Checklist, Tick
from rafiq.practice.models.sheets import Sheet, Unready
from rafiq.practice.models.standards import Kind, Run, Standard, Version

__all__ = ["Approval", "Checklist", "Decision", "Kind", "Run", "Sheet", "Standard", "Tick", "Unready", "Version"]
