"""What paid work costs in the demo estate."""

from typing import NamedTuple

from repairs.models import PriceKind


class Price(NamedTuple):
    """One line of the list; `cents` for one `unit`."""

    kind: PriceKind
    name: str
    unit: str
    cents: int


M, L = PriceKind.MATERIAL, PriceKind.LABOUR
PRICES = (
    Price(M, "三角阀（铜，4 分）", "个", 38_50),
    Price(M, "不锈钢编织软管 50 厘米", "根", 18_00),
    Price(M, "冷热水龙头（厨房）", "个", 168_00),
    Price(M, "水箱进水阀", "个", 45_00),
    Price(M, "PPR 水管 20 毫米", "米", 12_50),
    Price(M, "防臭地漏", "个", 36_00),
    Price(M, "五孔插座面板", "个", 16_80),
    Price(M, "单开开关面板", "个", 14_80),
    Price(M, "漏电保护器 32 安", "个", 86_00),
    Price(M, "LED 吸顶灯芯 24 瓦", "个", 55_00),
    Price(M, "门锁锁芯（C 级）", "个", 128_00),
    Price(L, "上门检修", "次", 50_00),
    Price(L, "更换阀门、软管或龙头", "处", 40_00),
    Price(L, "管道疏通", "次", 120_00),
    Price(L, "水电改线", "小时", 80_00),
    Price(L, "更换锁芯", "次", 60_00),
)
