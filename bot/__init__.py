"""What to say: question, engine, answer, citation, model, pages."""
