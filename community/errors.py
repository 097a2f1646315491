"""What can go wrong with sign-in, places, memberships and imports."""

from community.core.errors import Conflict, Forbidden, Invalid, Unauthenticated


class BadPhone(Invalid):
    code = "phone.invalid"
    zh = "手机号不正确，请输入 11 位手机号。"
    en = "The phone number is not valid; give the 11 digits of a mobile number."


class SmsOff(Conflict):
    """No text message would leave this installation."""

    code = "sms.off"
    zh = "短信服务未开通，请由物业出示二维码或转发链接。"
    en = "Text messages are not set up; the office can show the QR code or pass the link on."


class BadCredentials(Unauthenticated):
    code = "auth.bad_credentials"
    zh = "手机号、密码或验证码不正确。"
    en = "The phone number, password or code is wrong."


class TokenInvalid(Unauthenticated):
    code = "auth.token_invalid"
    zh = "登录已失效，请重新登录。"
    en = "The sign-in is no longer valid; please sign in again."


class TokenReused(Unauthenticated):
    code = "auth.token_reused"
    zh = "登录凭证被重复使用，为安全起见已退出登录。"
    en = "A used sign-in token was presented again; this sign-in has been ended for safety."


class WeakPassword(Invalid):
    code = "password.weak"
    zh = "密码至少 8 位，且不能包含手机号或过于简单。"
    en = "A password needs at least 8 characters, must not contain the phone number and must not be trivial."


class WrongPassword(Forbidden):
    code = "password.wrong"
    zh = "当前密码不正确。"
    en = "The current password is wrong."


class AlreadyBound(Conflict):
    code = "membership.exists"
    zh = "已有该身份，或申请正在等待审核。"
    en = "This membership exists already, or the request is still waiting."


class TooManyRequests(Conflict):
    code = "membership.too_many_requests"
    zh = "等待审核的申请过多，请等待处理后再申请。"
    en = "Too many requests are waiting; please let them be decided first."


class OwnRequest(Forbidden):
    code = "membership.own_request"
    zh = "不能审核自己的申请，请由另一人处理。"
    en = "Nobody decides on a request of their own; another person must."


class OwnersOnly(Forbidden):
    code = "membership.owners_only"
    zh = "只有业主本人或物业可以处理。"
    en = "Only an owner of the home or the property manager may do this."


class AlreadyDecided(Conflict):
    code = "membership.decided"
    zh = "该申请已处理。"
    en = "This request has been decided already."


class NotActive(Conflict):
    code = "membership.not_active"
    zh = "该身份已不在生效中。"
    en = "This membership is not in force."


class RoleNotAllowed(Forbidden):
    code = "membership.role_not_allowed"
    zh = "您不能授予该角色。"
    en = "You may not give this role."


class WrongPlace(Invalid):
    code = "membership.wrong_place"
    zh = "该角色需要指定对应的小区或街道。"
    en = "This role needs a community or a district, whichever it works for."


class NameConflict(Conflict):
    code = "person.name_conflict"
    zh = "该手机号已登记为其他姓名。"
    en = "This phone number is registered under another name."


class FileTooLarge(Invalid):
    code = "import.too_large"
    zh = "文件过大：最多 5 MB、{rows} 行。"
    en = "The file is too large: at most 5 MB and {rows} rows."


class NotASheet(Invalid):
    code = "import.not_xlsx"
    zh = "文件不是有效的 .xlsx 表格。"
    en = "The file is not a valid .xlsx workbook."


class SheetHasFormulas(Invalid):
    code = "import.formulas"
    zh = "表格含有公式、宏或外部链接，请粘贴为数值后再上传。"
    en = "The workbook has formulas, macros or external links; paste it as values and upload again."


class MissingColumns(Invalid):
    code = "import.missing_columns"
    zh = "缺少列：{columns}。"
    en = "Columns are missing: {columns}."


class EmptySheet(Invalid):
    code = "import.empty"
    zh = "表格中没有数据。"
    en = "The sheet has no rows."


class ImportHasErrors(Invalid):
    code = "import.has_errors"
    zh = "表格中有 {count} 处错误，请修正后重新上传。"
    en = "The sheet has {count} errors; correct them and upload it again."
