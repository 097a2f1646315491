import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Plugin, ResolvedConfig } from 'vite'

const WORTH_BYTES = 1024

/** Puts a compressed twin beside every text file of the build, so that the server need not compress while people wait. */
export function gzip(): Plugin {
  let config: ResolvedConfig
  return {
    name: 'linli-gzip',
    apply: 'build',
    configResolved(resolved) { config = resolved },
    closeBundle() {
      const assets = join(config.root, config.build.outDir, 'assets')
      for (const name of readdirSync(assets).filter((one) => /\.(js|css)$/.test(one))) {
        const content = readFileSync(join(assets, name))
        if (content.length >= WORTH_BYTES) writeFileSync(join(assets, `${name}.gz`), gzipSync(content, { level: 9 }))
      }
    },
  }
}
