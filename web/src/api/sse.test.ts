import { describe, expect, it } from 'vitest'
import { EventParser, type FeedEvent } from './sse'

function parse(...pieces: string[]): FeedEvent[] {
  const heard: FeedEvent[] = []
  const parser = new EventParser((event) => heard.push(event))
  pieces.forEach((piece) => parser.push(piece))
  return heard
}

describe('the event stream', () => {
  it('delivers an event that arrives in pieces, once it is complete', () => {
    expect(parse('id: 7\nev', 'ent: ticket.changed\nda', 'ta: {"a":1}\n')).toEqual([])
    expect(parse('id: 7\nev', 'ent: ticket.changed\nda', 'ta: {"a":1}\n\n')).toEqual([{ id: '7', kind: 'ticket.changed', data: '{"a":1}' }])
  })

  it('passes heartbeats over in silence', () => {
    expect(parse(': beat\n\n', ': beat\n\n')).toEqual([])
  })

  it('joins several data lines and does not carry the last kind into the next event', () => {
    expect(parse('event: a\ndata: 1\ndata: 2\n\ndata: 3\n\n')).toEqual([{ id: '', kind: 'a', data: '1\n2' }, { id: '', kind: 'message', data: '3' }])
  })

  it('delivers a reset that has no data', () => {
    expect(parse('event: reset\n\n')).toEqual([{ id: '', kind: 'reset', data: '' }])
  })

  it('reads lines that end in CR LF, also when the pair is torn apart', () => {
    expect(parse('event: a\r', '\ndata: 1\r\n\r\n')).toEqual([{ id: '', kind: 'a', data: '1' }])
  })
})
