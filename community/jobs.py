"""What is done by the clock: memberships lapse, and what was for one use is cleared away."""

from datetime import timedelta

from sqlalchemy import delete

from community.core.uow import UnitOfWork
from community.models import Import, ImportStatus, LoginCode, RefreshToken
from community.services import memberships

PREVIEWS_KEPT = timedelta(days=7)


def lapse_memberships(uow: UnitOfWork) -> None:
    """End memberships whose time is over."""
    memberships.lapse(uow)


def purge_sign_in(uow: UnitOfWork) -> None:
    """Clear away codes and refresh tokens that can no longer be used."""
    uow.session.execute(delete(LoginCode).where(LoginCode.expires_at <= uow.now))
    uow.session.execute(delete(RefreshToken).where(RefreshToken.expires_at <= uow.now))


def purge_previews(uow: UnitOfWork) -> None:
    """Clear away lists that were uploaded and never applied: they hold names and numbers."""
    stale = (Import.status == ImportStatus.PREVIEWED, Import.created_at < uow.now - PREVIEWS_KEPT)
    uow.session.execute(delete(Import).where(*stale))
