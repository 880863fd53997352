"""Tables of dial-ins: when they are, who comes, what was asked, and the rulings."""
