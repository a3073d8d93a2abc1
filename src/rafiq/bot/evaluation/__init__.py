"""Measures the answers on a folder of articles and questions, with the very code that answers customers."""

from rafiq.bot.evaluation.folder import BadFolder, Folder, read
from rafiq.bot.evaluation.measuring import evaluate

__all__ = ["BadFolder", "Folder", "evaluate", "read"]
