import ExifReader from 'exifreader'
import { cameraName } from './camera-name.ts'
import { captureTime } from './capture-time.ts'
import type { PhotoMetadata } from './decoded.ts'
import type { PhotoFormat } from './formats.ts'
import { readPosition } from './position.ts'
import { metadataBlocks } from './metadata-blocks.ts'
import { firstText, keywordTexts, keepSensible, texts, LIMITS } from './metadata-text.ts'

/** Only these are decoded; maker notes and previews, which are long, are not. */
const EXIF_TAGS = [
  ...['DateTimeOriginal', 'OffsetTimeOriginal', 'DateTimeDigitized', 'OffsetTimeDigitized', 'DateTime', 'OffsetTime'],
  ...['Make', 'Model', 'LensModel', 'ImageDescription', 'Rating', 'XPTitle', 'XPKeywords'],
  ...['GPSLatitude', 'GPSLatitudeRef', 'GPSLongitude', 'GPSLongitudeRef', 'GPSDateStamp', 'GPSTimeStamp'],
]
const IPTC_TAGS = ['Date Created', 'Time Created', 'Object Name', 'Headline', 'Caption/Abstract', 'Keywords']

/** A small chunk may claim to be gigabytes. */
const DECOMPRESS = { maxDecompressedSize: 4 << 20 }

/** What cameras write into the description of every picture. */
const CAMERA_DESCRIPTIONS =
  /^(olympus digital camera|om digital camera|sony dsc|konica minolta digital camera|minolta digital camera|samsung( digital)? camera.*|kodak.*digital camera|digital camera|dcim.*|default|untitled|jpeg|exif_jpeg_\w+|dig\w*camera|<?c?(ka)?-?mera.*)$/i
const NO_LENS = /^[-\s.?]*$|^(unknown|none|n\/a|null|manual lens|no lens|0+(\.0+)?\s*mm.*|lens)$/i

type Tags = Readonly<Record<string, unknown>>
interface Groups {
  readonly exif: Tags
  readonly xmp: Tags
  readonly iptc: Tags
}

const NOTHING: PhotoMetadata = {
  takenAt: null,
  camera: null,
  lens: null,
  gps: null,
  rating: null,
  keywords: [],
  title: null,
  description: null,
}

/**
 * Reads Exif, XMP and IPTC. Where they disagree, XMP is the newest for what people write (title, description,
 * keywords, rating), as the Metadata Working Group's guidelines of 2010 have it for readers that don't
 * reconcile; Exif, written by the camera, is the truth for what it saw. Never throws: a photo with broken metadata is
 * still a photo. Every text is bounded in length and stripped of control characters.
 */
export async function readMetadata(bytes: Buffer, format: PhotoFormat): Promise<PhotoMetadata> {
  const groups = (await Promise.all(metadataBlocks(bytes, format).map(loadGroups))).flat()
  if (groups.length === 0) return NOTHING
  return interpret({
    exif: Object.assign({}, ...groups.map(({ exif }) => exif).reverse()) as Tags,
    xmp: Object.assign({}, ...groups.map(({ xmp }) => xmp).reverse()) as Tags,
    iptc: Object.assign({}, ...groups.map(({ iptc }) => iptc).reverse()) as Tags,
  })
}

async function loadGroups(block: Buffer): Promise<readonly Groups[]> {
  try {
    const includeTags = { exif: EXIF_TAGS, iptc: IPTC_TAGS, xmp: true as const }
    // Only the asynchronous reader decompresses, which XMP in a PNG may need.
    const options = { expanded: true, computed: true, async: true, includeTags, decompress: DECOMPRESS } as const
    const tags = (await ExifReader.load(block, options)) as Partial<Groups>
    return [{ exif: tags.exif ?? {}, xmp: tags.xmp ?? {}, iptc: tags.iptc ?? {} }]
  } catch {
    return []
  }
}

function interpret({ exif, xmp, iptc }: Groups): PhotoMetadata {
  const text = (tags: Tags, ...names: readonly string[]) => firstText(tags, names)
  const camera = cameraName(text(exif, 'Make'), text(exif, 'Model'))
  const lens = text(exif, 'LensModel') ?? text(xmp, 'LensModel', 'Lens')
  const described = text(exif, 'ImageDescription')
  const description =
    text(xmp, 'description') ??
    text(iptc, 'Caption/Abstract') ??
    (described === null || CAMERA_DESCRIPTIONS.test(described) ? null : described)
  return {
    takenAt: takenAt(exif, xmp, iptc, camera !== null),
    camera: keepSensible(camera, LIMITS.name),
    lens: lens === null || NO_LENS.test(lens) ? null : keepSensible(lens, LIMITS.name),
    gps: readPosition(exif),
    rating: rating(xmp, exif),
    keywords: keywordTexts([
      texts(xmp, 'subject'),
      texts(iptc, 'Keywords'),
      (text(exif, 'XPKeywords') ?? '').split(';'),
    ]),
    title: keepSensible(
      text(xmp, 'title') ?? text(iptc, 'Object Name', 'Headline') ?? text(exif, 'XPTitle'),
      LIMITS.title,
    ),
    description: keepSensible(description, LIMITS.description),
  }
}

function takenAt(exif: Tags, xmp: Tags, iptc: Tags, hasCamera: boolean): string | null {
  const text = (tags: Tags, name: string) => firstText(tags, [name]) ?? undefined
  const gpsTime = (exif['GPSTimeStamp'] as { computed?: unknown } | undefined)?.computed
  return captureTime({
    exifOriginal: text(exif, 'DateTimeOriginal'),
    exifOriginalOffset: text(exif, 'OffsetTimeOriginal'),
    xmpOriginal: text(xmp, 'DateTimeOriginal'),
    xmpCreated: text(xmp, 'DateCreated'),
    iptcDate: text(iptc, 'Date Created'),
    iptcTime: text(iptc, 'Time Created'),
    exifDigitized: text(exif, 'DateTimeDigitized'),
    exifDigitizedOffset: text(exif, 'OffsetTimeDigitized'),
    xmpDigitized: text(xmp, 'DateTimeDigitized') ?? text(xmp, 'CreateDate'),
    exifChanged: text(exif, 'DateTime'),
    exifChangedOffset: text(exif, 'OffsetTime'),
    hasCamera,
    gpsDate: text(exif, 'GPSDateStamp'),
    gpsTime: Array.isArray(gpsTime) ? gpsTime.map((part) => (typeof part === 'number' ? part : NaN)) : undefined,
  })
}

/** Stars, 1 to 5; 0 means not rated, and −1, which Adobe writes for "rejected", has no place on the scale. */
function rating(xmp: Tags, exif: Tags): number | null {
  for (const tags of [xmp, exif]) {
    const said = firstText(tags, ['Rating'])
    const stars = said === null ? NaN : Math.round(Number(said))
    if (stars >= 1 && stars <= 5) return stars
  }
  return null
}
