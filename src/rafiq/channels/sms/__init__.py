"""Short messages: SMPP, Kavenegar, Twilio, and any gateway that a form can describe."""
