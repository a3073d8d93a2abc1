"""Measurements: one module each, run by `rafiq bench NAME`; docs/performance.md tells what they say.

Every one starts a product or a database of its own, in a folder that is thrown away, and ends all it started.
"""
