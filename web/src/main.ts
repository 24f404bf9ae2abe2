import ui from '@nuxt/ui/vue-plugin';
import { DefaultApolloClient } from '@vue/apollo-composable';
import { createApp } from 'vue';
import App from './App.vue';
import { createClient } from './apollo/client';
import { printInLight } from './browser/print-in-light';
import { i18n } from './locales/language';
import './main.css';
import { router } from './router';
import { session } from './sessions/session';
import { watchPageFailures } from './shell/page-failure';
import { countNavigations } from './ui/navigations';

const app = createApp(App).provide(DefaultApolloClient, createClient(session));
// what could not be shown, or done, must not end the portal
app.config.errorHandler = (error) => console.error(error);
watchPageFailures(router);
countNavigations(router);
printInLight();
app.use(router).use(i18n).use(ui);
// until the first page is there, the document shows its own skeleton
const start = () => document.documentElement.hasAttribute('data-stopped') || app.mount('#app');
router.isReady().then(start, start);
