/** "09:00" for what somebody types as a time: 9, 900, 9:00, 09：00. Nothing for what is none. */
export function clockOf(text: string): string | null {
  const [, hours, minutes = '00'] = /^(\d{1,2}?)(?:[:：.]?(\d{2}))?$/.exec(text.trim()) ?? []
  if (hours === undefined || Number(minutes) > 59) return null
  const whole = Number(hours) * 60 + Number(minutes)
  return whole <= 24 * 60 ? `${hours.padStart(2, '0')}:${minutes}` : null
}
