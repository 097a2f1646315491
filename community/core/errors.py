"""What can go wrong in the domain: one hierarchy, a machine-readable code each, texts in both languages.

Services raise these and know nothing of HTTP; `problems` renders them as problem+json (RFC 9457).
"""

from typing import Any, Self


class DomainError(Exception):
    """Base of all errors that a caller may see.

    `code` is stable and machine-readable; `zh` and `en` are format strings over the parameters given at raise time.
    """

    status: int = 400
    code: str = "error"
    zh: str = "请求无法完成。"
    en: str = "The request could not be completed."

    def __init__(self, **params: Any) -> None:
        super().__init__(self.code)
        self.params = params
        self.retry_after: int | None = params.pop("retry_after", None)

    @classmethod
    def of(cls, code: str, *, zh: str, en: str, **params: Any) -> Self:
        """Make an error with its own code without a class of its own."""
        error = cls(**params)
        error.code, error.zh, error.en = code, zh, en
        return error

    def detail(self, language: str) -> str:
        """Say what happened in "zh" or "en"."""
        return (self.en if language == "en" else self.zh).format(**self.params)


class Invalid(DomainError):
    """The input has the right shape and breaks a rule."""

    status = 422
    code = "invalid"
    zh = "提交的内容不符合要求。"
    en = "The input breaks a rule."


class Unauthenticated(DomainError):
    """Nobody is signed in, or the sign-in has ended."""

    status = 401
    code = "auth.required"
    zh = "请先登录。"
    en = "Please sign in."


class Forbidden(DomainError):
    """The thing may be seen, the act is not allowed."""

    status = 403
    code = "forbidden"
    zh = "您没有权限进行此操作。"
    en = "You are not allowed to do this."


class NotFound(DomainError):
    """The thing does not exist, or stands in a place that the asker may not know of."""

    status = 404
    code = "not_found"
    zh = "没有找到，或您无权查看。"
    en = "Not found, or not visible to you."


class Conflict(DomainError):
    """The thing has changed meanwhile, or its state does not allow the act."""

    status = 409
    code = "conflict"
    zh = "内容已发生变化，请刷新后重试。"
    en = "This has changed meanwhile; please reload."


class Gone(DomainError):
    """The thing was there once and is used up."""

    status = 410
    code = "gone"
    zh = "已失效。"
    en = "This is no longer valid."


class TooMany(DomainError):
    """Too often; `retry_after` says in how many seconds to try again."""

    status = 429
    code = "rate.limited"
    zh = "操作过于频繁，请稍后再试。"
    en = "Too many attempts; please try again later."


class Unavailable(DomainError):
    """Something the request needs cannot be reached now; `retry_after` in seconds."""

    status = 503
    code = "unavailable"
    zh = "服务暂时不可用，请稍后再试。"
    en = "The service is not available right now; please try again."
