"""What rules and macros do."""

from rafiq.automations.services.editing import NEW, WISH, Row, StepEditor
from rafiq.automations.services.running import run_steps

__all__ = ["NEW", "WISH", "Row", "StepEditor", "run_steps"]
