/** A moment with a zone, and whether the zone is a guess. */
export interface ZonedTime {
  /** `YYYY-MM-DDTHH:MM:SS±HH:MM` or `…Z` */
  readonly text: string
  readonly isGuess: boolean
}

/**
 * Formats that want a zone get one: what the photo says, else UTC, marked as a guess, as cameras rarely know theirs.
 * @param time `YYYY-MM-DD` or with a time @param hour of a date without a time
 */
export function zoned(time: string, hour: '00:00:00' | '23:59:59' = '00:00:00'): ZonedTime {
  const full = time.length === 10 ? `${time}T${hour}` : time.replace(/\.\d+/, '')
  const hasZone = /(Z|[+-]\d{2}:\d{2})$/.test(full)
  return { text: hasZone ? full : `${full}Z`, isGuess: !hasZone }
}
