/** A small parser of `text/event-stream`, fed with pieces of text as they arrive. */
export interface FeedEvent {
  id: string
  kind: string
  data: string
}

export class EventParser {
  private rest = ''
  private event: FeedEvent = { id: '', kind: 'message', data: '' }

  constructor(private readonly deliver: (event: FeedEvent) => void) {}

  push(text: string): void {
    const lines = (this.rest + text).split(/\r\n|\n|\r(?!$)/)
    this.rest = lines.pop() ?? ''
    lines.forEach((line) => this.line(line))
  }

  private line(line: string): void {
    if (line === '') return this.finish()
    if (line.startsWith(':')) return
    const colon = line.indexOf(':')
    const name = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
    if (name === 'id') this.event.id = value
    if (name === 'event') this.event.kind = value
    if (name === 'data') this.event.data += (this.event.data && '\n') + value
  }

  private finish(): void {
    const { event } = this
    this.event = { id: '', kind: 'message', data: '' }
    if (event.data || event.kind !== 'message') this.deliver(event)
  }
}
