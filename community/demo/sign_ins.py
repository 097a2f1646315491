"""Who can sign in to the demo. These numbers and this password are known to everybody: never seed them in production."""

from dataclasses import dataclass

from community.models import Title
from community.policies import Role

PASSWORD = "linli-demo"  # noqa: S105 - published on purpose, and never used in production
MAIN, OTHER = "白象街1号", "江畔雅苑"


@dataclass(frozen=True)
class SignIn:
    """One demo person: `key` finds them in `Demo`, `face` is the part of the product that opens."""

    key: str
    role: Role
    face: str
    name: str
    phone: str
    community: str | None = None
    home: str | None = None
    title: Title | None = None
    password: str = PASSWORD


# One for each role, a second resident of the same home, and a resident of the other community.
SIGN_INS = (
    SignIn("resident", Role.RESIDENT, "resident", "王芳", "13800000001", MAIN, "1栋1单元1203", Title.OWNER),
    SignIn("housemate", Role.RESIDENT, "resident", "李建国", "13800000002", MAIN, "1栋1单元1203", Title.FAMILY),
    SignIn("worker", Role.GRID_WORKER, "worker", "赵志强", "13800000003", MAIN),
    SignIn("manager", Role.PROPERTY_MANAGER, "manage", "孙丽华", "13800000004", MAIN),
    SignIn("operator", Role.CONTROL_ROOM, "control", "吴磊", "13800000005", MAIN),
    SignIn("officer", Role.DISTRICT_OFFICER, "manage", "冯涛", "13800000006"),
    SignIn("auditor", Role.AUDITOR, "manage", "陈静", "13800000007"),
    SignIn("admin", Role.PLATFORM_ADMIN, "manage", "周明远", "13800000008"),
    SignIn("resident", Role.RESIDENT, "resident", "郑洁", "13800000009", OTHER, "1栋1单元302", Title.OWNER),
)

# Colleagues, so that work can be shared out and handed over; the other community has a staff of its own.
COLLEAGUES = (
    SignIn("worker2", Role.GRID_WORKER, "worker", "钱大勇", "13800000011", MAIN),
    SignIn("worker3", Role.GRID_WORKER, "worker", "何晓燕", "13800000012", MAIN),
    SignIn("manager2", Role.PROPERTY_MANAGER, "manage", "许文博", "13800000013", MAIN),
    SignIn("worker", Role.GRID_WORKER, "worker", "唐国庆", "13800000014", OTHER),
    SignIn("manager", Role.PROPERTY_MANAGER, "manage", "彭雪梅", "13800000015", OTHER),
    SignIn("operator", Role.CONTROL_ROOM, "control", "曾勇", "13800000016", OTHER),
)
