import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { build } from 'vite'

export const INTERFACE = fileURLToPath(new URL('../../app/renderer', import.meta.url))

/** Builds the interface into `outDir`. @param isWatching builds again whenever a source changes */
export async function buildInterface(outDir: string, isWatching = false): Promise<void> {
  await build({
    root: INTERFACE,
    base: './',
    configFile: false,
    logLevel: 'warn',
    plugins: [react()],
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2023',
      // The first browsers with light-dark(): lowered for older ones it loses its colours under Mantine's colour scheme.
      cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
      watch: isWatching ? {} : null,
      // One program, loaded from this machine: splitting it would only take turns.
      chunkSizeWarningLimit: 2500,
    },
  })
}
