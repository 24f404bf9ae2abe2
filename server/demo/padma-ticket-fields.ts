import type { DemoTicketField } from './content.ts';

export const padmaTicketFields: DemoTicketField[] = [
  {
    kind: 'TEXT',
    labels: { en: 'Line number', bn: 'লাইন নম্বর' },
    hints: {
      en: 'It’s on your bill and on the box, e.g. PB-20418.',
      bn: 'বিলে ও বাক্সের গায়ে লেখা থাকে, যেমন PB-20418।',
    },
    values: {
      'No internet in the whole shop': 'PB-20418',
      'Payment terminal cannot reach the bank, everything else works': 'PB-20418',
      'Slow evenings and short drops: our line diary': 'PB-20418',
      'Laboratory results do not arrive': 'PB-10377',
      'রাতে ইন্টারনেট খুব ধীর হয়ে যায়': 'PB-31902',
      'ঝড়ের পর থেকে লাইন নেই': 'PB-31902',
      'Online exam broke off in the middle': 'PB-40055',
    },
  },
  {
    kind: 'CHOICE',
    labels: { en: 'What doesn’t work', bn: 'কী কাজ করছে না' },
    hints: {},
    choices: [
      { en: 'Everything', bn: 'কিছুই না' },
      { en: 'Wi-Fi', bn: 'ওয়াই-ফাই' },
      { en: 'Telephone', bn: 'টেলিফোন' },
      { en: 'One device or service', bn: 'একটি যন্ত্র বা সেবা' },
    ],
    values: {
      'No internet in the whole shop': 'Everything',
      'Payment terminal cannot reach the bank, everything else works': 'One device or service',
      'Wi-Fi in the waiting room ends at the corridor': 'Wi-Fi',
      'Telephone line crackles': 'Telephone',
      'Laboratory results do not arrive': 'One device or service',
      'ঝড়ের পর থেকে লাইন নেই': 'Everything',
    },
  },
];
