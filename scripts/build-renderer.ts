/**
 * Builds the interface into app/renderer/dist, which the local server shows. `--watch` builds again whenever a source
 * changes.
 */
import { join } from 'node:path'
import { buildInterface, INTERFACE } from './building/build-interface.ts'

await buildInterface(join(INTERFACE, 'dist'), process.argv.includes('--watch'))
