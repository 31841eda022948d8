import { ResightError, type PixelSpec } from '../types.ts'
import { readField, type JsonObject } from './json-file.ts'

/** What a model wants of its pictures: geometry for the decoder, value range for the tensor. */
export interface Preprocessing {
  readonly pixels: PixelSpec
  /** Per channel RGB; a tensor value is `(value * scale - mean) / std` of a pixel value in [0, 255]. */
  readonly scale: number
  readonly mean: readonly [number, number, number]
  readonly std: readonly [number, number, number]
  /** For the embedding space's id, e.g. `shortest224-crop224-cubic`. */
  readonly name: string
}

/** Pillow's resampling filter numbers (`PIL.Image.Resampling`). Box (4) and Hamming (5) have no counterpart in sharp. */
const KERNELS = { 0: 'nearest', 1: 'lanczos3', 2: 'linear', 3: 'cubic' } as const

/** Far above any published encoder; keeps a hostile file from asking for gigabytes a picture. */
const LARGEST_EDGE_PX = 2048

/**
 * Reads the hub's `preprocessor_config.json` in every form seen there: `size` as a number, `{shortest_edge}` or
 * `{height, width}`; `crop_size` as a number or `{height, width}`. Defaults are those of CLIPImageProcessor and
 * SiglipImageProcessor in transformers.
 * @param config the parsed file @param file its name, for errors
 * @throws ResightError `unsupported` for steps that would give pictures of varying size or reordered channels
 */
export function parsePreprocessing(config: JsonObject, file: string): Preprocessing {
  for (const key of ['do_pad', 'do_flip_channel_order', 'do_thumbnail', 'do_crop_margin', 'do_image_splitting']) {
    if (config[key] === true) throw unsupported(file, key)
  }
  if (config['do_resize'] === false) throw unsupported(file, 'do_resize: false')
  const pixels = parseGeometry(config, file)
  const rescales = readField(config, 'do_rescale', 'boolean', file) ?? true
  const scale = rescales ? (readField(config, 'rescale_factor', 'number', file) ?? 1 / 255) : 1
  if (!(scale > 0 && Number.isFinite(scale))) throw unsupported(file, `rescale_factor: ${scale}`)
  const normalises = readField(config, 'do_normalize', 'boolean', file) ?? config['image_mean'] !== undefined
  const mean = normalises ? triple(config, 'image_mean', file) : ([0, 0, 0] as const)
  const std = normalises ? triple(config, 'image_std', file) : ([1, 1, 1] as const)
  if (std.some((value) => value <= 0)) throw unsupported(file, `image_std: [${std.join(', ')}]`)
  return { pixels, scale, mean, std, name: nameOf(pixels) }
}

function parseGeometry(config: JsonObject, file: string): PixelSpec {
  const resample = config['resample'] ?? 3
  const kernel = KERNELS[resample as keyof typeof KERNELS]
  if (kernel === undefined) throw unsupported(file, `resample: ${JSON.stringify(resample)}`)
  const size = config['size']
  const crops = readField(config, 'do_center_crop', 'boolean', file) ?? config['crop_size'] !== undefined
  const edgePx = typeof size === 'number' ? size : isObject(size) ? size['shortest_edge'] : undefined
  if (isObject(size) && (size['longest_edge'] !== undefined || size['max_height'] !== undefined)) {
    throw unsupported(file, `size: ${JSON.stringify(size)}`)
  }
  if (crops) {
    const cropPx = rectangle(config['crop_size'] ?? size, 'crop_size', file)
    if (edgePx === undefined) {
      const resized = rectangle(size, 'size', file)
      if (resized.width !== cropPx.width || resized.height !== cropPx.height) {
        throw unsupported(file, 'a size other than crop_size that does not keep the aspect ratio')
      }
      return { resize: { kind: 'exact' }, cropPx, kernel }
    }
    const edge = pixelCount(edgePx, 'size', file)
    if (edge < Math.max(cropPx.width, cropPx.height)) throw unsupported(file, 'a crop_size larger than size')
    return { resize: { kind: 'shortest', edgePx: edge }, cropPx, kernel }
  }
  // A number without a crop is a square (ViTImageProcessor); a shortest edge without a crop has no fixed size.
  if (isObject(size) && size['shortest_edge'] !== undefined) throw unsupported(file, 'shortest_edge without a crop')
  return { resize: { kind: 'exact' }, cropPx: rectangle(size, 'size', file), kernel }
}

function rectangle(value: unknown, key: string, file: string): { width: number; height: number } {
  if (isObject(value)) {
    const edge = value['shortest_edge']
    if (edge !== undefined && value['width'] === undefined) return rectangle(edge, key, file)
    return {
      width: pixelCount(value['width'], `${key}.width`, file),
      height: pixelCount(value['height'], `${key}.height`, file),
    }
  }
  const edge = pixelCount(value, key, file)
  return { width: edge, height: edge }
}

function pixelCount(value: unknown, key: string, file: string): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= LARGEST_EDGE_PX) return value
  throw unsupported(file, `${key}: ${JSON.stringify(value) ?? 'missing'}`)
}

function triple(config: JsonObject, key: string, file: string): readonly [number, number, number] {
  const value = config[key]
  if (typeof value === 'number' && Number.isFinite(value)) return [value, value, value]
  if (Array.isArray(value) && value.length === 3 && value.every((v) => typeof v === 'number' && Number.isFinite(v))) {
    return value as [number, number, number]
  }
  throw unsupported(file, `${key}: ${JSON.stringify(value) ?? 'missing'}`)
}

function nameOf({ resize, cropPx, kernel }: PixelSpec): string {
  const size = cropPx.width === cropPx.height ? `${cropPx.width}` : `${cropPx.width}x${cropPx.height}`
  if (resize.kind !== 'shortest') return `${resize.kind}${size}-${kernel}`
  return `shortest${resize.edgePx}-crop${size}-${kernel}`
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function unsupported(file: string, what: string): ResightError {
  return new ResightError('unsupported', `Resight cannot prepare pictures as ${file} asks (${what.slice(0, 200)})`, {
    remedy: 'Use a model from `resight models`, or an export whose pictures have one fixed size.',
  })
}
