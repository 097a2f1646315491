"""What the office knows: articles for residents, with versions, and standard answers for those who answer them."""
