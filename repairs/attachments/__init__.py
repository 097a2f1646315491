"""Photos: checked by content, re-encoded without personal data, kept loose until a ticket, comment or rating takes them."""
