"""What the policy says: documents, clauses, numbers, rules, versions; depends on nothing of ours."""
