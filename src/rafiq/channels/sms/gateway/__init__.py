"""Any HTTP gateway, described by a form: templates for what is sent, names for what comes."""
