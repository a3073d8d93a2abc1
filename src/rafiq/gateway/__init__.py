"""The live process: visitors' WebSockets, agents' event streams, health.

A lean application beside Django on the same port. It knows no domain: the composition root hands it
a `ports.Domain`. What it promises: an acknowledged message is committed, in the order it was sent;
agents are poked, not pushed; whatever is ephemeral (typing, presence) is stored nowhere.
"""
