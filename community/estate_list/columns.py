"""The columns of an estate list, and what residents are called in it."""

from community.models import Title

BUILDING, ENTRANCE, NUMBER, FLOOR = "楼栋", "单元", "房号", "楼层"
NAME, PHONE, TITLE = "姓名", "手机号", "身份"
COLUMNS = (BUILDING, ENTRANCE, NUMBER, FLOOR, NAME, PHONE, TITLE)
TITLES = {"业主": Title.OWNER, "租户": Title.TENANT, "家属": Title.FAMILY}
