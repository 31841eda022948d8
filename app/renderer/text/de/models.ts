import type { Language } from '../en.ts'

export const models: Language['models'] = {}
