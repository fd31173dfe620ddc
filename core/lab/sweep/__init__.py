"""Many runs in one: a landscape of alpha and temperature, and a frontier of students."""
