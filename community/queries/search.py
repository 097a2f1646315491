"""What a search text means for homes and people."""

from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select

from community import phones
from community.errors import BadPhone
from community.models import Building, Entrance, Home, Membership, Person

_LABEL: ColumnElement[str] = Building.name + Entrance.name + Home.number


def home_named(text: str) -> ColumnElement[bool]:
    """Match a home by its exact label ("1栋1单元1203") or number."""
    exact = text.strip().replace(" ", "")
    return or_(Home.number == exact, Home.id.in_(_labelled(_LABEL.in_([exact]))))


def home_matches(text: str) -> ColumnElement[bool]:
    """Match a home by any part of its label."""
    return Home.id.in_(_labelled(_LABEL.contains(text.strip().replace(" ", ""), autoescape=True)))


def person_matches(text: str, seen: ColumnElement[bool]) -> ColumnElement[bool]:
    """Match a person by a part of the name, by a home's label, by the whole phone number or its last four digits.

    Other parts of a number find nothing: with them, hidden digits could be found out one by one. `seen` limits the homes to
    memberships that the asker may see.
    """
    text = text.strip()
    ways: list[Any] = [Person.name.contains(text, autoescape=True)]
    if text.isascii() and text.isdigit() and len(text) == 4:
        ways.append(Person.phone.endswith(text))
    try:
        ways.append(Person.phone == phones.normalise(text))
    except BadPhone:
        ways.append(exists().where(Membership.person_id == Person.id, seen, Membership.home_id.in_(_homes(text))))
    return or_(*ways)


def _homes(text: str) -> Any:
    return select(Home.id).where(home_matches(text))


def _labelled(condition: ColumnElement[bool]) -> Any:
    query = select(Home.id).join(Entrance, Home.entrance_id == Entrance.id)
    return query.join(Building, Home.building_id == Building.id).where(condition)
