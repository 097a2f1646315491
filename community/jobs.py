"""What is done by the clock: memberships lapse, and what was for one use is cleared away."""

from datetime import timedelta

from sqlalchemy import delete, select

from community.core.uow import UnitOfWork
from community.models import Import, ImportStatus, LoginCode, RefreshToken, SignInSession
from community.services import memberships
from community.tokens import REFRESH_LASTS

PREVIEWS_KEPT = timedelta(days=7)


def lapse_memberships(uow: UnitOfWork) -> None:
    """End memberships whose time is over."""
    memberships.lapse(uow)


def purge_sign_in(uow: UnitOfWork) -> None:
    """Clear away codes, refresh tokens and sessions that can no longer be used.

    A session's last refresh token expires 30 days after its last use; the audit trail keeps who signed in when.
    """
    uow.session.execute(delete(LoginCode).where(LoginCode.expires_at <= uow.now))
    uow.session.execute(delete(RefreshToken).where(RefreshToken.expires_at <= uow.now))
    living = select(RefreshToken.session_id)
    idle = SignInSession.used_at < uow.now - REFRESH_LASTS
    uow.session.execute(delete(SignInSession).where(idle, SignInSession.id.not_in(living)))


def purge_previews(uow: UnitOfWork) -> None:
    """Clear away lists that were uploaded and never applied: they hold names and numbers."""
    stale = (Import.status == ImportStatus.PREVIEWED, Import.created_at < uow.now - PREVIEWS_KEPT)
    uow.session.execute(delete(Import).where(*stale))
