/** What a file's content can be to us. The first seven are sharp's, the others have their own reader in `decode/`. */
export const FORMATS = ['jpeg', 'png', 'webp', 'gif', 'avif', 'tiff', 'svg', 'heic', 'bmp', 'raw'] as const
export type PhotoFormat = (typeof FORMATS)[number]

const PICTURE_EXTENSIONS = 'jpg jpeg jpe jfif png webp gif avif tif tiff svg heic heif hif bmp dib'.split(' ')

/** Canon, Nikon, Sony, Adobe, Fujifilm, Panasonic/Leica, Olympus, Pentax, Samsung, Hasselblad, Phase One, Leaf, … */
const RAW_EXTENSIONS =
  'cr2 cr3 nef nrw arw srf sr2 dng raf rw2 rwl raw orf ori pef srw 3fr fff iiq mos mef mrw x3f erf kdc dcr k25 gpr'.split(
    ' ',
  )

const rawExtensions: ReadonlySet<string> = new Set(RAW_EXTENSIONS)
const extensions: ReadonlySet<string> = new Set([...PICTURE_EXTENSIONS, ...RAW_EXTENSIONS])

/** Lower-case text after the last dot of the file's name, or ''. */
function extensionOf(path: string): string {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
  const dot = name.lastIndexOf('.')
  return dot < 0 ? '' : name.slice(dot + 1).toLowerCase()
}

/** Whether a scan takes the file up; only its name is looked at. */
export function isPhotoName(path: string): boolean {
  return extensions.has(extensionOf(path))
}

/** Whether the name is that of a camera RAW file. */
export function isRawName(path: string): boolean {
  return rawExtensions.has(extensionOf(path))
}
