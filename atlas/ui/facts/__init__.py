"""Facts in words and markup: amounts, claims, dates, citations, cards."""
