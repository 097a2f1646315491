"""What can go wrong with articles."""

from community.core.errors import Conflict


class NotPublished(Conflict):
    code = "article.not_published"
    zh = "文章尚未发布，不能评价。"
    en = "The article is not published; it cannot be rated."
