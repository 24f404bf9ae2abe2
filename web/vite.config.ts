import ui from '@nuxt/ui/vite';
import vue from '@vitejs/plugin-vue';
import { fileURLToPath } from 'node:url';
import { defaultClientConditions, defineConfig } from 'vite';
import { uiConfig } from './ui.config';

const repository = fileURLToPath(new URL('..', import.meta.url));
const server = `localhost:${process.env.PORT ?? 4000}`;

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [
    vue(),
    ui({
      colorMode: false,
      autoImport: false,
      dts: false,
      root: repository,
      icon: {
        clientBundle: { scan: { globInclude: ['web/src/**/*.{vue,ts}'], globExclude: ['node_modules', 'dist'] } },
      },
      ui: uiConfig,
    }),
  ],
  resolve: { conditions: ['portal-source', ...defaultClientConditions] },
  define: {
    __VUE_I18N_LEGACY_API__: false,
    __VUE_I18N_FULL_INSTALL__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
    __VUE_OPTIONS_API__: true,
  },
  build: { outDir: '../dist/web', emptyOutDir: true, target: ['chrome111', 'edge111', 'firefox121', 'safari16.4'] },
  server: {
    proxy: {
      '/graphql': { target: `http://${server}`, ws: true },
      '/attachments/': `http://${server}`,
      '/logos/': `http://${server}`,
      '/single-sign-on/': `http://${server}`,
    },
  },
});
