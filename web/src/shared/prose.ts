/** The little Markdown that articles may use, read into plain data: what shows it makes elements of it, never HTML of somebody's words. */
export type Inline = { kind: 'text' | 'bold'; text: string } | { kind: 'link'; text: string; to: string }
export type Block = { kind: 'heading' | 'text'; lines: Inline[][] } | { kind: 'list' | 'numbers'; lines: Inline[][]; start: number }

const HEADING = /^#{1,4}\s+(.+)$/
const BULLET = /^\s*[-*•]\s+(.+)$/
const NUMBER = /^\s*(\d{1,3})[.、)]\s*(.+)$/
const INLINE = /\*\*([^*\n]+)\*\*|\[([^\]\n]+)\]\((https?:\/\/[^\s)]+)\)|(https?:\/\/[^\s，。；、）)]+)/g

/** A line's words: what is bold, what leads elsewhere (to web pages only), the rest as it stands. */
export function inline(line: string): Inline[] {
  const found: Inline[] = []
  let from = 0
  for (const match of line.matchAll(INLINE)) {
    if (match.index > from) found.push({ kind: 'text', text: line.slice(from, match.index) })
    const [whole, bold, label, to, bare] = match
    found.push(bold ? { kind: 'bold', text: bold } : { kind: 'link', text: label ?? bare ?? whole, to: to ?? bare ?? '' })
    from = match.index + whole.length
  }
  if (from < line.length) found.push({ kind: 'text', text: line.slice(from) })
  return found
}

/** A text in blocks: headings, lists, paragraphs whose lines stay lines. */
export function blocks(text: string): Block[] {
  const found: Block[] = []
  let open = false
  for (const line of text.replace(/\r\n?/g, '\n').split('\n')) {
    if (!line.trim()) { open = false; continue }
    const next = blockOf(line)
    const last = found.at(-1)
    if (open && last && last.kind === next.kind && next.kind !== 'heading') last.lines.push(...next.lines)
    else found.push(next)
    open = true
  }
  return found
}

function blockOf(line: string): Block {
  const heading = HEADING.exec(line)
  if (heading) return { kind: 'heading', lines: [inline(heading[1] ?? '')] }
  const bullet = BULLET.exec(line)
  if (bullet) return { kind: 'list', start: 1, lines: [inline(bullet[1] ?? '')] }
  const number = NUMBER.exec(line)
  if (number) return { kind: 'numbers', start: Number(number[1]), lines: [inline(number[2] ?? '')] }
  return { kind: 'text', lines: [inline(line)] }
}
