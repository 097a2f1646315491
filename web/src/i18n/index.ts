/** Languages: Chinese first, English by a switch. The server's sentences follow `locale` through `Accept-Language`. */
import { computed, ref } from 'vue'
import { createI18n } from 'vue-i18n'
import zh from './zh-CN'

export type Language = 'zh-CN' | 'en'
const KEY = 'linli.locale'

export const i18n = createI18n({ legacy: false, locale: 'zh-CN', fallbackLocale: 'zh-CN', messages: { 'zh-CN': zh } as Record<string, typeof zh> })

const chosen = ref<Language>(localStorage.getItem(KEY) === 'en' ? 'en' : 'zh-CN')
export const locale = computed(() => chosen.value)

/** Switches at once; the other language's texts are loaded when first wanted. */
export async function setLanguage(language: Language): Promise<void> {
  if (language === 'en' && !i18n.global.availableLocales.includes('en')) {
    i18n.global.setLocaleMessage('en', (await import('./en')).default)
  }
  chosen.value = language
  localStorage.setItem(KEY, language)
  i18n.global.locale.value = language
  document.documentElement.lang = language
  document.title = i18n.global.t('app.name')
}

/** "甲、乙或丙": any of these, as a sentence of the reader's language says it. */
export const oneOf = (words: string[]): string => new Intl.ListFormat(locale.value, { type: 'disjunction' }).format(words)
/** "甲、乙和丙": all of these. */
export const allOf = (words: string[]): string => new Intl.ListFormat(locale.value, { type: 'conjunction' }).format(words)
