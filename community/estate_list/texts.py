"""What is said about a row's error, in both languages."""

from typing import Any

TEXTS: dict[str, tuple[str, str]] = {
    "missing": ("{column}不能为空", "{column} is missing"),
    "too_long": ("{column}过长", "{column} is too long"),
    "formula": ("{column}不能以 =、+、-、@ 开头", "{column} must not begin with =, +, - or @"),
    "bad_number": ("房号只能包含数字、字母和短横线", "A home's number has digits, letters and hyphens only"),
    "bad_floor": ("楼层须为 -9 至 200 的整数", "The floor must be a whole number from -9 to 200"),
    "bad_phone": ("手机号不正确，须为 11 位", "The phone number is not valid; it needs 11 digits"),
    "unknown_title": ("身份须为业主、租户或家属", "The title must be 业主 (owner), 租户 (tenant) or 家属 (family)"),
    "duplicate": ("与第 {first} 行重复", "Repeats row {first}"),
    "floor_differs": ("同一房屋的楼层与第 {first} 行不一致", "The floor differs from row {first} for the same home"),
    "name_differs": ("同一手机号的姓名与第 {first} 行不一致", "The name differs from row {first} for the same phone"),
    "floor_conflict": ("该房屋已登记在 {known} 层", "This home is registered on floor {known}"),
    "name_conflict": ("该手机号已登记为其他姓名", "This phone number is registered under another name"),
    "disabled": ("该账号已停用", "This account is disabled"),
    "own_binding": ("不能为自己绑定房屋，请由另一位管理员导入", "Nobody binds a home to themselves; ask another manager"),
}


def detail(error: dict[str, Any], language: str) -> str:
    """Return the sentence for a stored error, in "zh" or "en"."""
    zh, en = TEXTS[error["code"]]
    return (en if language == "en" else zh).format(column=error["column"], **error["params"])
