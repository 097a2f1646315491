export default {
  media: {
    start: '按一下，说给师傅听', stop: '说完了', recording: '已录时长', play: '播放语音', pause: '暂停', position: '播放位置', failed: '没能读出来，请稍后再试', remove: '去掉',
    voiceRemove: '去掉这段语音', videoRemove: '去掉这段视频', uploaded: '已上传', checking: '正在检查…', uploading: '正在上传 {percent}%',
    obstacle: {
      refused: '没有麦克风权限。请在浏览器或手机设置里允许“邻里”使用麦克风，或改用文字。', missing: '找不到可用的麦克风，可能正被其他应用占用。可以改用文字。',
      unsupported: '这个浏览器不能录音，请改用文字。',
    },
    video: '视频', film: '拍一段视频', choose: '选一段视频', watch: '看视频', tooLong: '视频最长 30 秒，请剪短后再选。', tooLarge: '视频不能超过 60 MB，请用较低的清晰度拍摄。',
    addVideo: '加一段视频', addVoice: '录一段语音', processing: '视频处理中，好了会自动出现', unusable: '视频无法播放：{why}',
    problem: {
      medium_damaged: '文件已损坏或不完整。', too_long: '超过 30 秒。', too_lavish: '清晰度过高，处理不了。', video_too_many_pixels: '画面尺寸过大。',
      medium_unsupported: '格式不支持。', no_picture: '没有画面。',
    },
  },
}
