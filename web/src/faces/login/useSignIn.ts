import { computed, onScopeDispose, reactive, ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRoute, useRouter } from 'vue-router'
import * as account from '@/api/account'
import { ApiError, messageOf } from '@/api/errors'
import { landing } from '@/shared/faces'
import { useMe } from '@/shared/stores/me'

export type Way = 'password' | 'code'

/** The two ways to sign in, with the pause before another code may be sent. */
export function useSignIn() {
  const form = reactive({ phone: '', password: '', code: '' })
  const way = ref<Way>('password')
  const busy = ref(false)
  const error = ref('')
  const sent = ref(false)
  const { t } = useI18n()
  const router = useRouter()
  const route = useRoute()
  const me = useMe()
  const { seconds, start } = useCountdown()

  const phone = computed(() => form.phone.replace(/\D/g, ''))
  const secret = computed(() => (way.value === 'password' ? form.password : form.code))
  const complete = computed(() => phone.value.length >= 5 && secret.value.length > 0)

  async function guarded(work: () => Promise<void>): Promise<void> {
    if (busy.value) return
    busy.value = true
    error.value = ''
    try {
      await work()
    } catch (cause) {
      error.value = wordsFor(cause)
      if (cause instanceof ApiError && cause.retryAfter) start(cause.retryAfter)
    } finally {
      busy.value = false
    }
  }

  /** The server says of both ways alike that something is wrong; here it is known which way was taken. */
  function wordsFor(cause: unknown): string {
    const wrong = cause instanceof ApiError && cause.code === 'auth.bad_credentials'
    return wrong ? t(`login.${way.value}Wrong`) : messageOf(cause)
  }
  watch([way, () => form.phone], () => { error.value = ''; sent.value = false })

  const submit = () => guarded(async () => {
    await account.signIn({ phone: phone.value, ...(way.value === 'password' ? { password: form.password } : { code: form.code }) })
    await me.load()
    const next = route.query.next
    await router.replace(typeof next === 'string' && next.startsWith('/') && !next.startsWith('//') ? next : landing(me.faces))
  })
  const sendCode = () => guarded(async () => {
    start((await account.sendCode(phone.value)).retry_after)
    sent.value = true
  })

  return { form, way, busy, error, sent, seconds, phone, complete, submit, sendCode }
}

function useCountdown() {
  const seconds = ref(0)
  let timer: ReturnType<typeof setInterval> | undefined
  const stop = () => clearInterval(timer)
  function start(from: number): void {
    stop()
    seconds.value = Math.ceil(from)
    timer = setInterval(() => { if (--seconds.value <= 0) stop() }, 1000)
  }
  onScopeDispose(stop)
  return { seconds, start }
}
