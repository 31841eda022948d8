import { createRequire } from 'node:module'
import { tooManyPixels } from './failure.ts'
import type { Raster } from './raster.ts'

/**
 * libheif and libde265 as WebAssembly (`libheif-js`, LGPL-3.0, used unmodified as its own package, so anyone can put
 * another build in its place). sharp's prebuilt libvips reads AV1 in HEIF but, for patents' sake, not HEVC.
 * Loaded on the first HEIC file only: it takes about 30 MB.
 */
function libheif(): Libheif {
  loaded ??= createRequire(import.meta.url)('libheif-js/wasm-bundle') as Libheif
  return loaded
}
let loaded: Libheif | undefined

/**
 * Decodes the primary picture, first of a sequence, 8 bits a channel. libheif applies the file's own rotation, mirror
 * and crop, so the Exif orientation of such a file must not be applied again (ISO 23008-12, 6.5.10).
 * @throws PhotoError `too-large`, or Error with libheif's words
 */
export async function decodeHeif(bytes: Buffer, path: string, maxPixels: number): Promise<Raster> {
  const heif = libheif()
  const context = heif.heif_context_alloc()
  let handle: HeifHandle | undefined
  try {
    const status = heif.heif_context_read_from_memory(context, bytes)
    if (status.code !== heif.heif_error_code.heif_error_Ok) throw new Error(status.message)
    handle = succeed(heif.heif_js_context_get_primary_image_handle(context))
    const width = heif.heif_image_handle_get_width(handle)
    const height = heif.heif_image_handle_get_height(handle)
    if (width * height > maxPixels) throw tooManyPixels(path, width, height, maxPixels)
    const hasAlpha = heif.heif_image_handle_has_alpha_channel(handle) !== 0
    const chroma = heif.heif_chroma
    const decoded = succeed(
      await heif.heif_js_decode_image2(
        handle,
        heif.heif_colorspace.heif_colorspace_RGB,
        hasAlpha ? chroma.heif_chroma_interleaved_RGBA : chroma.heif_chroma_interleaved_RGB,
      ),
    )
    try {
      return toRaster(decoded, hasAlpha ? 4 : 3, iccProfile(bytes))
    } finally {
      heif.heif_image_release(decoded.image)
    }
  } catch (cause) {
    // WebAssembly traps arrive as RuntimeError, C++ exceptions as bare numbers.
    throw cause instanceof Error ? cause : new Error(`libheif stopped (${String(cause)})`)
  } finally {
    if (handle !== undefined) heif.heif_image_handle_release(handle)
    heif.heif_context_free(context)
  }
}

function toRaster(decoded: HeifImage, channels: 3 | 4, profile: Buffer | null): Raster {
  const plane = decoded.channels[0]
  if (plane === undefined || plane.width < 1 || plane.height < 1) throw new Error('no image data')
  const { width, height, stride } = plane
  const row = width * channels
  const data = Buffer.allocUnsafeSlow(row * height)
  for (let y = 0; y < height; y++) data.set(plane.data.subarray(y * stride, y * stride + row), y * row)
  return { width, height, channels, data, profile, warning: null }
}

/**
 * The colour profile, which libheif hands on but does not apply; iPhones write Display P3. The `colr` box of type
 * `prof` (ISO 14496-12, 12.1.5) is looked for as bytes: tiles share one, and 'acsp' at 36 proves an ICC header.
 */
export function iccProfile(bytes: Buffer): Buffer | null {
  const at = bytes.indexOf('colrprof', 0, 'latin1')
  if (at < 4) return null
  const start = at + 8
  const end = at - 4 + bytes.readUInt32BE(at - 4)
  const profile = bytes.subarray(start, end)
  const isProfile = end <= bytes.length && profile.length > 128 && profile.length < MAX_PROFILE_BYTES
  return isProfile && profile.toString('latin1', 36, 40) === 'acsp' ? profile : null
}
const MAX_PROFILE_BYTES = 4 << 20

function succeed<T extends object>(result: T | HeifFailure | null | undefined): T {
  if (result === null || result === undefined) throw new Error('no image data')
  if ('code' in result) throw new Error(result.message)
  return result
}

interface HeifFailure {
  readonly code: object
  readonly message: string
}
type HeifContext = object
type HeifHandle = object
interface HeifImage {
  readonly image: object
  readonly channels: readonly { width: number; height: number; stride: number; data: Uint8Array }[]
}

/** What we use of the module; its own declarations cover the loader of the other build only. */
interface Libheif {
  readonly heif_error_code: { readonly heif_error_Ok: object }
  readonly heif_colorspace: { readonly heif_colorspace_RGB: object }
  readonly heif_chroma: { readonly heif_chroma_interleaved_RGB: object; readonly heif_chroma_interleaved_RGBA: object }
  heif_context_alloc(): HeifContext
  heif_context_free(context: HeifContext): void
  heif_context_read_from_memory(context: HeifContext, bytes: Uint8Array): HeifFailure
  heif_js_context_get_primary_image_handle(context: HeifContext): HeifHandle | HeifFailure | null
  heif_image_handle_get_width(handle: HeifHandle): number
  heif_image_handle_get_height(handle: HeifHandle): number
  heif_image_handle_has_alpha_channel(handle: HeifHandle): number
  heif_image_handle_release(handle: HeifHandle): void
  heif_js_decode_image2(
    handle: HeifHandle,
    colorspace: object,
    chroma: object,
  ): HeifImage | HeifFailure | null | Promise<HeifImage | HeifFailure | null>
  heif_image_release(image: object): void
}
