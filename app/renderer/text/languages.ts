import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { de } from './de.ts'
import { en } from './en.ts'

export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const
export type LanguageCode = keyof typeof LANGUAGES
const STORED = 'resight.language'

declare module 'i18next' {
  interface CustomTypeOptions {
    readonly defaultNS: 'texts'
    readonly resources: { readonly texts: typeof en }
  }
}

/** The language chosen before, else the browser's where we have it, else English. */
export async function openLanguages(): Promise<void> {
  const wanted = localStorage.getItem(STORED) ?? navigator.language.slice(0, 2)
  const lng: LanguageCode = isLanguage(wanted) ? wanted : 'en'
  document.documentElement.lang = lng
  await i18next.use(initReactI18next).init({
    lng,
    fallbackLng: 'en',
    defaultNS: 'texts',
    resources: { en: { texts: en }, de: { texts: de } },
    interpolation: { escapeValue: false },
  })
}

export async function chooseLanguage(code: LanguageCode): Promise<void> {
  localStorage.setItem(STORED, code)
  document.documentElement.lang = code
  await i18next.changeLanguage(code)
}

function isLanguage(code: string): code is LanguageCode {
  return code in LANGUAGES
}
