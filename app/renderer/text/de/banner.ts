import type { Language } from '../en.ts'

export const banner: Language['banner'] = {}
