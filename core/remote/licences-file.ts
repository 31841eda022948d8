import { fileURLToPath } from 'node:url'

/** Licences of what Resight is made from; `npm run licences` writes it, installers carry it. */
export const LICENCES_FILE = fileURLToPath(new URL('../../THIRD_PARTY_LICENCES.md', import.meta.url))
