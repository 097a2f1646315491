export default {
  media: {
    start: 'Tap and say it', stop: 'Done', recording: 'Recorded so far', play: 'Play the voice note', pause: 'Pause', position: 'Position', failed: 'Could not be read; please try again later', remove: 'Remove',
    voiceRemove: 'Remove this voice note', videoRemove: 'Remove this video', uploaded: 'Uploaded', checking: 'Checking…', uploading: 'Uploading {percent}%',
    obstacle: {
      refused: 'The microphone is not allowed. Allow it for Linli in the settings of the browser or phone, or write instead.', missing: 'There is no microphone, or another app uses it. You can write instead.',
      unsupported: 'This browser cannot record; please write instead.',
    },
    video: 'Video', film: 'Record a video', choose: 'Choose a video', watch: 'Watch the video', tooLong: 'A video may last 30 seconds at most; please shorten it.', tooLarge: 'A video may have 60 MB at most; please record at a lower quality.',
    addVideo: 'Add a video', addVoice: 'Record a voice note', processing: 'The video is being processed and will appear by itself', unusable: 'The video cannot be played: {why}',
    problem: {
      medium_damaged: 'the file is damaged or incomplete.', too_long: 'it is longer than 30 seconds.', too_lavish: 'its quality is too high.', video_too_many_pixels: 'its picture is too large.',
      medium_unsupported: 'its format is not supported.', no_picture: 'it has no picture.',
    },
  },
}
