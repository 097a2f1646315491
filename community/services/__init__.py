"""What may be done with places, people, memberships, sign-in and imports; each takes the unit of work first."""
