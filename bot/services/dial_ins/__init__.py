"""The Registrar's dial-ins: arranged, answered, asked, held, and the rulings that come of them."""
