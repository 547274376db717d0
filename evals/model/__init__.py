"""What a language model may add to a reply, tried with scripted models over the real protocol."""
