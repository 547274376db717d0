"""What the policy says: documents, clauses, numbers, rules, versions. Imports nothing of ours."""
