/** A length of time that an office settles, in hours and minutes. */
import { i18n } from '@/i18n'

/** "30 分钟", "4 小时", "1 小时 30 分钟". */
export function lasting(minutes: number): string {
  const { t } = i18n.global
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  const words = [hours ? t('settings.hours', { n: hours }) : '', rest || !hours ? t('settings.minutes', { n: rest }) : '']
  return words.filter(Boolean).join(' ')
}
