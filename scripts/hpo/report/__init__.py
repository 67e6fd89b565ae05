"""What the report says of a study: pure functions that compute it, and pages that show it."""
