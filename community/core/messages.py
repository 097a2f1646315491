"""What HTTP and the validation library say, as stable codes and in both languages."""

import re
from http import HTTPStatus

# What kind of refusal it is, in a word or two; English is the phrase of the HTTP specification.
TITLES: dict[int, str] = {
    400: "请求无效",
    401: "需要登录",
    403: "没有权限",
    404: "没有找到",
    405: "不支持的操作",
    406: "格式不可用",
    408: "请求超时",
    409: "状态冲突",
    410: "已失效",
    412: "内容已变",
    413: "内容过大",
    414: "地址过长",
    415: "格式不支持",
    422: "内容有误",
    428: "需要先读取",
    429: "操作过于频繁",
    500: "系统错误",
    503: "服务暂不可用",
}

HTTP_TEXTS: dict[int, tuple[str, str, str]] = {
    400: ("request.malformed", "请求格式有误。", "The request is malformed."),
    401: ("auth.required", "请先登录。", "Please sign in."),
    403: ("forbidden", "您没有权限进行此操作。", "You are not allowed to do this."),
    404: ("not_found", "没有找到，或您无权查看。", "Not found, or not visible to you."),
    405: ("method.not_allowed", "此地址不支持该操作。", "This address does not support the method."),
    406: ("not_acceptable", "无法提供所要求的格式。", "The wanted format is not available."),
    408: ("request.timeout", "请求超时，请重试。", "The request took too long; please try again."),
    412: ("precondition.failed", "内容已被他人修改，请刷新后重试。", "Somebody else has changed this; please reload."),
    413: ("request.too_large", "提交的内容过大。", "The request is too large."),
    414: ("request.uri_too_long", "地址过长。", "The address is too long."),
    415: ("media_type.unsupported", "不支持这种内容格式。", "This content type is not supported."),
    416: ("request.range", "请求的范围超出文件大小。", "The asked range is not within the file."),
    422: ("validation.failed", "提交的内容有误，请检查。", "The input is not valid."),
    428: ("precondition.required", "请先读取最新内容再修改。", "Read the newest version before you change it."),
    429: ("rate.limited", "操作过于频繁，请稍后再试。", "Too many attempts; please try again later."),
    500: ("internal", "系统出现意外错误，请稍后再试。", "Something unexpected went wrong; please try again."),
    503: ("unavailable", "服务暂时不可用，请稍后再试。", "The service is not available right now; please try again."),
}

OWN = re.compile(r"([a-z][a-z0-9_.]*)\|([^|]*)\|([^|]*)")

# The library's English sentence → (code, Chinese). Groups of the pattern fill the Chinese text.
PATTERNS: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(
    (re.compile(pattern), code, zh)
    for pattern, code, zh in (
        (r"^Missing data for required field\.$", "required", "必填项"),
        (r"^Field may not be null\.$", "null", "不能为空"),
        (r"^Unknown field\.$", "unknown", "未知的项目"),
        (r"^Not a valid UUID\.$", "format", "编号格式不正确"),
        (r"^Not a valid (?:aware |naive )?(?:datetime|date|time)\.$", "format", "日期或时间格式不正确"),
        (r"^\".*\" cannot be formatted as a (?:datetime|date|time)\.$", "format", "日期或时间格式不正确"),
        (r"^Not a valid period of time\.$|^.* cannot be formatted as a timedelta\.$", "format", "时长格式不正确"),
        (r"^Not a valid (?:integer|number)\.$", "type", "须为数字"),
        (r"^Special numeric values \(nan or infinity\) are not permitted\.$", "type", "须为数字"),
        (r"^Not a valid boolean\.$", "type", "须为“是”或“否”"),
        (r"^Not a valid string\.$", "type", "须为文字"),
        (r"^Not a valid list\.$", "type", "须为列表"),
        (r"^Not a valid (?:mapping type|tuple)\.$|^Invalid input type\.$|^Invalid type\.$", "type", "格式不正确"),
        (r"^Number too large\.$", "range", "数值过大"),
        (r"^Not a valid utf-8 string\.$", "format", "文字编码不正确"),
        (r"^Not a valid email address\.$", "format", "邮箱格式不正确"),
        (r"^Not a valid URL\.$", "format", "网址格式不正确"),
        (r"^Not a valid IP(?:v4|v6)? (?:address|interface)\.$", "format", "IP 地址格式不正确"),
        (r"^Shorter than minimum length (\d+)\.$", "too_short", "至少 {0} 个字"),
        (r"^Longer than maximum length (\d+)\.$", "too_long", "最多 {0} 个字"),
        (r"^Length must be between (\d+) and (\d+)\.$", "length", "长度须为 {0} 至 {1}"),
        (r"^Length must be (\d+)\.$", "length", "长度须为 {0}"),
        (r"^Must be greater than or equal to (\S+) and less than or equal to (\S+?)\.$", "range", "须在 {0} 至 {1} 之间"),
        (r"^Must be greater than or equal to (\S+) and less than (\S+?)\.$", "range", "不能小于 {0}，且须小于 {1}"),
        (r"^Must be greater than (\S+) and less than or equal to (\S+?)\.$", "range", "须大于 {0}，且不能大于 {1}"),
        (r"^Must be greater than (\S+) and less than (\S+?)\.$", "range", "须大于 {0}，且小于 {1}"),
        (r"^Must be greater than or equal to (\S+?)\.$", "range", "不能小于 {0}"),
        (r"^Must be less than or equal to (\S+?)\.$", "range", "不能大于 {0}"),
        (r"^Must be greater than (\S+?)\.$", "range", "须大于 {0}"),
        (r"^Must be less than (\S+?)\.$", "range", "须小于 {0}"),
        (r"^Must be equal to (.*)\.$", "choice", "须为 {0}"),
        (r"^Must be one of: (.*)\.$", "choice", "不在可选范围内"),
        (r"^One or more of the choices you made was(?: not)? in: (.*)\.$", "choice", "不在可选范围内"),
        (r"^String does not match expected pattern\.$", "format", "格式不正确"),
        (r"^Invalid (?:value|input)\.$", "invalid", "内容不符合要求"),
    )
)


def title(status: int, language: str) -> str:
    """Return the title of a problem with this status, in "zh" or "en"."""
    return HTTPStatus(status).phrase if language == "en" else TITLES.get(status, "请求失败")


def translate(text: str, language: str) -> tuple[str, str]:
    """Return (code, sentence) for a message of the validation library.

    A slice's own validators raise "code|中文|English", which is taken as it is.
    """
    if own := OWN.fullmatch(text):
        code, zh, en = own.groups()
        return code, en if language == "en" else zh
    for pattern, code, zh in PATTERNS:
        if found := pattern.match(text):
            return code, text if language == "en" else zh.format(*found.groups())
    return "invalid", text if language == "en" else "内容不符合要求"
