import { PhotoError } from '../decoded.ts'
import type { ErrorCode } from '../../types.ts'

const COPY_AGAIN = 'Copy it again from the camera or a backup.'

/** What the libraries say (libvips and the loaders below it, libheif), and what it means to a person. First match wins. */
const MEANINGS: readonly (readonly [said: RegExp, code: ErrorCode, meaning: string])[] = [
  [
    /exceeds pixel limit|pixel limit|too (large|big)|exceed(s|ed)? .*limit|security limit/i,
    'too-large',
    'The picture claims to be larger than Resight takes on. Export a smaller copy.',
  ],
  [
    /out of memory|unable to malloc|memory allocation|array buffer allocation|invalid array length/i,
    'too-large',
    'The picture needs more memory than Resight takes for one photo. Export a smaller copy.',
  ],
  [
    /premature end|unexpected end|end of (file|image|input|gif)|\beof\b|read error|truncat|not enough (data|bytes)|short read|no frames|beyond end|contains no image/i,
    'unreadable',
    `The file ends too early; the photo may be damaged. ${COPY_AGAIN}`,
  ],
  [
    /unsupported (codec|feature|compression|image type|color|colour|bit)|no decoding plugin|unimplemented|not implemented|not been built in|sof type|data precision|is not supported/i,
    'unsupported',
    'The photo is stored in a way Resight can not read. Export it as JPEG.',
  ],
]

/** The person's sentence for whatever a decoder threw; its own words stay in `cause`. */
export function explainFailure(path: string, cause: unknown): PhotoError {
  if (cause instanceof PhotoError) return cause
  const said = lastLine(cause instanceof Error ? cause.message : String(cause))
  const [, code, meaning] = MEANINGS.find(([pattern]) => pattern.test(said)) ?? []
  if (code !== undefined && meaning !== undefined) return new PhotoError(code, path, meaning, cause)
  return new PhotoError('unreadable', path, `The photo is damaged and can not be shown. ${COPY_AGAIN}`, cause)
}

/** The same for a photo that could be shown in spite of it. */
export function explainDamage(path: string, cause: unknown): string {
  const { reason } = explainFailure(path, cause)
  return /ends too early/.test(reason)
    ? `The file ends too early, so part of the picture is missing. ${COPY_AGAIN}`
    : `The file is slightly damaged; the picture may not look right. ${COPY_AGAIN}`
}

/** libjpeg lists every warning before the error that ended it. */
function lastLine(message: string): string {
  return message.split('\n').findLast((line) => line.trim() !== '') ?? ''
}

export function unsupportedKind(path: string, kind: string): PhotoError {
  const what = kind === 'not a picture' ? 'The file is not a picture Resight knows' : `The file is ${kind}, not a photo`
  return new PhotoError('unsupported', path, `${what}. If it should be one, export it as JPEG, PNG or TIFF.`)
}

export function tooManyPixels(path: string, width: number, height: number, maxPixels: number): PhotoError {
  const millions = (value: number) => (value / 1e6).toFixed(value < 1e7 ? 1 : 0)
  return new PhotoError(
    'too-large',
    path,
    `The picture claims ${millions(width * height)} million pixels; at most ${millions(maxPixels)} million are read. ` +
      'Export a smaller copy.',
  )
}
