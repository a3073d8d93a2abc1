"""What rules and macros do; rules are made and changed."""

from rafiq.automations.services.changing import (
    NotTried,
    Wording,
    forget,
    order_rules,
    remove_rule,
    save_rule,
)
from rafiq.automations.services.editing import NEW, WISH, Row, StepEditor
from rafiq.automations.services.firing import fire
from rafiq.automations.services.hearing import CONSIDER_JOB, HEARD, consider, hear, pass_over_the_past
from rafiq.automations.services.ringing import RING_JOB, ring, ring_left
from rafiq.automations.services.ringing import give_up as give_up_waiting
from rafiq.automations.services.running import run_steps

__all__ = [
    "CONSIDER_JOB",
    "HEARD",
    "NEW",
    "RING_JOB",
    "WISH",
    "NotTried",
    "Row",
    "StepEditor",
    "Wording",
    "consider",
    "fire",
    "forget",
    "give_up_waiting",
    "hear",
    "order_rules",
    "pass_over_the_past",
    "remove_rule",
    "ring",
    "ring_left",
    "run_steps",
    "save_rule",
]
