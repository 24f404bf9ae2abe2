import ui from '@nuxt/ui/vue-plugin';
import { DefaultApolloClient } from '@vue/apollo-composable';
import { createApp } from 'vue';
import App from './App.vue';
import { createClient } from './apollo/client';
import { i18n } from './locales/language';
import './main.css';
import { router } from './router';
import { session } from './sessions/session';

createApp(App).provide(DefaultApolloClient, createClient(session)).use(router).use(i18n).use(ui).mount('#app');
