"""Handing over what one holds to a colleague: offered, shown, answered."""
