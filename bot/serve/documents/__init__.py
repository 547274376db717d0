"""Documents that are taken away: written from data, as PDF, .docx or .xlsx."""
