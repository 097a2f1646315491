"""Why a start ends: each reason is one line, in the language of the setting `lang`."""

from pathlib import Path

from community.core.terminal import OperatorError, Text

__all__ = ["LaunchError", "Text", "unusable_folder"]


class LaunchError(OperatorError):
    """The start cannot go on."""


def unusable_folder(folder: Path, error: OSError) -> LaunchError:
    """Say that the data folder cannot be made or written."""
    return LaunchError(
        f"数据文件夹 {folder} 无法写入：{error.strerror}。请给当前用户写入权限，或用 LINLI_DATA 换一个文件夹。",
        f"The data folder {folder} cannot be written: {error.strerror}. "
        "Allow this user to write it, or choose another with LINLI_DATA.",
    )
