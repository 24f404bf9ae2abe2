import ui from '@nuxt/ui/vue-plugin';
import { DefaultApolloClient } from '@vue/apollo-composable';
import { createApp } from 'vue';
import App from './App.vue';
import { client } from './apollo/client';
import { i18n } from './locales/language';
import './main.css';
import { router } from './router';

createApp(App).provide(DefaultApolloClient, client).use(router).use(i18n).use(ui).mount('#app');
