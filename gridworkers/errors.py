"""What can go wrong with grids."""

from community.core.errors import Conflict, Invalid


class NameTaken(Conflict):
    code = "grid.name_taken"
    zh = "本小区已有同名网格。"
    en = "The community has a grid of this name already."


class PlaceTaken(Conflict):
    code = "grid.place_taken"
    zh = "{label}已属于网格“{grid}”。"
    en = "{label} belongs to the grid “{grid}” already."


class UnknownPlace(Invalid):
    code = "grid.place_unknown"
    zh = "所选楼栋或单元不属于本小区。"
    en = "A building or entrance does not belong to this community."


class NotAWorker(Invalid):
    code = "grid.not_a_worker"
    zh = "所选人员不是本小区的在职网格员。"
    en = "A person is not an active grid worker of this community."
