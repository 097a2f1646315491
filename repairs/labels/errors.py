"""What can go wrong with labels."""

from community.core.errors import Gone, Invalid, NotFound


class UnknownLabel(NotFound):
    """No such code, or one of a community that the asker has no part in."""

    code = "label.unknown"
    zh = "没有找到这个报修码，它可能不属于您所在的小区。"
    en = "There is no such label, or it belongs to another community."


class LabelRetired(Gone):
    code = "label.retired"
    zh = "这个报修码已停用，请手动选择地点。"
    en = "This label is out of use; please choose the place yourself."


class NothingToPrint(Invalid):
    code = "label.nothing_to_print"
    zh = "没有可打印的报修码。"
    en = "There are no labels to print."
