"""What the policy says: documents, clauses, numbers, rules, versions. Depends on nothing of ours."""
