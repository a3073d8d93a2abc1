"""What every capability stands on: database, log, jobs, live, text, calendars, files, ports."""
