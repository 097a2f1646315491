"""The empty list that managers fill in."""

import io

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from community.estate_list.columns import COLUMNS, PHONE, TITLE, TITLES

NOTES = (
    "一行一位住户；同一房屋有几位住户就写几行。",
    "只建房屋、暂无住户：姓名、手机号、身份留空。",
    "楼层留空时按房号推算：1203 为 12 层。",
    "手机号为 11 位，可含空格或短横线。",
    f"身份填写：{'、'.join(TITLES)}。",
)


def write_template() -> bytes:
    """Return an .xlsx workbook with the columns, a choice for the title, and a second sheet that explains."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "住户清单"
    sheet.append(COLUMNS)
    _dress(sheet)
    notes = book.create_sheet("填写说明")
    for note in NOTES:
        notes.append((note,))
    notes.column_dimensions["A"].width = 60
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _dress(sheet: Worksheet) -> None:
    sheet.freeze_panes = "A2"
    for index, name in enumerate(COLUMNS, start=1):
        letter = get_column_letter(index)
        sheet.column_dimensions[letter].width = 18 if name == PHONE else 12
        sheet[f"{letter}1"].font = Font(bold=True)
        sheet[f"{letter}1"].fill = PatternFill("solid", fgColor="D9EEEA")
        if name == PHONE:
            for line in range(2, 501):
                sheet[f"{letter}{line}"].number_format = "@"  # text: a spreadsheet would shorten long numbers
        if name == TITLE:
            choice = DataValidation(type="list", formula1=f'"{",".join(TITLES)}"', allow_blank=True)
            choice.add(f"{letter}2:{letter}20001")
            sheet.add_data_validation(choice)
