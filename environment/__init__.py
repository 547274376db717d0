"""What surrounds the program: what its operator set, the terminal, the network."""
