import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'

const DESKTOP_OR_TOOLS = /^assets\/(Manage|Statistics|echarts|Simulator|docs)/

/** What the phones' faces may need without a network: every script and style, but not those of the desk, the simulator and the API's page. */
const shell = (names: string[]) => names.filter((name) => /\.(js|css)$/.test(name) && !DESKTOP_OR_TOOLS.test(name))

/** Writes the hand-written service worker to `/sw.js`, with the names of this build's files and a version made of them. */
export function serviceWorker(source: string): Plugin {
  return {
    name: 'linli-service-worker',
    apply: 'build',
    generateBundle(_options, bundle) {
      const names = Object.keys(bundle).sort()
      const version = createHash('sha256').update(names.join('\n')).digest('hex').slice(0, 12)
      const files = ['/', ...shell(names).map((name) => `/${name}`)]
      const code = readFileSync(source, 'utf8')
        .replace("'__VERSION__'", JSON.stringify(version))
        .replace("['__SHELL__']", JSON.stringify(files))
      this.emitFile({ type: 'asset', fileName: 'sw.js', source: code })
    },
  }
}
