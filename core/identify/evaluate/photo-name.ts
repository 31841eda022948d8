import type { Viewpoint } from '../../api/identify.ts'

/** Side that a file name says, as in `0042_left.jpg`, `nyala3-rightphoto.png`; `unknown` where it says none or both. */
export function viewpointOfName(fileName: string): Viewpoint {
  const name = fileName.toLowerCase().replace(/\.[^.]*$/, '')
  const said = (['left', 'right', 'ventral', 'dorsal'] as const).filter((side) =>
    new RegExp(`(^|[^a-z])${side}(photo|side)?([^a-z]|$)`).test(name),
  )
  return said.length === 1 ? said[0]! : 'unknown'
}

/** What names an encounter in a file's name: its part before the side, else its first number; null: nothing does. */
export function encounterOfName(fileName: string): string | null {
  const name = fileName.replace(/\.[^.]*$/, '')
  const day = /(day-\d+-place-\d+|\d{4}-\d{2}-\d{2})/.exec(name)
  return day?.[1] ?? /\d+/.exec(name)?.[0] ?? null
}
