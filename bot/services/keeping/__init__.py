"""What is kept of incidents and how long, what a hold keeps for good, and the trail as it is given away."""
