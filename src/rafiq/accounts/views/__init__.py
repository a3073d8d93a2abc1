"""Pages of the staff: the door, the profile, and the settings of company, agents and teams."""
