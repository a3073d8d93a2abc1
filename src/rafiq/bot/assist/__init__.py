"""Help for agents while they answer: suggestions, a summary, how the customer feels. Nothing is ever sent by itself."""
