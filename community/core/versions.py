"""Two people edit one thing: who writes says which version was read, and nobody's words are overwritten unseen.

Over HTTP a version travels as `ETag: "3"` and comes back as `If-Match: "3"`.
"""

from dataclasses import dataclass

from community.core.errors import DomainError


class VersionNeeded(DomainError):
    """An edit did not say which version it was made on."""

    status = 428
    code = "version.needed"
    zh = "请先打开最新内容，再进行修改。"
    en = "Say with If-Match which version you have edited."


class VersionStale(DomainError):
    """Somebody else has edited meanwhile; the member `version` is the present one."""

    status = 412
    code = "version.stale"
    zh = "内容刚刚被其他人修改过，请查看最新内容后再修改。"
    en = "Somebody else has changed this meanwhile; please look at it again."


@dataclass(frozen=True)
class Seen:
    """The version that an editor has read, as `"3"`; `*` stands for whichever there is, "" for none said."""

    tag: str = ""

    def insist(self, version: int) -> None:
        """Pass if this is the present version; raises VersionNeeded or VersionStale. To be asked once the row is locked."""
        if not self.tag:
            raise VersionNeeded
        told = [tag.strip().removeprefix("W/") for tag in self.tag.split(",")]  # a proxy that compresses makes tags weak
        if self.tag != "*" and etag(version) not in told:
            raise VersionStale(version=version)


def etag(version: int) -> str:
    """Write a version as HTTP does."""
    return f'"{version}"'
