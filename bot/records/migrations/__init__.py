"""How the schema came to be, a step a change; run by `bot.records.database`."""
