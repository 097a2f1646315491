import type { Plugin } from 'vite'

/** Drops Vant's icon font, which would be fetched from a foreign host: all icons are this project's own. */
export function ownFilesOnly(): Plugin {
  return {
    name: 'linli-own-files-only',
    enforce: 'pre',
    transform(code, id) {
      if (/vant[\\/]es[\\/]icon[\\/]index\.css/.test(id)) return { code: code.replace(/@font-face\s*\{[^}]*\}/g, ''), map: null }
      return null
    },
  }
}
