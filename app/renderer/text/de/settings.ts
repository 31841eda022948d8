import type { Language } from '../en.ts'

export const settings: Language['settings'] = {}
