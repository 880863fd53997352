"""The command line: one thin file a command; what it calls is imported when it is called."""
