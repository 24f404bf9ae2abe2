import { customer, voice, type DemoTicket } from './content.ts';

const technical = voice('technical');
const billing = voice('billing');

/** Resolved and closed tickets. */
export const solvedBookshopTickets: DemoTicket[] = [
  {
    title: 'Router restarts by itself several times a day',
    status: 'RESOLVED',
    priority: 'HIGH',
    type: 'ISSUE',
    category: 'Router and Wi-Fi',
    assignee: 'technical',
    statusChangedAt: '30d 09:20',
    feedback: { at: '29d 18:05', rating: 5, comment: 'Solved by a shelf. Friendly, and nobody laughed.' },
    thread: [
      customer.says('34d 10:50')`
        The router in the back room restarts by itself. I counted five times yesterday. It is hot to the touch.
      `,
      technical.says('34d 11:30')`
        Hot is the word: is there air around it? It should stand upright and free, not on other devices or among papers.
      `,
      customer.says('34d 11:42')`It lies under a pile of delivery notes. I feel a little foolish.`,
      technical.says('34d 11:50')`
        No need to, half of our routers live like that. Please stand it upright on the shelf and tell us tomorrow.
      `,
      customer.says('31d 16:00')`Not a single restart in three days. You can close this.`,
    ],
  },
  {
    title: 'Upgrade from 20 to 40 Mbps',
    status: 'RESOLVED',
    priority: 'MEDIUM',
    type: 'REQUEST',
    category: 'Plan and speed',
    assignee: 'billing',
    feedback: { at: '57d 12:00', rating: 5 },
    thread: [
      customer.says('58d 12:15')`Please upgrade us to the 40 Mbps shop plan from the next month on.`,
      billing.says('58d 14:40')`
        With pleasure. It is 1,200 instead of 800 taka a month. Shall we switch at once? The difference for the rest of this month is on us.
      `,
      customer.says('58d 15:05')`At once, then, thank you!`,
      billing.says('57d 09:30')`
        Done. Please restart the box once, then measure at https://speed.padma.example/ and you should see close to 40.
      `,
    ],
  },
  {
    title: 'Separate Wi-Fi for our reading corner',
    status: 'RESOLVED',
    priority: 'LOW',
    type: 'REQUEST',
    category: 'Router and Wi-Fi',
    assignee: 'technical',
    thread: [
      customer.says('23d 15:10')`
        We open a small reading corner and would like to offer Wi-Fi there:

        - a name of its own, "Read and relax"
        - no password, or a simple one on a card
        - guests must not see our computers
        - it should end at closing time by itself
      `,
      technical.says('22d 10:00')`
        All of that is possible with your router. We can set it up from here. A simple password is better than none: without one, everybody in the street can read along. Is "onemorechapter" all right?
      `,
      customer.says('22d 10:25')`That is the best password we have ever been offered. Yes!`,
      technical.says('22d 11:15')`
        It is switched on, from 10:00 to 21:30 every day, with 10 Mbps for all guests together so that your till always has enough.
      `,
      customer.says('21d 18:00')`
        Works very well, the first guest stayed for three hours. Is it possible to have a second card with a QR code?
      `,
      technical.says('20d 09:45')`Here it is, ready for printing: https://padma.example/wifi-card/read-and-relax.pdf`,
    ],
  },
  {
    title: 'রাউটারের পাসওয়ার্ড ভুলে গেছি',
    status: 'RESOLVED',
    priority: 'MEDIUM',
    type: 'QUESTION',
    category: 'Router and Wi-Fi',
    assignee: 'technical',
    statusChangedAt: '43d 16:00',
    feedback: { at: '43d 19:00', rating: 5, comment: 'ধাপে ধাপে বুঝিয়ে দিয়েছেন, খুব সহজ ছিল।' },
    thread: [
      customer.says('44d 13:20')`
        ওয়াই-ফাইয়ের নাম বদলাতে চাই, কিন্তু রাউটারের সেটিংসে ঢোকার পাসওয়ার্ডটা মনে নেই। রিসেট করলে কি ইন্টারনেট বন্ধ হয়ে যাবে?
      `,
      technical.says('44d 14:05')`
        রিসেট করার দরকার নেই। রাউটারের নিচের স্টিকারে দেখুন:

        ১. "Admin" লেখার পাশে আট অক্ষরের পাসওয়ার্ড আছে।
        ২. ব্রাউজারে http://192.168.10.1 লিখে ঢুকুন।
        ৩. "Wireless" অংশে গিয়ে নাম বদলে "Save" চাপুন।

        নাম বদলালে সব মোবাইল ও কম্পিউটারে একবার নতুন করে সংযোগ দিতে হবে।
      `,
      customer.says('43d 15:30')`হয়ে গেছে! স্টিকারটা উল্টো দিকে ছিল, তাই আগে চোখে পড়েনি। অনেক ধন্যবাদ।`,
    ],
  },
  {
    title: 'Where do I find the invoices of last year?',
    status: 'CLOSED',
    priority: 'LOW',
    type: 'QUESTION',
    category: 'Bills and payment',
    assignee: 'billing',
    statusChangedAt: '54d 09:00',
    thread: [
      customer.says('56d 09:50')`Our accountant needs all invoices of last year as PDF. I find only the last three.`,
      billing.says('56d 11:00')`
        Under "Bills", choose "Older" at the very end of the list: https://my.padma.example/bills?show=older. We have also put all twelve into one file and sent it to your address.
      `,
      customer.says('55d 10:15')`Received, the accountant is happy. Thank you.`,
    ],
  },
  {
    title: 'We have paid twice',
    status: 'CLOSED',
    priority: 'MEDIUM',
    type: 'ISSUE',
    category: 'Bills and payment',
    assignee: 'billing',
    statusChangedAt: '33d 17:10',
    feedback: { at: '33d 17:30', rating: 2, comment: 'The money came back, but it took long, and we had to ask.' },
    thread: [
      customer.says('41d 10:40')`
        The bill of this month was taken from our account twice, on the same day. Please send one of them back.
      `,
      billing.says('41d 15:00')`We see one payment only. Could you send us the two transaction numbers?`,
      customer.says('40d 09:15')`
        TXN-5501-88213
        TXN-5501-88214
        Both 1,200 taka, one minute apart.
      `,
      billing.notes('39d 11:30')`
        Second one hangs at the payment company, not with us. They give it back to the payer within 14 days, we cannot speed it up.
      `,
      billing.says('39d 11:40')`
        Thank you. The second payment never reached us; the payment company holds it and returns it to you within 14 days.
      `,
      customer.says('34d 12:00')`
        Fourteen days is long for a small shop, and it was not us who pressed the button twice. We will pay at your counter from now on.
      `,
      billing.says('34d 14:20')`
        We understand, and we are sorry. At the counter you get a receipt at once. We have told the payment company that this should not be possible.
      `,
      customer.says('33d 17:05')`The money has arrived today. I am closing this, still not amused.`,
    ],
  },
  {
    title: 'Line dead after road works',
    status: 'CLOSED',
    priority: 'URGENT',
    type: 'ISSUE',
    category: 'No connection',
    assignee: 'technical',
    statusChangedAt: '17d 18:30',
    feedback: { at: '17d 19:00', rating: 5, comment: 'Six hours from a torn cable to a green light.' },
    thread: [
      customer.says('19d 08:50')`
        They are digging in front of the shop, and our internet is gone. I can see a torn orange tube in the hole.
      `,
      technical.says('19d 08:58')`
        That tube is ours. Please ask the workers not to fill the hole; a team is on the way.
      `,
      technical.notes('19d 09:05')`
        96-fibre trunk towards C-17. Team 2 goes there directly, 300 customers affected. Status page updated.
      `,
      customer.says('19d 09:10')`They stopped. The foreman is very sorry and is now drinking tea with us.`,
      technical.says('19d 15:35')`All fibres are spliced, your box should be green again. Is it?`,
      customer.says('19d 15:40')`Green and fast. Six hours for such a mess is not bad at all.`,
      technical.says('17d 10:00')`
        We have put one day of credit on your bill. If nothing else is broken, please close the ticket, or we do it tomorrow.
      `,
    ],
  },
];
