"""The content of the demo: Narvan's people, its customers, and what they said to each other."""
