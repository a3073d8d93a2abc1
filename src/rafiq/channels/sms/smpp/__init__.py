"""SMPP 3.4: the protocol in which message centres speak with those who send and receive through them."""
