/// <reference types="vitest/config" />
import { fileURLToPath } from 'node:url'
import { VantResolver } from '@vant/auto-import-resolver'
import vue from '@vitejs/plugin-vue'
import Components from 'unplugin-vue-components/vite'
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'
import { defineConfig } from 'vite'
import { gzip } from './build/gzip.ts'
import { ownFilesOnly } from './build/own-files-only.ts'
import { serviceWorker } from './build/service-worker.ts'

const api = process.env.LINLI_API ?? 'http://localhost:8000'

export default defineConfig({
  plugins: [
    ownFilesOnly(),
    vue(),
    // Vant and Element Plus components are imported, with their styles, where a template names them.
    Components({ dirs: [], dts: 'src/components.d.ts', resolvers: [VantResolver(), ElementPlusResolver()] }),
    serviceWorker('src/service-worker.js'),
    gzip(),
  ],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: { proxy: { '/api': api, '/health': api, '/simulator/api': api } },
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 600,
    // The API's page is an entry of its own: nothing of it is loaded by the apps.
    rollupOptions: { input: ['index.html', 'docs.html'] },
  },
  test: { environment: 'happy-dom', include: ['src/**/*.test.ts'] },
})
