import './styles/tokens.css'
import './styles/base.css'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { i18n, locale, setLanguage } from './i18n'
import { router } from './router'
import { restoreElderMode } from './shared/elder'
import { registerServiceWorker } from './shared/pwa'
import { sayError } from './shared/composables/toasts'

restoreElderMode()
registerServiceWorker()

const app = createApp(App).use(createPinia()).use(i18n).use(router)
app.config.errorHandler = (error) => {
  console.error(error)
  sayError(error)
}
await setLanguage(locale.value)
app.mount('#app')
