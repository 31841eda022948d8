import type { Language } from '../en.ts'

export const photo: Language['photo'] = {}
