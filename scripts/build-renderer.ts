/**
 * Builds the interface into app/renderer/dist, which the local server and the desktop window show.
 * `--watch` builds again whenever a source changes.
 */
import react from '@vitejs/plugin-react'
import { build } from 'vite'

const root = new URL('../app/renderer/', import.meta.url).pathname

await build({
  root,
  base: './',
  configFile: false,
  logLevel: 'warn',
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    watch: process.argv.includes('--watch') ? {} : null,
    chunkSizeWarningLimit: 1500,
  },
})
