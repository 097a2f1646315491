"""Text messages to people, for slices that know a person and not the number."""

from uuid import UUID

from community import phones, sms
from community.core.uow import UnitOfWork
from community.errors import SmsOff
from community.models import Person


def send_text(uow: UnitOfWork, person_id: UUID, text: str, *, given: str | None = None) -> str:
    """Send a text after the commit; returns the number as others may see it. `given` is one that the person left for the matter.

    Raises SmsOff where no text would leave this installation, and BadPhone for a number that takes none.
    """
    port = sms.sender()
    if not port.delivers:
        raise SmsOff
    phone = phones.normalise(given) if given else uow.session.get_one(Person, person_id).phone
    uow.after_commit(lambda: port.send(phone, text))
    return phones.mask(phone)
