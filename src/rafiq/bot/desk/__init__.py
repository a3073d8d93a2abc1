"""Where administrators teach, try and watch the bot."""
