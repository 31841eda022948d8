/** The last part of a path of any platform. */
export function nameOf(path: string): string {
  return path.split(/[/\\]/).findLast((name) => name !== '') ?? path
}
