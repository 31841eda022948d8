/**
 * Test only, run as a process of its own: indexes a folder with the test pool and encoder, and writes the number of
 * photos that are committed, a line each time it grows.
 * Arguments: library folder, photo folder, milliseconds a decoding takes.
 */
import { closeCatalogue, openCatalogue } from '../catalogue/catalogue.ts'
import { indexFolders } from '../pipeline.ts'
import { scanFolder } from '../scan.ts'
import { TEST_PIXELS, TEST_SPACE, testEncoder, testPool } from './fixture.ts'

const [library = '', photos = '', delayMs = '0'] = process.argv.slice(2)
const catalogue = openCatalogue(library)
const stages = {
  catalogue,
  scan: scanFolder,
  pool: testPool(Number(delayMs)),
  encode: testEncoder().encode,
  space: TEST_SPACE,
  pixels: TEST_PIXELS,
  batch: 4,
}
// A clock that jumps makes every batch report.
let now = Date.now()
await indexFolders(
  { folders: [photos] },
  { ...stages, now: () => (now += 1000) },
  { onProgress: ({ phase, done }) => phase === 'encode' && process.stdout.write(`${done}\n`) },
)
closeCatalogue(catalogue)
