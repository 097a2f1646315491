import { defineStore } from 'pinia'
import { reactive } from 'vue'
import * as grids from '@/api/grids'
import { i18n } from '@/i18n'
import { useAction } from '@/shared/composables/useAction'
import { useLoad } from '@/shared/composables/useLoad'
import { say } from '@/shared/composables/toasts'

/** Whether the worker is on duty: new tickets go to those who are. */
export const useDuty = defineStore('duty', () => {
  const load = useLoad(grids.duty)
  const { busy, run } = useAction(async () => {
    const after = await grids.setDuty(!load.data?.on_duty)
    load.data = after
    say(i18n.global.t(after.on_duty ? 'worker.duty.nowOn' : 'worker.duty.nowOff'))
  })
  return reactive({ load, busy, toggle: run })
})
