"""The world outside the demo company: its customers' mailboxes, telephones and messenger, all on this machine.

Nothing of the demo ever leaves the machine: its channels speak to `providers`, which take what is sent, and customers
write on the page `/demo/customers/`.
"""
