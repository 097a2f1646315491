"""The working week that an office begins with, and China's public holidays as the State Council announces them each autumn.

2026: notice of 4 November 2025 (国务院办公厅关于2026年部分节假日安排的通知). The next year is added when it is announced;
until then an office enters its own dates.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from repairs.calendars import Spans

CLOSED: Spans = ()
OFFICE_HOURS: Spans = ((510, 1050),)  # 08:30–17:30
OFFICE_WEEK: tuple[Spans, ...] = (OFFICE_HOURS,) * 5 + (CLOSED,) * 2

# First and last day of each holiday, and the weekend days that are worked in exchange.
_HOLIDAYS_2026 = (
    ((1, 1), (1, 3)),  # 元旦
    ((2, 15), (2, 23)),  # 春节
    ((4, 4), (4, 6)),  # 清明节
    ((5, 1), (5, 5)),  # 劳动节
    ((6, 19), (6, 21)),  # 端午节
    ((9, 25), (9, 27)),  # 中秋节
    ((10, 1), (10, 7)),  # 国庆节
)
_WORKED_2026 = ((1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10))


def _days_off() -> Iterator[date]:
    for first, last in _HOLIDAYS_2026:
        begin, end = date(2026, *first), date(2026, *last)
        for day in range((end - begin).days + 1):
            yield begin + timedelta(day)


CHINA_2026: dict[date, Spans] = dict.fromkeys(_days_off(), CLOSED) | {date(2026, *day): OFFICE_HOURS for day in _WORKED_2026}
