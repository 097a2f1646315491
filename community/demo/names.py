"""Names as they sound in Chongqing, drawn with a given random source, so that every seeding gives the same estate."""

from random import Random

# Roughly by how common they are.
SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹彭曾肖田董袁潘蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金"
)
MEN = (
    "建国", "志强", "伟", "勇", "军", "磊", "涛", "明", "超", "刚", "波", "辉", "平", "鹏", "飞", "斌", "浩", "宇航", "子轩",
    "俊杰", "文博", "国强", "晓东", "家豪", "德华", "永康", "泽宇", "天佑", "振华", "光明",
)  # fmt: skip
WOMEN = (
    "芳", "秀英", "丽", "静", "敏", "艳", "娟", "霞", "燕", "玲", "桂英", "玉兰", "红梅", "晓燕", "雪梅", "婷婷", "欣怡",
    "梓涵", "诗涵", "雅婷", "佳琪", "春花", "淑芬", "丽华", "小红", "思雨", "美玲", "云", "洁", "慧",
)  # fmt: skip


def adult(random: Random) -> str:
    """Return a full name."""
    return surname(random) + random.choice(MEN if random.random() < 0.5 else WOMEN)


def child_of(random: Random, parent: str) -> str:
    """Return a name with the parent's surname."""
    return parent[0] + random.choice(MEN if random.random() < 0.5 else WOMEN)


def surname(random: Random) -> str:
    """Return a surname; the first of the list are the commonest."""
    return SURNAMES[min(int(random.expovariate(1 / 18)), len(SURNAMES) - 1)]
