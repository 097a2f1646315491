"""What can go wrong with voice notes and videos: stable codes, texts in both languages."""

from typing import Any

from community.core.errors import Conflict, DomainError, Gone, Invalid, Unavailable

NAMES = {"voice": ("语音", "voice note"), "video": ("视频", "video")}


class _OfMediumError(DomainError):
    """An error that names the kind of medium; the member `kind` says which."""

    def detail(self, language: str) -> str:
        zh, en = NAMES[self.params["kind"]]
        return (self.en if language == "en" else self.zh).format(**self.params | {"kind_zh": zh, "kind_en": en})


class MediumTooLarge(_OfMediumError):
    status = 413
    code = "attachment.medium_too_large"
    zh = "{kind_zh}不能超过 {most} MB。"
    en = "A {kind_en} may have at most {most} MB."


class MediumTooLong(_OfMediumError, Invalid):
    code = "attachment.too_long"
    zh = "{kind_zh}最长 {most} 秒，请缩短后再发。"
    en = "A {kind_en} may last at most {most} seconds; please make it shorter."


class MediumUnsupported(_OfMediumError):
    """The content, whatever its name says, is no recording that phones and browsers make."""

    status = 415
    code = "attachment.medium_unsupported"
    zh = "不支持此{kind_zh}格式，请用手机重新录制。"
    en = "This is not a {kind_en} that can be used; please record it again with the phone."


class MediumDamaged(_OfMediumError, Invalid):
    code = "attachment.medium_damaged"
    zh = "{kind_zh}文件已损坏或不完整，请重新录制或选择。"
    en = "The {kind_en} is damaged or incomplete; please record or choose it again."


class MediumTooLavish(_OfMediumError, Invalid):
    """It takes more work or memory to read than any honest recording of its length."""

    code = "attachment.too_lavish"
    zh = "{kind_zh}无法处理，请用较低的清晰度重新录制。"
    en = "The {kind_en} cannot be processed; please record it at a lower quality."


class VideoTooManyPixels(_OfMediumError, Invalid):
    code = "attachment.video_too_many_pixels"
    zh = "视频画面尺寸过大，请用 4K 或更低的清晰度录制。"
    en = "The picture of the video is too large; please record in 4K or less."


class NoPicture(_OfMediumError, Invalid):
    code = "attachment.no_picture"
    zh = "文件里没有画面，不是视频。"
    en = "There is no picture in the file; it is no video."


class NoSound(_OfMediumError, Invalid):
    code = "attachment.no_sound"
    zh = "文件里没有声音，不是语音。"
    en = "There is no sound in the file; it is no voice note."


class MediumBusy(Unavailable):
    code = "attachment.busy"
    zh = "现在处理的语音和视频较多，请稍后再试。"
    en = "Many recordings are being processed; please try again in a moment."


class MediumProcessing(_OfMediumError, Conflict):
    code = "attachment.processing"
    zh = "{kind_zh}正在处理，请稍后再看。"
    en = "The {kind_en} is being processed; please look again in a moment."


class MediumUnusable(_OfMediumError, Gone):
    """What was uploaded has turned out to be no recording; the member `problem` says why."""

    code = "attachment.unusable"
    zh = "此{kind_zh}无法播放，请重新上传。"
    en = "This {kind_en} cannot be played; please upload it again."


class TooManyOfKind(Invalid):
    """The members `kind` and `most` say of what there are too many; `most` may be 0."""

    code = "attachment.too_many"
    zh = "附件过多：此处最多 {photo} 张照片、{voice} 条语音、{video} 段视频。"
    en = "Too many attachments: at most {photo} photos, {voice} voice notes and {video} videos here."


class WordsNeeded(Invalid):
    code = "ticket.words_needed"
    zh = "请用文字说明，或录一段语音。"
    en = "Please say it in words, or record a voice note."


def refusal(why: str, kind: str, **params: Any) -> DomainError:
    """Return the error for what the transcoder says; an answer that nobody foresaw counts as damage."""
    return _REFUSALS.get(why, MediumDamaged)(kind=kind, **params)


_REFUSALS: dict[str, type[DomainError]] = {
    "unsupported": MediumUnsupported,
    "damaged": MediumDamaged,
    "too_long": MediumTooLong,
    "too_many_pixels": VideoTooManyPixels,
    "too_lavish": MediumTooLavish,
    "no_picture": NoPicture,
    "no_sound": NoSound,
}
