import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'

/** Files the application shell needs before anything else: the page itself and what its entry loads eagerly. */
function shell(bundle: Record<string, { type: string; isEntry?: boolean; imports?: string[] }>): string[] {
  const entries = Object.values(bundle).filter((chunk) => chunk.isEntry)
  const eager = new Set(entries.flatMap((chunk) => chunk.imports ?? []))
  return Object.keys(bundle).filter((name) => eager.has(name) || bundle[name]?.isEntry)
}

/** Writes the hand-written service worker to `/sw.js`, with the names of this build's files and a version made of them. */
export function serviceWorker(source: string): Plugin {
  return {
    name: 'linli-service-worker',
    apply: 'build',
    generateBundle(_options, bundle) {
      const names = Object.keys(bundle).sort()
      const version = createHash('sha256').update(names.join('\n')).digest('hex').slice(0, 12)
      const files = ['/', ...shell(bundle).map((name) => `/${name}`)]
      const code = readFileSync(source, 'utf8')
        .replace("'__VERSION__'", JSON.stringify(version))
        .replace("['__SHELL__']", JSON.stringify(files))
      this.emitFile({ type: 'asset', fileName: 'sw.js', source: code })
    },
  }
}
