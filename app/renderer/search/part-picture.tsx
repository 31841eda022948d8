import { IconPhoto } from '@tabler/icons-react'
import type { CSSProperties } from 'react'
import type { QueryPart, RegionValue } from '../../../core/api.ts'
import { useShell } from '../shell/use-shell.ts'
import styles from './query-bar.module.css'

/** A part's picture, cut to its region; decoration beside its name. */
export function PartPicture({ part }: { readonly part: QueryPart }) {
  const shell = useShell()
  if (part.kind === 'words') return null
  const url =
    part.kind === 'photo'
      ? shell.thumbnailUrl(part.photoId)
      : part.kind === 'upload'
        ? shell.uploadUrl(part.uploadId)
        : null
  return (
    <span className={styles.picture} aria-hidden>
      {url === null ? (
        <IconPhoto size={26} stroke={1.2} />
      ) : (
        <img src={url} alt="" style={cut(part.region)} draggable={false} />
      )}
    </span>
  )
}

/** Enlarges the picture until its region fills the square. */
function cut(region: RegionValue | undefined): CSSProperties | undefined {
  if (region === undefined) return undefined
  const { x, y, width, height } = region
  return {
    width: `${100 / width}%`,
    height: `${100 / height}%`,
    left: `${(-100 * x) / width}%`,
    top: `${(-100 * y) / height}%`,
    objectFit: 'fill',
  }
}
