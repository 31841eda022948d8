import { useFormat } from '../../parts/use-format.ts'

/** An occasion as a person reads it: a day, month or year; an encounter is named by the engine. */
export function useOccasionName(): (occasion: string) => string {
  const format = useFormat()
  return (occasion) => (/^\d{4}(-\d{2}){0,2}$/u.test(occasion) ? format.dayShort(occasion) : occasion)
}
