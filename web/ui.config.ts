import type { NuxtUIOptions } from '@nuxt/ui/vite';

/** How Nuxt UI looks here. On small screens every control is at least 44 px high and inputs do not make iOS zoom. */
export const uiConfig: NuxtUIOptions['ui'] = {
  colors: {
    primary: 'teal',
    secondary: 'teal',
    success: 'teal',
    info: 'sky',
    warning: 'amber',
    error: 'red',
    neutral: 'mist',
  },
  avatar: { slots: { fallback: 'uppercase' } },
  button: {
    slots: { base: 'max-md:min-h-11 max-md:min-w-11 max-md:justify-center cursor-pointer' },
    // a lighter one would leave its text too little contrast
    compoundVariants: [
      { color: 'primary', variant: 'solid', class: 'hover:bg-primary/95 active:bg-primary/95' },
      { color: 'warning', variant: 'solid', class: 'hover:bg-warning/95 active:bg-warning/95' },
      { color: 'error', variant: 'solid', class: 'hover:bg-error/95 active:bg-error/95' },
    ],
  },
  input: { slots: { base: 'max-md:min-h-11 max-md:text-base' } },
  textarea: { slots: { base: 'max-md:text-base' } },
  select: { slots: { base: 'max-md:min-h-11 max-md:text-base cursor-pointer', item: 'max-md:min-h-11 items-center' } },
  selectMenu: {
    slots: {
      base: 'max-md:min-h-11 max-md:text-base cursor-pointer',
      item: 'max-md:min-h-11 items-center',
      content: 'max-h-80',
    },
  },
  dropdownMenu: { slots: { item: 'max-md:min-h-11 items-center cursor-pointer' } },
  toast: { slots: { title: 'wrap-anywhere', description: 'wrap-anywhere' } },
  switch: { slots: { root: 'max-md:min-h-11 items-center' } },
};
