/**
 * Lays out the desktop app in build/desktop: the tree compiled to JavaScript, the preload script in one file, the built
 * interface, and whatever the engine reads from beside its modules. electron-builder.yml packs it.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, globSync, mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { buildInterface } from './building/build-interface.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const OUT = join(ROOT, 'build', 'desktop')

/** A sandboxed preload script is one file of CommonJS that may require nothing but `electron`. */
async function buildPreload(): Promise<void> {
  await build({
    root: join(ROOT, 'app', 'preload'),
    configFile: false,
    logLevel: 'warn',
    build: {
      outDir: join(OUT, 'app', 'preload', 'dist'),
      emptyOutDir: true,
      target: 'es2023',
      minify: false,
      lib: { entry: 'preload.ts', formats: ['cjs'], fileName: () => 'preload.cjs' },
      rolldownOptions: { external: ['electron'] },
    },
  })
}

/** Types are `npm run types`' affair: here they are only taken away. */
function compile(): void {
  const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc')
  const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.desktop.json', '--noCheck'], {
    cwd: ROOT,
    stdio: 'inherit',
  })
  if (status !== 0) throw new Error('The desktop app was not compiled; tsc says why above.')
}

rmSync(OUT, { recursive: true, force: true })
compile()
for (const file of globSync('core/**/*.{onnx,br,json,txt}', { cwd: ROOT }))
  cpSync(join(ROOT, file), join(OUT, file), { recursive: true })
await buildPreload()
await buildInterface(join(OUT, 'app', 'renderer', 'dist'))

// For running it unpacked (`npm start`): the packed app has these from electron-builder.yml.
cpSync(join(ROOT, 'package.json'), join(OUT, 'package.json'))
for (const folder of ['models', 'build/faiss']) {
  mkdirSync(dirname(join(OUT, folder)), { recursive: true })
  symlinkSync(join(ROOT, folder), join(OUT, folder), 'junction')
}
