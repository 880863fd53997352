"""The methods of the Web API, a family a file; `table` says what each one asks for."""
