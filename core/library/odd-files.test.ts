import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { PixelSpec } from '../types.ts'
import { PhotoError } from './decoded.ts'
import { openDecodePool } from './decode/pool.ts'
import { isPhotoName } from './formats.ts'

const DATA = process.env['RESIGHT_DATA'] ?? fileURLToPath(new URL('../../../shared/data', import.meta.url))
const ODD_FILES = join(DATA, 'odd-files')
const SPEC: PixelSpec = {
  resize: { kind: 'shortest', edgePx: 256 },
  cropPx: { width: 224, height: 224 },
  kernel: 'cubic',
}

/**
 * Of the test files of sharp, image-rs, libheif and libjpeg-turbo and of fuzzers. Read are all that sharp's libvips,
 * libheif-js and the readers in `decode/` can make a picture of; 86 of them with a warning. A package's new version may
 * move these numbers: then look at which files moved before writing the new ones down.
 */
const EXPECTED = { read: 494, refused: 1008 }
/** The same of those a scan takes up, which is what `resight add` meets: the rest are TGA, ICO, EXR, licences, … */
const EXPECTED_BY_NAME = { read: 494, refused: 819 }

test(
  'every odd, broken and hostile file is read or refused with a reason; nothing crashes or hangs',
  { skip: existsSync(ODD_FILES) ? false : `${ODD_FILES} is not there` },
  async (t) => {
    const entries = readdirSync(ODD_FILES, { recursive: true, withFileTypes: true })
    const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
    const pool = openDecodePool({ workers: 2 })
    const found = { read: 0, refused: 0 }
    const byName = { read: 0, refused: 0 }
    const codes = new Map<string, number>()
    const start = performance.now()
    await Promise.all(
      paths.map(async (path) => {
        const outcome = await pool.decode({ path, pixels: SPEC, thumbnailPx: 320, metadata: true }).catch(asPhotoError)
        const kind = outcome instanceof PhotoError ? 'refused' : 'read'
        found[kind]++
        if (isPhotoName(path)) byName[kind]++
        if (outcome instanceof PhotoError) {
          codes.set(outcome.code, (codes.get(outcome.code) ?? 0) + 1)
          assert.match(outcome.reason, /^[A-Z].*\.$/s, path)
          assert.doesNotMatch(outcome.reason, /vips|heif_|undefined|NaN/i, path)
          assert.ok(['unreadable', 'unsupported', 'too-large'].includes(outcome.code), `${path}: ${outcome.reason}`)
        } else {
          assert.equal(outcome.pixels?.data.length, 224 * 224 * 3, path)
          assert.ok((outcome.thumbnail?.data.length ?? 0) > 0, path)
        }
      }),
    ).finally(() => pool.close())
    t.diagnostic(`${paths.length} files in ${((performance.now() - start) / 1000).toFixed(1)} s on 2 workers`)
    t.diagnostic(JSON.stringify({ ...Object.fromEntries(codes), byName }))
    assert.deepEqual(found, EXPECTED)
    assert.deepEqual(byName, EXPECTED_BY_NAME)
  },
)

function asPhotoError(error: unknown): PhotoError {
  if (error instanceof PhotoError) return error
  throw error
}
