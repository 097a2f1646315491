"""One-time codes: six digits by text message, good for five minutes and five attempts, the newest only."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select, update

from community import sms, tokens
from community.core.uow import UnitOfWork
from community.models import LoginCode, Person

LASTS = timedelta(minutes=5)
ATTEMPTS = 5
TEXT = "【邻里】您的验证码是 {code}，5 分钟内有效。请勿告诉他人。"


def send_code(uow: UnitOfWork, phone: str) -> None:
    """Make a code for a phone and send it after the commit; earlier codes are void.

    An unknown phone gets a row as well, and no message: neither the answer nor its work tells who has an account.
    """
    code = tokens.new_code()
    uow.session.execute(delete(LoginCode).where(LoginCode.phone == phone))
    uow.session.add(LoginCode(phone=phone, hash=tokens.code_digest(phone, code), created_at=uow.now, expires_at=uow.now + LASTS))
    known = select(Person.id).where(Person.phone == phone, Person.disabled_at.is_(None))
    if uow.session.scalar(known) is not None:
        port = sms.sender()
        uow.after_commit(lambda: port.send(phone, TEXT.format(code=code)))


def count_attempt(uow: UnitOfWork, phone: str) -> UUID | None:
    """Count one attempt at the phone's code and return its id; None if there is none, or it is spent.

    This is committed before the code is looked at, so that a crash or a rolled-back answer gives no free attempt.
    """
    usable = (
        LoginCode.phone == phone,
        LoginCode.used_at.is_(None),
        LoginCode.expires_at > uow.now,
        LoginCode.attempts < ATTEMPTS,
    )
    counting = update(LoginCode).where(*usable).values(attempts=LoginCode.attempts + 1)
    return uow.session.scalar(counting.returning(LoginCode.id))
