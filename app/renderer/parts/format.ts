/** Numbers, sizes and times as a person of one language reads them. All by `Intl`. */
export interface Format {
  count(n: number): string
  /** Decimal units, as file managers show them. */
  bytes(n: number): string
  /** @param similarity in [−1, 1], to two decimals */
  similarity(similarity: number): string
  percent(fraction: number): string
  /** A probability that is never said to be nought or all: "> 99%". */
  certainty(probability: number): string
  /** With a tenth of a percent where there is one. */
  percentFine(fraction: number): string
  /** Rounded to what matters: "5 s", "12 min", "1 h 20 min". */
  duration(seconds: number): string
  /** Of a latitude or longitude, to about ten metres. */
  degrees(degrees: number): string
  rate(perSecond: number): string
  /** @param day `YYYY`, `YYYY-MM` or `YYYY-MM-DD` */
  day(day: string): string
  /** The same, as short as figures and captions want it. */
  dayShort(day: string): string
  /** @param time local time `YYYY-MM-DDTHH:MM:SS`, with or without an offset, shown as the clock of the camera said */
  time(time: string): string
  /** @param instant any ISO 8601 instant, shown in the viewer's time zone */
  instant(instant: string): string
}

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

export function formatFor(language: string): Format {
  const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 })
  const two = new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 })
  const degrees = new Intl.NumberFormat(language, { minimumFractionDigits: 4, maximumFractionDigits: 4 })
  const percentFine = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 })
  const instant = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' })
  const clock = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'short', timeZone: 'UTC' })
  return {
    count: (n) => whole.format(n),
    bytes: (n) => formatBytes(language, n),
    similarity: (similarity) => two.format(similarity),
    percent: (fraction) => percent.format(fraction),
    certainty: (probability) =>
      probability > 0.99
        ? `> ${percent.format(0.99)}`
        : probability < 0.01
          ? `< ${percent.format(0.01)}`
          : percent.format(probability),
    degrees: (value) => degrees.format(value),
    percentFine: (fraction) => percentFine.format(fraction),
    duration: (seconds) => formatDuration(language, seconds),
    rate: (perSecond) =>
      new Intl.NumberFormat(language, { maximumFractionDigits: perSecond < 10 ? 1 : 0 }).format(perSecond),
    day: (day) => formatDay(language, day),
    dayShort: (day) => formatDay(language, day, 'short'),
    time: (time) => formatOr(time, `${time.slice(0, 19)}Z`, clock),
    instant: (time) => formatOr(time, time, instant),
  }
}

function formatBytes(language: string, bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** power
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: BYTE_UNITS[power],
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: power === 0 || value >= 100 ? 0 : 1,
  }).format(value)
}

function formatDuration(language: string, seconds: number): string {
  const unit = (value: number, name: string) =>
    new Intl.NumberFormat(language, {
      style: 'unit',
      unit: name,
      unitDisplay: name === 'day' ? 'long' : 'short',
    }).format(value)
  const whole = Math.max(1, Math.round(seconds))
  if (whole < 60) return unit(whole, 'second')
  const minutes = Math.round(whole / 60)
  if (minutes < 60) return unit(minutes, 'minute')
  const hours = Math.floor(minutes / 60)
  if (hours >= 48) return unit(Math.round(hours / 24), 'day')
  return minutes % 60 === 0 ? unit(hours, 'hour') : `${unit(hours, 'hour')} ${unit(minutes % 60, 'minute')}`
}

function formatDay(language: string, day: string, length: 'short' | 'long' = 'long'): string {
  const month = length
  const options: Intl.DateTimeFormatOptions =
    day.length === 4
      ? { year: 'numeric' }
      : day.length === 7
        ? { year: 'numeric', month }
        : { ...(length === 'long' && { weekday: 'short' }), day: 'numeric', month, year: 'numeric' }
  return formatOr(day, day, new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' }))
}

/** What cannot be read as a time is shown as it is: a camera may have written anything. */
function formatOr(text: string, iso: string, format: Intl.DateTimeFormat): string {
  const date = new Date(iso)
  return Number.isNaN(date.getTime()) ? text : format.format(date)
}
