"""Staff: agents, teams, roles, invitations, the company they work for."""
